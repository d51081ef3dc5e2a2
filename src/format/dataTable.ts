/** A table that is copied: as CSV, or as JSON with an object for each row. */
import { type CsvCell, csvLines } from './csv';

export interface DataTable {
  columns: readonly string[];
  /** As many cells each as there are columns. */
  rows: readonly (readonly CsvCell[])[];
}

/** Writes a line of names and one for each row; numbers in full precision. */
export const tableCsv = ({ columns, rows }: DataTable): string => csvLines([columns, ...rows]);

/** Writes a list of objects, keyed by the columns; what is no finite number is null. */
export const tableJson = ({ columns, rows }: DataTable): string =>
  `${JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null]))),
    null,
    2,
  )}\n`;
