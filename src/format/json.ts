/**
 * JSON of measurements. It has no infinite numbers, and `JSON.stringify` writes null, which says "not a number": 1e999 is
 * JSON, and every reader that has doubles takes it for infinite.
 */

/** Stands for an infinite number until the text is made; as private use, no text of the lab's has it. */
const mark = '\u{f0000}infinite';

/** Writes a value as JSON, with NaN as null. @param space of the indent; none without it */
export const jsonText = (value: unknown, space?: number): string =>
  JSON.stringify(
    value,
    (_, part) =>
      part === Number.POSITIVE_INFINITY || part === Number.NEGATIVE_INFINITY
        ? `${mark}${part > 0 ? '' : '-'}`
        : part,
    space,
  ).replace(new RegExp(`"${mark}(-?)"`, 'gu'), (_, minus: string) => `${minus}1e999`);
