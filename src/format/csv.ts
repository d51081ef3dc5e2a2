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
const formula = /^\s*[=+\-−@|＝＋－＠﹦﹢﹣﹫\t\r\n]/;
/** Digits, half-width and full-width. */
const digit = '[0-9０-９]';
/** 1e5, 007, 1.50, 12%, 1 234, 1 1/2: a spreadsheet shows them otherwise than they are written. */
const number = new RegExp(
  `^[\\s($€£¥]*(?:${digit}[\\d０-９.,' /]*|[.,]${digit}+)(?:[eE][+-]?\\d+)?[\\s)%$€£¥]*$`,
);
/** 1-2, 3/4/2026, 1. 5. 2026, 10:30, 5 pm, 2026-03-04T10:00Z. */
const date =
  /^\d{1,4}(?:[-/.:]\s?\d{1,4}){0,2}(?:[T ]+\d{1,2}(?::\d{1,2}){1,2})?(?:[.,]\d+)?(?:\s?[ap]\.?m?\.?|Z|[+-]\d\d:?\d\d)?$/i;
/** The names of months in the languages whose spreadsheets know them, with a day or a year on either side: May 5, 4. März 2026. */
const month =
  '(?:jan(?:uary|uar|vier)?|ene(?:ro)?|gen(?:naio)?|feb(?:ruary|ruar|rero|braio)?|f[eé]v(?:rier)?|mar(?:ch|s|zo)?|m[aä]r(?:z)?|mrt|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|ma[iyj]o?|mei|june?|juni|juin|giu(?:gno)?|july?|juli|juil(?:let)?|lug(?:lio)?|aug(?:ust)?|ao[uû]t|ago(?:sto)?|sep(?:t|tember|tembre|tiembre)?|set(?:tembre)?|o[ckt]t(?:ober|obre)?|out|nov(?:ember|embre|iembre)?|de[cz](?:ember|embro)?|d[eé]c(?:embre)?|dic(?:iembre|embre)?)';
const named = new RegExp(
  `^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:\\d{1,4}[. /-]{0,2}${month}\\.?[,. /-]{0,2}\\d{0,4}|${month}\\.?[. /-]{0,2}\\d{1,4}(?:[,. /-]{1,2}\\d{1,4})?)$`,
  'i',
);
/** What a spreadsheet takes for true, false or an error of its own. */
const value =
  /^(?:true|false|wahr|falsch|vrai|faux|verdadero|falso|vero|#(?:n\/a|ref!|div\/0!|name\?|num!|value!|null!|spill!|calc!))$/i;

/** Writes a text as a cell that spreadsheets show as it is. */
export function csvText(text: string): string {
  const shown = visibleText(text, '\n\r\t');
  const read =
    formula.test(shown) ||
    named.test(shown) ||
    value.test(shown) ||
    (date.test(shown) && /\D/.test(shown)) ||
    (number.test(shown) && !isPlain(shown));
  const cell = read ? `'${shown}` : shown;
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Whether a number is written as a spreadsheet would write it. */
const isPlain = (text: string) => text.length <= 15 && String(Number(text)) === text;
