/** What is kept of a run that a sweep has trained. */
import { type SweepResult, sweepPoints } from '../document/sweepsSchema';
import type { Run } from '../experiment/schema';
import type { Results } from './runReducer';
import { Series } from './series';
import { evenPoints, partMeans } from './thinned';

const noCurves = { train: Series.empty, validation: Series.empty, accuracy: Series.empty };

/** Sums up what the events of a run came to. */
export function sweepResultOf(
  run: Run,
  { curves, heldOut, failures }: Pick<Results, 'curves' | 'heldOut' | 'failures'>,
): SweepResult {
  const { train, validation, accuracy } = curves[run.id] ?? noCurves;
  const { answers, lowest } = heldOut[run.id] ?? { answers: null, lowest: null };
  const losses = Array.from(validation.values);
  // The first of equals, whose windows are kept too.
  const best = losses.indexOf(Math.min(...losses));
  return {
    run,
    steps: train.last?.step ?? 0,
    loss: validation.last?.value ?? null,
    best: best < 0 ? null : { step: validation.steps[best] as number, loss: losses[best] as number },
    accuracy: accuracy.last?.value ?? null,
    answers,
    windows: lowest?.windows ?? null,
    curves: {
      train: partMeans(train, sweepPoints),
      validation: evenPoints(validation, sweepPoints),
      accuracy: evenPoints(accuracy, sweepPoints),
    },
    failed: failures[run.id]?.message ?? null,
  };
}
