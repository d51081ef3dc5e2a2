/** Writes SVG as text, every value escaped: names and tokens cannot become markup. */

import { markupText } from '../../format/markup';
import { visibleText } from '../../format/visible';

export type Attributes = Record<string, string | number | undefined>;

/** A number that is not finite has no place in a drawing: its attribute is left out, which draws at 0. */
const rounded = (value: string | number | undefined): string | undefined => {
  if (typeof value !== 'number') return value === undefined ? undefined : markupText(value);
  return Number.isFinite(value) ? String(Math.round(100 * value) / 100) : undefined;
};

/**
 * Writes `<name a="…">children</name>`. Attributes that are undefined are left out, numbers rounded to two decimals.
 * @param children markup, not text
 */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => {
      const text = rounded(value);
      return text === undefined ? [] : [` ${key}="${text}"`];
    })
    .join('');
  return children.length > 0 ? `<${name}${written}>${children.join('')}</${name}>` : `<${name}${written}/>`;
}

/** Text of an element: escaped, and visible; what `isolated` put around a name stays. */
const shown = (text: string): string => markupText(visibleText(text, '\u2068\u2069'));

/** Writes a `<title>`, which is read out and shown under the pointer. */
export const titleElement = (text: string): string => element('title', {}, shown(text));

/** Writes a `<text>` element. */
export const textElement = (text: string, attributes: Attributes): string =>
  element('text', attributes, shown(text));
