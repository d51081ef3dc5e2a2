/** The lines of the chart: each run, or where seeds are drawn together, each group of runs that differ by their seed alone. */
import { referenceRun } from '../../document/view';
import { settingsOfRun } from '../../experiment/overrides';
import { styleOf } from '../../experiment/runStyles';
import type { Experiment, Run } from '../../experiment/schema';
import { groupsBySeed, nameWithoutSeed, runsTogether } from '../../experiment/seedRuns';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import type { BandKind } from '../../measure/bands';
import type { RunCurves } from '../../runtime/runReducer';
import { meanCurves, type SeedLine } from './seedLines';

type CurvesOf = Readonly<Record<string, RunCurves>>;

/** A line of the chart. */
export interface ChartRun {
  /** Of the run, or of the first run of a group. */
  id: string;
  name: string;
  /** Of the run; of a group that of its first, hidden or not. */
  style: number;
  /** It was trained elsewhere. */
  readOnly?: boolean;
}

export interface ChartRuns {
  /** In the order of the experiment; hidden ones too. */
  runs: readonly ChartRun[];
  /** By the id of a line; of a group the mean. */
  curves: CurvesOf;
  /** Groups that are drawn as one, by the id of the line. */
  groups: Readonly<Record<string, readonly Run[]>>;
}

/** Names a group of runs by what they have in common, and how many they are. */
export const groupName = (first: Run, count: number): string =>
  t('curves.seeds.name', { run: nameWithoutSeed(first.name), count, seeds: formatCount(count) });

/** Names what the others are held against: the pinned run, or its stack where runs of several seeds are drawn as one. */
export function referenceName(experiment: Experiment, pinnedRun: string | null, together: boolean): string {
  const run = referenceRun(experiment.runs, { pinnedRun });
  const members = runsTogether(experiment, together).find((own) => own.includes(run)) ?? [run];
  return members.length > 1 ? groupName(members[0] as Run, members.length) : run.name;
}

/**
 * Lists the chart's lines.
 * @param together whether runs of several seeds are one line: those that are neither hidden nor without curves
 */
export function chartRuns(
  experiment: Experiment,
  curves: CurvesOf,
  hidden: readonly string[],
  together: boolean,
): ChartRuns {
  const styleIn = (id: string) => styleOf(experiment.runs, id);
  const all = experiment.runs.map(({ id, name }): ChartRun => ({ id, name, style: styleIn(id) }));
  if (!together) return { runs: all, curves, groups: {} };
  const groups = groupsBySeed(experiment)
    .map(({ members }) => ({
      style: styleIn((members[0] as Run).id),
      members: members.filter(({ id }) => curves[id] && !hidden.includes(id)),
    }))
    .filter(({ members }) => members.length > 1);
  const groupOf = new Map(groups.flatMap((group) => group.members.map(({ id }) => [id, group])));
  const runs = all.flatMap((run) => {
    const group = groupOf.get(run.id);
    if (!group) return [run];
    const { style, members } = group;
    const [first] = members as [Run];
    return first.id === run.id ? [{ ...run, style, name: groupName(first, members.length) }] : [];
  });
  const means = groups.map(({ members }) => [
    (members[0] as Run).id,
    meanCurves(curvesOfRuns(members, curves)),
  ]);
  return {
    runs,
    curves: { ...curves, ...Object.fromEntries(means) },
    groups: Object.fromEntries(groups.map(({ members }) => [(members[0] as Run).id, members])),
  };
}

const curvesOfRuns = (runs: readonly Run[], curves: CurvesOf) =>
  runs.map(({ id }) => curves[id] as RunCurves);

/** Finds the line that a run is drawn in. */
export function lineOfRun(
  { runs, groups }: Pick<ChartRuns, 'runs' | 'groups'>,
  runId: string,
): ChartRun | undefined {
  const group = Object.entries(groups).find(([, members]) => members.some(({ id }) => id === runId));
  return runs.find(({ id }) => id === (group?.[0] ?? runId));
}

/**
 * Gives what the bands of groups are drawn of.
 * @param own curves of the runs themselves @param reference the line that all are drawn as the difference to; null for none
 */
export function seedBands(
  experiment: Experiment,
  { curves, groups }: ChartRuns,
  own: CurvesOf,
  reference: ChartRun | null,
  kind: BandKind,
): { kind: BandKind; lines: Record<string, SeedLine> } {
  const seedOf = (run: Run) => settingsOfRun(experiment, run).seed;
  const referencesOf = (members: readonly Run[]): RunCurves[] | null => {
    const mean = reference && curves[reference.id];
    if (!mean) return null;
    // Runs of one seed see the same batches: each is held against its own.
    const pairs = members.map((run) => groups[reference.id]?.find((other) => seedOf(other) === seedOf(run)));
    return pairs.every((run) => run !== undefined)
      ? curvesOfRuns(pairs as Run[], own)
      : members.map(() => mean);
  };
  const lines = Object.entries(groups).map(([id, members]): [string, SeedLine] => [
    id,
    { members: curvesOfRuns(members, own), references: referencesOf(members) },
  ]);
  return { kind, lines: Object.fromEntries(lines) };
}
