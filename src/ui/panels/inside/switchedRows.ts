/** What runs come to without the parts that are switched off: a row for each run that is shown, or for all seeds of a stack. */
import type { SwitchedRun } from '../../../app/session/switchedParts';
import { settingsOfRun } from '../../../experiment/overrides';
import type { Experiment, Run } from '../../../experiment/schema';
import { type Delta, type Measured, seedDelta, valueDelta } from '../../../measure/deltas';
import { windowError } from '../../../measure/verdict';
import type { AblatedLoss, AblatedWindows } from '../../../runtime/protocol';
import { groupName } from '../../charts/chartRuns';
import { meanLoss } from './shownGrid';

export interface SwitchedRow {
  /** The first of several seeds. */
  run: Run;
  name: string;
  /** The runs that have the parts; none where the stack lacks them. */
  wanted: readonly Run[];
  /** null until it is measured. */
  found: SwitchedFound | null;
}

interface SwitchedFound {
  step: number;
  /** How many seeds the losses are means over. */
  seeds: number;
  whole: AblatedLoss;
  without: AblatedLoss;
  /** The loss without less that with all on: paired over the held-out sequences, or over seeds. */
  delta: Delta | null;
  /** To the pinned row's; null where that is itself, or is not measured. */
  toPinned: { whole: Delta | null; without: Delta | null } | null;
}

type Side = 'whole' | 'without';

interface Options {
  /** Runs that are drawn as one. */
  groups: readonly (readonly Run[])[];
  pinnedRun: string | null;
  /** By run id, what was measured of the parts that are off now. */
  measured: Readonly<Record<string, SwitchedRun>>;
  /** Tells whether a run has any of the parts. */
  has(run: Run): boolean;
}

export function switchedRows(experiment: Experiment, options: Options): SwitchedRow[] {
  const { groups, pinnedRun, measured, has } = options;
  const furthest = groups.map((members) => atOneStep(members, measured));
  const pinned = groups.findIndex((members) => members.some(({ id }) => id === pinnedRun));
  const seedOf = (run: Run) => settingsOfRun(experiment, run).seed;
  return groups.map((members, g): SwitchedRow => {
    const own = furthest[g] ?? [];
    const others = g === pinned ? [] : (furthest[pinned] ?? []);
    const against = (side: Side) => deltaOf(own, side, others, side, seedOf);
    const [first] = members as [Run];
    return {
      run: first,
      name: members.length > 1 ? groupName(first, members.length) : first.name,
      wanted: members.filter(has),
      found: own[0]
        ? {
            step: own[0].found.step,
            seeds: own.length,
            whole: meanLoss(own.map(({ found }) => found.whole)),
            without: meanLoss(own.map(({ found }) => found.without)),
            delta: deltaOf(own, 'without', own, 'whole', seedOf),
            toPinned: others[0] ? { whole: against('whole'), without: against('without') } : null,
          }
        : null,
    };
  });
}

interface Found {
  run: Run;
  found: SwitchedRun;
}

/** Of several seeds those that were measured furthest, so that means are of one step. */
function atOneStep(members: readonly Run[], measured: Options['measured']): Found[] {
  const all = members.flatMap((run) => {
    const found = measured[run.id];
    return found ? [{ run, found }] : [];
  });
  const step = Math.max(...all.map(({ found }) => found.step));
  return all.filter(({ found }) => found.step === step);
}

function deltaOf(
  own: readonly Found[],
  side: Side,
  others: readonly Found[],
  otherSide: Side,
  seedOf: (run: Run) => number,
): Delta | null {
  if (own.length > 1 || others.length > 1) {
    const bySeed = (found: readonly Found[], of: Side) =>
      new Map(found.map((one) => [seedOf(one.run), one.found[of].loss] as const));
    return seedDelta(bySeed(own, side), bySeed(others, otherSide));
  }
  const [ours, theirs] = [own[0], others[0]];
  return ours && theirs
    ? valueDelta(asMeasured(ours.found[side]), asMeasured(theirs.found[otherSide]))
    : null;
}

/** What a loss is compared by: sequence by sequence. */
export const asMeasured = ({ loss, windows }: AblatedWindows): Measured => ({
  value: loss,
  error: windowError(windows),
  items: windows,
});
