/** Evaluates the runs on demand and, where wanted, every so many steps while they train: one evaluation at a time. */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Sentence } from '../../document/editHistory';
import { t } from '../../i18n/i18n';
import { evaluations, evaluationsFor } from '../../measure/evals';
import { proxy } from '../../runtime/client';
import type { EvaluationEvent } from '../../runtime/protocol';
import { reduceOutcome } from '../../runtime/runReducer';
import type { ExperimentStore } from '../document/experimentStore';
import { errorMessage } from '../errorMessage';
import type { RunLifecycle } from './runLifecycle';

/** What is evaluated, when, and how it stands. */
export interface EvaluationState {
  /** Ids of the evaluations that are wanted. */
  chosen: string[];
  /** Steps from one evaluation to the next while training, and one at the end; 0 for none but on demand. */
  every: number;
  /** null while nothing is evaluated; of no batches until the first is done. */
  progress: { done: number; total: number; secondsLeft: number } | null;
  /** How the last one ended. */
  note: { done?: Sentence; error?: string };
}

type EvaluationProgress = NonNullable<EvaluationState['progress']>;

/** Runs one evaluation at a time. */
export class EvaluationSchedule {
  readonly state: StoreApi<EvaluationState> = createStore<EvaluationState>()(() => ({
    chosen: evaluations.map(({ id }) => id),
    every: 0,
    progress: null,
    note: {},
  }));
  /** Step of the runs at which the last evaluation began. */
  private begun = 0;
  /** Counts runs and cancels, so that a cancel also reaches a run that waits for a load. */
  private calls = 0;

  /** Watches the runs from now on, and evaluates where it is due. */
  constructor(
    private readonly experiment: ExperimentStore,
    private readonly lifecycle: RunLifecycle,
  ) {
    lifecycle.runs.subscribe((now, before) => {
      if (now.progress !== before.progress || now.state !== before.state) this.startWhereDue();
    });
  }

  /** Chooses what is evaluated, and how often. */
  choose(change: Partial<Pick<EvaluationState, 'chosen' | 'every'>>): void {
    this.state.setState(change);
  }

  /**
   * Evaluates now; resolves when that has ended, which its note tells. Never rejects.
   * @param evals ids of evaluations; those that are chosen without it
   */
  async start(evals: readonly string[] = this.wanted): Promise<void> {
    this.begun = this.step;
    this.state.setState({ note: {}, progress: { done: 0, total: 0, secondsLeft: 0 } });
    this.state.setState({ note: await this.evaluate(evals), progress: null });
    this.startWhereDue();
  }

  /**
   * Runs these evaluations on every run and baseline; outcomes go to the store of runs as they come. Rejects with a message
   * for the reader where the experiment cannot be loaded.
   * @param evals ids of evaluations
   * @returns undefined where an edit or a reset came between
   */
  async run(
    evals: string[],
    onProgress: (progress: EvaluationProgress) => void,
  ): Promise<'done' | 'stopped' | undefined> {
    const { lifecycle } = this;
    const call = ++this.calls;
    return lifecycle.call<'done' | 'stopped'>(async (lab) => {
      if (call !== this.calls) return 'stopped';
      const { load } = lifecycle;
      const onEvent = proxy((event: EvaluationEvent) => {
        if (load !== lifecycle.load) return;
        if (event.type === 'outcome') lifecycle.runs.setState((results) => reduceOutcome(results, event));
        else onProgress({ done: event.done, total: event.total, secondsLeft: event.secondsLeft });
      });
      return (await lab.evaluation.run(evals, onEvent)) ? 'done' : 'stopped';
    });
  }

  /** Stops the evaluation that runs; what it found until then stays. Never rejects. */
  async cancel(): Promise<void> {
    this.calls++;
    await this.lifecycle.attempt(() => this.lifecycle.client.call((lab) => lab.evaluation.cancel()));
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
    return this.lifecycle.runs.getState().progress?.step ?? 0;
  }

  private async evaluate(evals: readonly string[]): Promise<EvaluationState['note']> {
    const { runs } = this.experiment.getState().experiment;
    try {
      const end = await this.run([...evals], (progress) => this.state.setState({ progress }));
      if (end === 'done') return { done: () => t('app.session.evaluation.done', { count: runs.length }) };
      if (end === 'stopped') return { done: () => t('app.session.evaluation.stopped') };
      return { done: () => t('app.session.evaluation.changed') };
    } catch (error) {
      return { error: errorMessage(error) };
    }
  }

  private startWhereDue(): void {
    const { every, progress } = this.state.getState();
    if (every === 0 || this.wanted.length === 0 || progress) return;
    const { step } = this;
    // Another experiment, or the same from its beginning.
    if (step < this.begun) this.begun = 0;
    const { state } = this.lifecycle.runs.getState();
    const atInterval = state === 'training' && Math.floor(step / every) > Math.floor(this.begun / every);
    if (atInterval || (state === 'finished' && step > this.begun)) void this.start();
  }
}
