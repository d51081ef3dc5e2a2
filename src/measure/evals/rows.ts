/** Rows of results beside each other: runs of several seeds as one row, and differences to a pinned row. */
import { groupBy, uniq } from 'es-toolkit';
import type { BandKind } from '../bands';
import { type Delta, type Measured, seedDelta, valueDelta } from '../deltas';
import { overSeeds } from './seeds';
import { type Column, estimateAt, itemsOf, type ResultRow, valueErrorOf } from './table';
import type { Estimate } from './types';

/**
 * Merges the rows of runs that differ by their seed alone, each group where its first stood: means over those that were evaluated last,
 * at one step. Others stay.
 * @param nameOf what a row of several is called
 */
export function seedRows(
  rows: readonly ResultRow[],
  kind: BandKind,
  nameOf: (members: readonly ResultRow[]) => string,
): ResultRow[] {
  const groups = groupBy(rows, (row) => (row.ranked ? (row.kind ?? row.id) : row.id));
  return Object.values(groups).map((members) => {
    const [first] = members as [ResultRow];
    if (members.length < 2) return first;
    const counted = lastEvaluated(members);
    const evaluated = uniq(counted.flatMap(({ outcomes }) => Object.keys(outcomes)));
    const outcomes = evaluated.flatMap((id) => {
      const own = counted.flatMap((row) => row.outcomes[id] ?? []);
      return own.length < counted.length ? [] : [[id, overSeeds(own, kind)] as const];
    });
    return {
      ...first,
      name: nameOf(members),
      step: counted[0]?.step ?? null,
      outcomes: Object.fromEntries(outcomes),
      members,
    };
  });
}

/** Those of several seeds that a merged row is the mean of. */
export function lastEvaluated(members: readonly ResultRow[]): ResultRow[] {
  const step = Math.max(...members.map((row) => row.step ?? -1));
  return members.filter((row) => (row.step ?? -1) === step);
}

/** Finds the row of a run: its own, or the one of several seeds that it is among. */
export const rowOfRun = (rows: readonly ResultRow[], runId: string): ResultRow | undefined =>
  rows.find(({ id, members }) => (members ? members.some((row) => row.id === runId) : id === runId));

/**
 * Compares a row's estimate with that of a pinned one: by seed where either is of several, else item by item, or by the two errors.
 * @returns null for the pinned row itself, for what is not trained, and where either has no estimate
 */
export function resultDelta(row: ResultRow, pinned: ResultRow, column: Column): Delta | null {
  if (row === pinned || !row.ranked) return null;
  if (row.members || pinned.members) return seedDelta(bySeed(row, column), bySeed(pinned, column));
  const [own, other] = [estimateAt(row, column), estimateAt(pinned, column)];
  if (!own || !other) return null;
  return valueDelta(measuredBy(column, own), measuredBy(column, other));
}

const measuredBy = ({ metric: { unit } }: Column, estimate: Estimate): Measured => ({
  value: estimate.value,
  error: valueErrorOf(unit, estimate),
  items: itemsOf(unit, estimate),
});

function bySeed(row: ResultRow, column: Column): Map<number, number> {
  const measured = lastEvaluated(row.members ?? [row]).flatMap((one) => {
    const estimate = estimateAt(one, column);
    return estimate && one.seed !== undefined ? [[one.seed, estimate.value] as const] : [];
  });
  return new Map(measured);
}
