/** Collects the rows of the results: each evaluated run, the baselines and chance; none before the first outcome. */

import { useMemo } from 'react';
import { baselines } from '../../../measure/evals/ngrams';
import { chanceRow, type ResultRow } from '../../../measure/evals/table';
import { useExperiment, useRuns } from '../../AppContext';

/** Returns the rows from top to bottom: runs in their order, baselines, chance; empty where no run is evaluated. */
export function useResultRows(): ResultRow[] {
  const runs = useExperiment((e) => e.experiment.runs);
  const evaluated = useRuns((r) => r.evaluations);
  const info = useRuns((r) => r.info);
  return useMemo(() => {
    if (!info || !runs.some(({ id }) => evaluated[id])) return [];
    const row = (id: string, name: string, ranked: boolean): ResultRow => ({
      id,
      name,
      ranked,
      step: evaluated[id]?.step ?? null,
      outcomes: evaluated[id]?.outcomes ?? {},
    });
    return [
      ...runs.map(({ id, name }) => row(id, name, true)),
      ...baselines.map(({ id, name }) => row(id, name, false)),
      chanceRow(info),
    ];
  }, [runs, evaluated, info]);
}
