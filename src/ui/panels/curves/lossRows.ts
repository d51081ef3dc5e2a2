/**
 * The rows of the table of losses: one for each run, or for each stack at its seeds, with the difference of each value to the pinned
 * run's.
 */
import { pick } from 'es-toolkit';
import { settingsOfRun } from '../../../experiment/overrides';
import type { Experiment, Run } from '../../../experiment/schema';
import { runsTogether } from '../../../experiment/seedRuns';
import { type Band, type BandKind, bandOf } from '../../../measure/bands';
import {
  asItIs,
  type Delta,
  type Measured,
  type Scale,
  seedDelta,
  valueDelta,
} from '../../../measure/deltas';
import type { Results, RunCurves } from '../../../runtime/runReducer';
import { groupName } from '../../charts/chartRuns';
import { lastAccuracy, lastLoss, lowestLoss } from '../../charts/measuredLosses';
import { trainDelta } from '../../charts/trainDelta';

/** The last training loss, the last validation loss and the lowest, and a task's last accuracy. */
export type LossColumn = 'train' | 'validation' | 'lowest' | 'accuracy';

/** What a table ranks runs by. */
export const bestColumn = (onTask: boolean): LossColumn => (onTask ? 'accuracy' : 'lowest');

/** The columns of a table. */
export const shownColumns = (onTask: boolean): readonly LossColumn[] => [
  'train',
  'validation',
  bestColumn(onTask),
];

/** A value as the table tells it: a loss in the chart's unit, an accuracy as a share. */
interface LossCell {
  value: number | null;
  /** About the mean over seeds; null for a single run. */
  band: Band | null;
  /** To the pinned run or stack; null where there is none, or nothing to compare. */
  delta: Delta | null;
}

export interface LossRow {
  /** Of the run, or of the first of several. */
  id: string;
  /** Place of that run in the experiment. */
  index: number;
  name: string;
  /** The style of a run that was trained elsewhere; left out of the page's own. */
  elsewhere?: number;
  /** Rows of the single seeds; none of a single run. */
  members: LossRow[];
  /** Seeds that the values are means of: those that have come furthest; 1 of a single run. */
  counted: number;
  cells: LossCells;
}

type LossCells = Readonly<Record<LossColumn, LossCell>>;

export interface LossRows {
  rows: LossRow[];
  /** What the differences are to; null where no run is pinned. */
  against: Pick<LossRow, 'id' | 'name' | 'members'> | null;
}

type Measurements = Pick<Results, 'curves' | 'heldOut' | 'captures'>;

/** A run that was trained elsewhere, after those of the page. */
interface ElsewhereRun {
  run: Pick<Run, 'id' | 'name'> & { style: number };
  curves: RunCurves;
}

interface Options {
  /** How losses are told. */
  scale: Scale;
  /** Runs that differ by their seed alone are one row, with such a band; null for a row each. */
  together: BandKind | null;
  pinnedRun: string | null;
  /** Ids of runs that have no row. */
  leftOut?: ReadonlySet<string>;
  elsewhere?: readonly ElsewhereRun[];
}

/** Makes the rows, in the order of the experiment, and after them those of runs of elsewhere. */
export function lossRows(experiment: Experiment, results: Measurements, options: Options): LossRows {
  const { pinnedRun, leftOut, elsewhere = [] } = options;
  const table = new Table(experiment, results, options);
  const all = runsTogether(experiment, options.together !== null);
  // The others are held against it also where it has no row.
  const pinned = all.find((members) => members.some(({ id }) => id === pinnedRun)) ?? null;
  const groups = all.filter((members) => members.some(({ id }) => !leftOut?.has(id)));
  const rows = groups.map((members) => table.row(members, pinned !== members ? pinned : null));
  const row = pinned && table.row(pinned, null);
  const others = elsewhere.map((one, i) => table.elsewhere(one, experiment.runs.length + i, pinned));
  return { rows: [...rows, ...others], against: row && pick(row, ['id', 'name', 'members']) };
}

class Table {
  constructor(
    private readonly experiment: Experiment,
    private readonly results: Measurements,
    private readonly options: Options,
  ) {}

