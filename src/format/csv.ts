/**
 * CSV as RFC 4180 has it, with line feeds: a cell with a quote, a separator or a line break stands in quotes, quotes in
 * it doubled. Numbers are written bare and in full precision; what is no finite number is an empty cell.
 *
 * A text stays a text in a spreadsheet. One that a spreadsheet would run as a formula (=, +, -, @, a tab or a carriage
 * return at its start) or read as a number or a date gets an apostrophe before it, which spreadsheets take for "text".
 * A text with a semicolon or tab, the separators of other countries and of pasting, stands in quotes too.
 */
import { visibleText } from './visible';

/** null is an empty cell. */
export type CsvCell = string | number | null;

/** Writes lines of cells. */
export const csvLines = (lines: readonly (readonly CsvCell[])[]): string =>
  lines.map((cells) => `${cells.map(written).join(',')}\n`).join('');

function written(cell: CsvCell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? (Number.isFinite(cell) ? String(cell) : '') : csvText(cell);
}

/** What starts a formula, also in the widths that East Asian spreadsheets take for the same. */
const formula = /^\s*[=+\-@|＝＋－＠\t\r\n]/;
/** 1e5, 007, 1.50, 12%: a spreadsheet shows them otherwise than they are written. */
const number = /^[\s($€£¥]*[\d.,]+([eE][+-]?\d+)?[\s)%$€£¥]*$/;
/** 1-2, 3/4/2026, 10:30, 2026-03-04, May 5. */
const date =
  /^\d{1,4}([-/.:]\d{1,4}){1,2}$|^\d{0,4}[ -/]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -/]?\d{0,4}$/i;
const truth = /^(true|false)$/i;

/** Writes a text as a cell that spreadsheets show as it is. */
export function csvText(text: string): string {
  const shown = visibleText(text, '\n\r\t');
  const read =
    formula.test(shown) || date.test(shown) || truth.test(shown) || (number.test(shown) && !isPlain(shown));
  const cell = read ? `'${shown}` : shown;
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Whether a number is written as a spreadsheet would write it. */
const isPlain = (text: string) => text.length <= 15 && String(Number(text)) === text;
