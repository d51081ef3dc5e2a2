/** Collects the rows of the results: each evaluated run, the baselines and chance; none before the first outcome. */

import { mixesTokens } from '../../attention/layers';
import { seedGroups, settingsOfRun } from '../../experiment/overrides';
import type { Run } from '../../experiment/schema';
import { baselines } from '../../measure/evals/ngrams';
import { chanceRow, type ResultRow } from '../../measure/evals/table';
import { earlyBecause, windowError } from '../../measure/verdict';
import { evaluationsAt } from '../../runtime/evaluationsAt';
import type { HeldOut, RunCurves } from '../../runtime/runReducer';
import { useExperiment, useRuns } from '../AppContext';
import { useMoment } from '../time/useMoment';
import { useWorded } from '../useLanguage';

/** Returns the rows at the moment, from top to bottom: runs in their order, baselines, chance; empty where no run is evaluated. */
export function useResultRows(): ResultRow[] {
  const moment = useMoment();
  const experiment = useExperiment((e) => e.experiment);
  const { runs } = experiment;
  const evaluations = useRuns((r) => r.evaluations);
  const captures = useRuns((r) => (moment === null ? null : r.captures));
  const info = useRuns((r) => r.info);
  const curves = useRuns((r) => r.curves);
  const heldOut = useRuns((r) => r.heldOut);
  return useWorded(() => {
    const ids = runs.map(({ id }) => id);
    const evaluated =
      moment === null || !captures
        ? evaluations
        : evaluationsAt({ evaluations, captures, info }, ids, moment);
    if (!info || !runs.some(({ id }) => evaluated[id])) return [];
    const groups = seedGroups(experiment);
    const row = (id: string, name: string, ranked: boolean): ResultRow => ({
      id,
      name,
      ranked,
      step: evaluated[id]?.step ?? null,
      outcomes: evaluated[id]?.outcomes ?? {},
    });
    const rowOf = (run: Run): ResultRow => {
      const own = row(run.id, run.name, true);
      const early = own.step === null ? null : earlyAt(run, own.step, curves[run.id], heldOut[run.id]);
      return {
        ...own,
        kind: groups[run.id],
        seed: settingsOfRun(experiment, run).seed,
        mixes: mixesTokens(run.layers),
        early,
      };
    };
    return [...runs.map(rowOf), ...baselines.map(({ id, name }) => row(id, name, false)), chanceRow(info)];
  }, [experiment, runs, evaluations, captures, moment, info, curves, heldOut]);
}

/** Tells why a run that was evaluated at a step could not be judged there yet; null where it could. */
function earlyAt({ name }: Run, step: number, curves: RunCurves | undefined, heldOut: HeldOut | undefined) {
  if (!curves) return null;
  const windows = heldOut?.lowest?.windows;
  return earlyBecause(name, curves.validation.truncate(step), 'lower', windows ? windowError(windows) : null);
}
