/** What differs between runs, as columns of a table. */
import { isEqual, memoize } from 'es-toolkit';
import { variant } from '../../attention/variants';
import { formatExact, toDigits } from '../../format/numbers';
import { entryName, words } from '../../format/words';
import { originOf } from '../branches';
import { headsOffOf, perRunSettings, settingsOfRun } from '../overrides';
import type { Experiment, Run } from '../schema';
import { valueInWords } from '../settings';

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

/** Everything that can differ between an experiment's runs. */
function columnsOf(e: Experiment): RunColumn[] {
  // Asked for by every column.
  const settings = memoize((run: Run) => settingsOfRun(e, run));
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
    ...perRunSettings.map(
      (setting): RunColumn => ({
        id: setting.id,
        name: entryName('settings', setting),
        cell(run) {
          const value = setting.read(settings(run));
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
        const off = headsOffOf(e, run).map(([layer, head]) => `${layer + 1}.${head + 1}`);
        return off.length === 0 ? null : { text: off.join(', '), value: off.length };
      },
    },
    {
      id: 'branch',
      name: words('runs.columns.branch', 'Branch of'),
      cell(run) {
        const origin = originOf(e, run);
        if (!origin || !run.branchOf) return null;
        const { step } = run.branchOf;
        const text = words('runs.columns.branchOf', '{{run}}, step {{step}}', { run: origin.name, step });
        return { text, value: step };
      },
    },
  ];
}

/** Lists the columns in which not all of these runs have the same; none for fewer than two. */
export function differingColumns(e: Experiment, runs: readonly Run[]): RunColumn[] {
  return columnsOf(e).filter(({ cell }) => {
    const [first, ...others] = runs.map((run) => cell(run));
    return others.some((other) => !isEqual(other, first));
  });
}

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