  /** @param members at least one @param pinned those that it is compared with */
  row(members: readonly Run[], pinned: readonly Run[] | null): LossRow {
    const [first] = members as [Run];
    const counted = this.furthest(members);
    const cell = (column: LossColumn): LossCell => ({
      ...this.value(counted, column),
      delta: pinned && this.delta(counted, this.furthest(pinned), column),
    });
    return {
      id: first.id,
      index: this.experiment.runs.indexOf(first),
      name: members.length > 1 ? groupName(first, members.length) : first.name,
      members: members.length > 1 ? members.map((run) => this.row([run], null)) : [],
      counted: counted.length,
      cells: cellsOf(cell),
    };
  }

  /** @param index of the row, after those of the experiment's runs */
  elsewhere({ run, curves }: ElsewhereRun, index: number, pinned: readonly Run[] | null): LossRow {
    const results = { ...this.results, curves: { ...this.results.curves, [run.id]: curves } };
    const table = new Table(this.experiment, results, this.options);
    const cell = (column: LossColumn): LossCell => {
      const own = table.measured(run, column);
      const scale = this.scale(column);
      // Its batches are not known to be the same, and it is no seed of a mean.
      const [single] = column !== 'train' && pinned?.length === 1 ? pinned : [];
      const theirs = single ? this.measured(single, column) : null;
      return {
        value: own && scale.value(own.value),
        band: null,
        delta: own && theirs ? valueDelta(own, theirs, scale) : null,
      };
    };
    return {
      id: run.id,
      index,
      name: run.name,
      elsewhere: run.style,
      members: [],
      counted: 1,
      cells: cellsOf(cell),
    };
  }

  /** Those that were validated last, so that means are over values of one step; all where none was. */
  private furthest(members: readonly Run[]): readonly Run[] {
    const stepOf = ({ id }: Run) => this.results.curves[id]?.validation.last?.step ?? 0;
    const step = Math.max(...members.map(stepOf));
    return members.filter((run) => stepOf(run) === step);
  }

  private value(runs: readonly Run[], column: LossColumn): Pick<LossCell, 'value' | 'band'> {
    const values = runs.flatMap((run) => this.measured(run, column)?.value ?? []);
    if (values.length === 0) return { value: null, band: null };
    const { value } = this.scale(column);
    if (runs.length === 1) return { value: value(values[0] as number), band: null };
    const { mean, low, high, n } = bandOf(values, this.options.together ?? 'standardError');
    return { value: value(mean), band: { mean: value(mean), low: value(low), high: value(high), n } };
  }

  private delta(own: readonly Run[], pinned: readonly Run[], column: LossColumn): Delta | null {
    const scale = this.scale(column);
    if (column === 'train') return trainDelta(this.experiment, this.results.curves, own, pinned, scale);
    if (own.length > 1 || pinned.length > 1)
      return seedDelta(this.bySeed(own, column), this.bySeed(pinned, column), scale);
    const [ours, theirs] = [own, pinned].map(([run]) => this.measured(run as Run, column));
    return ours && theirs ? valueDelta(ours, theirs, scale) : null;
  }

  private bySeed(runs: readonly Run[], column: LossColumn): Map<number, number> {
    return new Map(
      runs.flatMap((run) => {
        const value = this.measured(run, column)?.value;
        return value === undefined ? [] : [[settingsOfRun(this.experiment, run).seed, value] as const];
      }),
    );
  }

  private measured({ id }: Pick<Run, 'id'>, column: LossColumn): Measured | null {
    const { results } = this;
    if (column === 'validation') return lastLoss(results, id);
    if (column === 'lowest') return lowestLoss(results, id);
    if (column === 'accuracy') return lastAccuracy(results, id);
    const value = results.curves[id]?.train.last?.value;
    return value === undefined ? null : { value, error: null };
  }

  private scale(column: LossColumn): Scale {
    return column === 'accuracy' ? asItIs : this.options.scale;
  }
}

const cellsOf = (cell: (column: LossColumn) => LossCell): LossCells => ({
  train: cell('train'),
  validation: cell('validation'),
  lowest: cell('lowest'),
  accuracy: cell('accuracy'),
});
