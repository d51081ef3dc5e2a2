/** What differs between runs, as columns of a table. */
import { isEqual, memoize } from 'es-toolkit';
import { variant } from '../../attention/variants';
import { formatExact, toDigits } from '../../format/numbers';
import { entryName, words } from '../../format/words';
import { originOf } from '../branches';
import { headsOffOf, perRunSettings, settingsOfRun } from '../overrides';
import type { Experiment, Run } from '../schema';
import { type Setting, settings, valueInWords } from '../settings';

/** What stands in a cell; null for nothing, which is last in any order. */
interface Cell {
  text: string;
  /** What rows are sorted by. */
  value: number | string;
}

/** A property of runs. */
export interface RunColumn {
  id: string;
  name: string;
  cell(run: Run): Cell | null;
}

/** A number in the digits that were typed: what arithmetic adds beyond them, 0.005000000000000001, is not copied either. */
const ofNumber = (value: number): Cell => ({ text: formatExact(value), value: toDigits(value, 15) });

/** Everything that can differ between runs. @param own those of their settings that may differ */
function columnsOf(experimentOf: (run: Run) => Experiment, own: readonly Setting[]): RunColumn[] {
  // Asked for by every column.
  const settingsOf = memoize((run: Run) => settingsOfRun(experimentOf(run), run));
  return [
    {
      id: 'depth',
      name: words('runs.columns.depth', 'Layers'),
      cell: ({ layers }) => ofNumber(layers.length),
    },
    {
      id: 'stack',
      name: words('runs.columns.stack', 'Stack'),
      cell({ layers }) {
        const text = layers.map((layer) => variant(layer.variant).short).join(' ');
        return { text, value: text };
      },
    },
    ...own.map(
      (setting): RunColumn => ({
        id: setting.id,
        name: entryName('settings', setting),
        cell(run) {
          const value = setting.read(settingsOf(run));
          return typeof value === 'number'
            ? ofNumber(value)
            : { text: valueInWords(value), value: Number(value) };
        },
      }),
    ),
    {
      id: 'headsOff',
      name: words('runs.columns.headsOff', 'Heads off'),
      cell(run) {
        const off = headsOffOf(experimentOf(run), run).map(([layer, head]) => `${layer + 1}.${head + 1}`);
        return off.length === 0 ? null : { text: off.join(', '), value: off.length };
      },
    },
    {
      id: 'branch',
      name: words('runs.columns.branch', 'Branch of'),
      cell(run) {
        const origin = originOf(experimentOf(run), run);
        if (!origin || !run.branchOf) return null;
        const { step } = run.branchOf;
        const text = words('runs.columns.branchOf', '{{run}}, step {{step}}', { run: origin.name, step });
        return { text, value: step };
      },
    },
  ];
}

/** Lists the columns in which not all of these runs of an experiment have the same; none for fewer than two. */
export const differingColumns = (e: Experiment, runs: readonly Run[]): RunColumn[] =>
  columnsOf(() => e, perRunSettings).filter(differsIn(runs));

/** The same of runs of several experiments, which may differ in every setting. */
export function differingColumnsOf(trained: readonly { experiment: Experiment; run: Run }[]): RunColumn[] {
  const experiments = new Map(trained.map(({ experiment, run }) => [run, experiment]));
  const columns = columnsOf((run) => experiments.get(run) as Experiment, settings);
  return columns.filter(differsIn(trained.map(({ run }) => run)));
}

const differsIn =
  (runs: readonly Run[]) =>
  ({ cell }: RunColumn): boolean => {
    const [first, ...others] = runs.map(cell);
    return others.some((other) => !isEqual(other, first));
  };

/**
 * Sorts rows by what stands in a column; rows with nothing there come last in either direction, and equal ones stay in their order.
 * @param value null, or a number that is none, for nothing
 */
export function sortedRows<Row>(
  rows: readonly Row[],
  value: (row: Row) => number | string | null,
  direction: 'rising' | 'falling',
): Row[] {
  const sign = direction === 'rising' ? 1 : -1;
  const isThere = (own: number | string | null) => own !== null && !Number.isNaN(own);
  return rows.toSorted((a, b) => {
    const [first, second] = [value(a), value(b)];
    if (!isThere(first) || !isThere(second)) return Number(isThere(second)) - Number(isThere(first));
    return sign * compare(first as number | string, second as number | string);
  });
}

/** Numbers before texts; texts with numbers in them as a reader counts: "seed 10" after "seed 9". */
function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : Number(a > b);
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return a.localeCompare(b, 'en', { numeric: true });
}
