/** What the lab's evaluations find of a trained model. */
import { rounded } from '../../atlas/line';
import type { EngineModel } from '../../engine/engine';
import type { Experiment } from '../../experiment/schema';
import { evaluationsFor } from '../../measure/evals';
import { evalModel, outcomeOf } from '../../runtime/evaluate';
import { type ExperimentData, evalData } from '../../runtime/experimentData';

/** Runs every evaluation that fits. @returns value and standard error by metric id, without those that cannot be had */
export async function measureModel(
  model: EngineModel,
  experiment: Experiment,
  data: ExperimentData,
): Promise<Record<string, [number, number]>> {
  const evaluated = evalModel(model, experiment.batch);
  const held = evalData(data, experiment);
  const found: Record<string, [number, number]> = {};
  for (const { skip, prepare } of evaluationsFor(experiment.task !== null)) {
    const options = { signal: new AbortController().signal, onBatch: async () => {} };
    const outcome = await outcomeOf(evaluated, skip, prepare(held), options);
    if (!('metrics' in outcome)) continue;
    for (const [id, { value, stderr }] of Object.entries(outcome.metrics))
      found[id] = [rounded(value), rounded(stderr)];
  }
  return found;
}
