/** Evaluates the runs on demand and, where wanted, every so many steps while they train: one evaluation at a time. */
import { create } from 'zustand';
import { evaluations, evaluationsFor } from '../../measure/evals';
import { useExperiment } from '../document/experimentStore';
import { useRuns } from './runsStore';
import { session } from './session';

interface EvaluatingState {
  /** Ids of the evaluations that are wanted. */
  chosen: string[];
  /** Steps from one evaluation to the next while training, and one at the end; 0 for none but on demand. */
  every: number;
  /** null while nothing is evaluated; of no batches until the first is done. */
  progress: { done: number; total: number; secondsLeft: number } | null;
  /** How the last one ended. */
  note: { calm?: string; trouble?: string };
  choose(change: Partial<Pick<EvaluatingState, 'chosen' | 'every'>>): void;
  start(): Promise<void>;
  stop(): void;
}

/** Step of the runs at which the last evaluation began. */
let begun = 0;

export const useEvaluating = create<EvaluatingState>()((set) => ({
  chosen: evaluations.map(({ id }) => id),
  every: 0,
  progress: null,
  note: {},
  choose: (change) => set(change),
  async start() {
    begun = currentStep();
    set({ note: {}, progress: { done: 0, total: 0, secondsLeft: 0 } });
    set({ note: await evaluate(wanted()), progress: null });
    evaluateWhereDue();
  },
  stop: () => void session.cancelEvaluate(),
}));

/** Of those chosen, the ones that are for what is learned. */
const wanted = (): string[] =>
  evaluationsFor(useExperiment.getState().experiment.task !== null)
    .map(({ id }) => id)
    .filter((id) => useEvaluating.getState().chosen.includes(id));

async function evaluate(ids: string[]): Promise<EvaluatingState['note']> {
  const { runs } = useExperiment.getState().experiment;
  try {
    const end = await session.evaluate(ids, ({ done, total, secondsLeft }) =>
      useEvaluating.setState({ progress: { done, total, secondsLeft } }),
    );
    if (end === 'done')
      return { calm: `Evaluated ${runs.length === 1 ? 'the run' : `all ${runs.length} runs`}.` };
    if (end === 'stopped') return { calm: 'Stopped. What was found until then is in the table.' };
    return { calm: 'The experiment was changed or reset, so the evaluation ended.' };
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

const currentStep = () => useRuns.getState().progress?.step ?? 0;

function evaluateWhereDue(): void {
  const { every, progress, start } = useEvaluating.getState();
  if (every === 0 || wanted().length === 0 || progress) return;
  const step = currentStep();
  // Another experiment, or the same from its beginning.
  if (step < begun) begun = 0;
  const { state } = useRuns.getState();
  const atInterval = state === 'training' && Math.floor(step / every) > Math.floor(begun / every);
  if (atInterval || (state === 'finished' && step > begun)) void start();
}

useRuns.subscribe((now, before) => {
  if (now.progress !== before.progress || now.state !== before.state) evaluateWhereDue();
});
