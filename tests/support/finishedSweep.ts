// Sweeps whose runs are done, without a training.
import type { Sweep, SweepResult } from '../../src/document/sweepsSchema';
import { type Experiment, type Run, totalSteps } from '../../src/experiment/schema';
import { type SweepChoice, sweepRuns } from '../../src/experiment/sweeps/choice';

/** The lowest validation loss of a run at a seed, and each held-out sequence's part in it. */
interface Outcome {
  loss: number;
  windows?: number[];
}

/** What is kept of a run: a loss that falls to its lowest at the end. */
function resultOf(experiment: Experiment, run: Run, { loss, windows }: Outcome): SweepResult {
  const steps = totalSteps(experiment);
  const curve = { steps: [1, steps], values: [loss + 1, loss] };
  return {
    run,
    steps,
    loss,
    best: { step: steps, loss },
    accuracy: experiment.task ? 1 / (1 + loss) : null,
    answers: null,
    windows: windows ?? null,
    curves: { train: curve, validation: curve, accuracy: { steps: [], values: [] } },
    failed: null,
  };
}

/** A sweep with the results of its runs. @param outcome undefined for a run that is not trained */
export function finishedSweep(
  experiment: Experiment,
  choice: SweepChoice,
  outcome: (run: Run, seed: number) => Outcome | undefined,
): Sweep {
  const listed = sweepRuns(experiment, choice);
  if (!listed.ok) throw new Error(listed.message);
  const results = listed.runs.flatMap(({ run, seed }) => {
    const own = outcome(run, seed);
    return own ? [resultOf(experiment, run, own)] : [];
  });
  return { id: `${choice.sweep} sweep`, choice, experiment, textHash: null, results };
}
