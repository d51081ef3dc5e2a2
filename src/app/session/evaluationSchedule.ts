/** Evaluates the runs on demand and, where wanted, every so many steps while they train: one evaluation at a time. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { evaluations, evaluationsFor } from '../../measure/evals';
import type { ExperimentStore } from '../document/experimentStore';
import { errorMessage } from '../errorMessage';
import type { RunsStore } from './runsStore';

export interface EvaluationState {
  /** Ids of the evaluations that are wanted. */
  chosen: string[];
  /** Steps from one evaluation to the next while training, and one at the end; 0 for none but on demand. */
  every: number;
  /** null while nothing is evaluated; of no batches until the first is done. */
  progress: { done: number; total: number; secondsLeft: number } | null;
  /** How the last one ended. */
  note: { calm?: string; trouble?: string };
}

type Progress = NonNullable<EvaluationState['progress']>;

interface Runner {
  evaluate(
    evals: string[],
    onProgress: (progress: Progress) => void,
  ): Promise<'done' | 'stopped' | undefined>;
}

export class EvaluationSchedule {
  readonly state: StoreApi<EvaluationState> = createStore<EvaluationState>()(() => ({
    chosen: evaluations.map(({ id }) => id),
    every: 0,
    progress: null,
    note: {},
  }));
  /** Step of the runs at which the last evaluation began. */
  private begun = 0;

  /** Watches the runs from now on, and evaluates where it is due. */
  constructor(
    private readonly experiment: ExperimentStore,
    private readonly runs: RunsStore,
    private readonly runner: Runner,
  ) {
    runs.subscribe((now, before) => {
      if (now.progress !== before.progress || now.state !== before.state) this.startWhereDue();
    });
  }

  choose(change: Partial<Pick<EvaluationState, 'chosen' | 'every'>>): void {
    this.state.setState(change);
  }

  /** Evaluates now; resolves when that has ended, which its note tells. Never rejects. */
  async start(): Promise<void> {
    this.begun = this.step;
    this.state.setState({ note: {}, progress: { done: 0, total: 0, secondsLeft: 0 } });
    this.state.setState({ note: await this.evaluate(), progress: null });
    this.startWhereDue();
  }

  /** Ids of the chosen evaluations that suit what is learned: a text or a task. */
  private get wanted(): string[] {
    const { task } = this.experiment.getState().experiment;
    const { chosen } = this.state.getState();
    return evaluationsFor(task !== null)
      .map(({ id }) => id)
      .filter((id) => chosen.includes(id));
  }

  private get step(): number {
    return this.runs.getState().progress?.step ?? 0;
  }

  private async evaluate(): Promise<EvaluationState['note']> {
    const { runs } = this.experiment.getState().experiment;
    try {
      const end = await this.runner.evaluate(this.wanted, ({ done, total, secondsLeft }) =>
        this.state.setState({ progress: { done, total, secondsLeft } }),
      );
      if (end === 'done')
        return { calm: `Evaluated ${runs.length === 1 ? 'the run' : `all ${runs.length} runs`}.` };
      if (end === 'stopped') return { calm: 'Stopped. What was found until then is in the table.' };
      return { calm: 'The experiment was changed or reset, so the evaluation ended.' };
    } catch (error) {
      return { trouble: errorMessage(error) };
    }
  }

  private startWhereDue(): void {
    const { every, progress } = this.state.getState();
    if (every === 0 || this.wanted.length === 0 || progress) return;
    const { step } = this;
    // Another experiment, or the same from its beginning.
    if (step < this.begun) this.begun = 0;
    const { state } = this.runs.getState();
    const atInterval = state === 'training' && Math.floor(step / every) > Math.floor(this.begun / every);
    if (atInterval || (state === 'finished' && step > this.begun)) void this.start();
  }
}
