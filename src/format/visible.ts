/**
 * Text of others as a reader can see it. A sign without a shape of its own is written as its code point, ⟨200B⟩: format
 * and control characters, private use and unassigned code points, lone surrogates, fillers, white space other than the
 * plain space, and a combining mark that has nothing to combine with. No bidirectional control is left, so such a text
 * cannot turn what stands beside it; that its letters do not either takes `isolated`, or `<bdi>` on the page.
 */

/** White space beside U+0020: its widths, or that it is no plain space, cannot be seen. */
const space = '[\\p{Z}\\u0085]';
/** Default_Ignorable_Code_Point has what is a letter or mark by its category and has no shape: U+3164, U+FE0F, U+E0001. */
const ignorable = '[\\p{Default_Ignorable_Code_Point}\\u2800\\uFFFC\\u{1D159}\\u{13441}\\u{13442}]';
/** Control, format, surrogate, private use, unassigned. */
const other = '\\p{C}';
const unseen = new RegExp(`(?! )(?:${space}|${ignorable}|${other})`, 'u');
const mark = /\p{M}/u;

/** Writes a code point as ⟨200B⟩: in hexadecimal, four digits at the least, as Unicode names it. */
export const codePointLabel = (character: string): string =>
  `⟨${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** @param keep characters that stay as they are though they have no shape, such as the line feeds of a page */
export function visibleText(text: string, keep = ''): string {
  let shown = '';
  /** Whether a combining mark has something before it to stand on. */
  let based = false;
  for (const character of text) {
    if (keep.includes(character)) {
      shown += character;
      based = false;
    } else if (unseen.test(character) || (mark.test(character) && !based)) {
      shown += codePointLabel(character);
      based = false;
    } else {
      shown += character;
      based = character !== ' ';
    }
  }
  return shown;
}

/** Text of several lines, as a person or a model wrote it: its line feeds stay, and white space, which is seen as gaps. */
export const visiblePage = (text: string): string =>
  visibleText(
    text,
    '\n\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000',
  );

/** Blocks whose letters run from right to left (Unicode's DerivedBidiClass), for a class of a regular expression. */
const rightToLeftBlocks =
  '\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufeff\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}';
const rightToLeft = new RegExp(`[${rightToLeftBlocks}]`, 'u');
const rightToLeftRun = new RegExp(
  `[${rightToLeftBlocks}](?:[${rightToLeftBlocks} ]*[${rightToLeftBlocks}])?`,
  'gu',
);

/** Orders the letters of a line as they stand from left to right, for what sets letters one after the other. */
export const fromLeftToRight = (line: string): string =>
  line.replace(rightToLeftRun, (run) => (run.match(units) ?? []).reverse().join(''));

/**
 * Writes a name or a token for the middle of a line of text: visible, and where it has letters that run from right to
 * left, between U+2068 and U+2069, so that it does not turn the words and numbers around it.
 */
export function isolated(text: string): string {
  const shown = visibleText(text);
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}

/** What is not cut apart: a code point's label, or a character with the marks on it. */
const units = /⟨[0-9A-F ]+⟩|[^\p{M}]\p{M}*|\p{M}+/gu;

/** How wide a visible text is, in characters that stand beside each other: marks stand on them. */
export const labelWidth = (text: string): number =>
  (text.match(units) ?? []).reduce((sum, unit) => sum + unitWidth(unit), 0);

const unitWidth = (unit: string) => (unit.startsWith('⟨') ? [...unit].length : 1);

/**
 * Cuts a visible text to at most so many characters, an ellipsis among them, and no label or letter in two. Its first
 * label stays whole even where it is longer.
 */
export function cutLabel(text: string, most: number): string {
  if (labelWidth(text) <= most) return text;
  let width = 0;
  let kept = '';
  const all = text.match(units) ?? [];
  for (const unit of all) {
    width += unitWidth(unit);
    if (kept !== '' && width > most - 1) break;
    kept += unit;
  }
  return kept === text ? text : `${kept}…`;
}
