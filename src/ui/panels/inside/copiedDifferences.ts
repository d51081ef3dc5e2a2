/** Differences to a pinned run in copied tables: a column of their own, and one of their standard error. */
import type { CsvCell } from '../../../format/csv';
import type { Delta } from '../../../measure/deltas';

/** Names a column whose values are held against those of the run `against`. */
export const minusName = (of: string, against: string): string => `${of} minus ${against}`;

/** The same, and that of the standard errors. */
export const minusColumns = (of: string, against: string): string[] => [
  minusName(of, against),
  `${minusName(of, against)}, stderr`,
];

/** Names the column that tells of which step the values of the run `against` are, where those of the others may be of another. */
export const stepName = (against: string): string => `step of ${against}`;

/** Empty where there is no difference, or no error is known. */
export const deltaCells = (delta: Delta | null): CsvCell[] => [
  delta?.value ?? null,
  delta?.error?.stderr ?? null,
];
