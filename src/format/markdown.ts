/**
 * Markdown (CommonMark, with GitHub's tables). A text is shown as it is written: signs that mean something get a
 * backslash, & < > become entities, as not every reader keeps to CommonMark about HTML; an address is no link, and
 * nothing opens a comment, a mention or mathematics. What would begin a heading, list or rule at the start of a line
 * takes `markdownLine`.
 */
import { visibleText } from './visible';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes a text for the middle of a line, or for a cell of a table; its line breaks are shown as code points. */
export const markdownText = (text: string): string =>
  visibleText(text)
    .replace(/[\\`*_[\]|~#!$^@{}]/g, '\\$&')
    .replace(/[&<>]/g, (sign) => entities[sign] as string)
    // Links that GitHub makes of bare addresses, and its names of pictures.
    .replace(/:(?=\/\/|[\w+-]+:)/g, '\\:')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\\.`);

/** Escapes a text that is a line, or an entry of a list: blanks at its start make code, and at its end a break. */
export const markdownLine = (text: string): string =>
  markdownText(text)
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/^ | $/g, '&#32;');

/** A cell that is Markdown already. */
interface Marked {
  markdown: string;
}

/** A cell that is shown in bold. */
export const bold = (text: string): Marked => ({ markdown: `**${markdownText(text)}**` });

/** Writes a table: first column to the left, numbers to the right. */
export function markdownTable(
  head: readonly string[],
  body: readonly (readonly (string | Marked)[])[],
): string {
  const line = (cells: readonly (string | Marked)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'string' ? markdownText(cell) : cell.markdown)).join(' | ')} |\n`;
  const rule = `| ${head.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |\n`;
  return line(head) + rule + body.map(line).join('');
}
