/**
 * Makes captures of earlier steps anew, where there are none of the probe that the page has: at the checkpoints along the way as soon as
 * the probe is another, at other steps where a person goes to them, trained again from the checkpoint before.
 */
import { debounce } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { probeText } from '../../document/probeText';
import { chosenRun } from '../../document/view';
import type { Experiment } from '../../experiment/schema';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { captureBytes } from '../../measure/capture';
import { isCaptureStep } from '../../runtime/captureSteps';
import { proxy } from '../../runtime/client';
import type { LabWorker, ReplayEvent, ReplayRequest } from '../../runtime/protocol';
import { type Stretch, stepsToTrain, stretches } from '../../runtime/replayPlan';
import { longProbe, mostBytes } from '../../runtime/runCaptures';
import { reduceRunEvent } from '../../runtime/runReducer';
import type { Checkpoint } from '../../train/checkpoint';
import type { PageDocument } from '../document/pageDocument';
import { errorMessage } from '../errorMessage';
import { ReplayBases } from './replayBases';
import type { ReplayState } from './replayState';
import { stepOf } from './resultsArchive';
import type { RunLifecycle } from './runLifecycle';

/** How long a moment, or a probe, stands before anything is trained again, in milliseconds. */
const settleDelay = 300;

type Planned = Stretch & { runId: string };

/** One replay at a time. */
export class Replays {
  readonly state: StoreApi<ReplayState> = createStore<ReplayState>()(() => ({ progress: null, note: null }));
  /** Counts replays and stops, so that what is over is heard no more. */
  private calls = 0;
  private readonly bases: ReplayBases;
  private readonly follow = debounce(() => void this.followPage(), settleDelay);
  /** The probe has changed since the captures were made. */
  private probeIsNew = false;

  /** Watches the page from now on. */
  constructor(
    private readonly document: PageDocument,
    private readonly lifecycle: RunLifecycle,
  ) {
    this.bases = new ReplayBases(document, lifecycle);
    document.view.subscribe((now, before) => {
      const newProbe = now.probe !== before.probe || now.taskSample !== before.taskSample;
      if (!newProbe && now.moment === before.moment) return;
      this.probeIsNew ||= newProbe;
      this.end(null);
      this.follow();
    });
    document.experiment.subscribe((now, before) => {
      if (now.experiment !== before.experiment) this.end(null);
    });
  }

  /** Lists the steps of which captures can be made anew, and which are not held, of any run; rising. */
  get reachable(): number[] {
    const steps = this.runIds.flatMap((runId) => {
      const [first] = this.bases.stepsOf(runId);
      return first === undefined ? [] : this.missing(runId).filter((step) => step >= first);
    });
    return [...new Set(steps)].sort((a, b) => a - b);
  }

  /** Steps to train again to have every capture of the probe; null where there is nothing to make, or no room to hold it. */
  get stepsOfAll(): number | null {
    const plan = this.planOfAll();
    return plan.length === 0 || !this.hasRoom() ? null : stepsToTrain(plan);
  }

  /** Makes every capture anew that is due and not held. Never rejects: what failed is in the state. */
  makeAll(): Promise<void> {
    return this.run(this.planOfAll());
  }

  /**
   * Gives runs as they were at their last captured step by a moment, trained again where no checkpoint of it is kept. A run that has come
   * no further has none: it is as it is now. Rejects with a message for the reader.
   * @returns by run id; null where it was stopped, or something else is trained again
   */
  async checkpointsAt(runIds: readonly string[], moment: number): Promise<Record<string, Checkpoint> | null> {
    const plan = runIds.flatMap((runId) => this.planOfCheckpoint(runId, moment));
    const found: Record<string, Checkpoint> = {};
    const isDone = await this.train(plan, async (lab, { steps, ...stretch }, tell) => {
      const [step] = steps as [number];
      const { runId, from } = stretch;
      const checkpoint =
        from?.steps === step ? from : await lab.replay.checkpoint({ ...stretch, step }, proxy(tell));
      if (checkpoint) found[runId] = checkpoint;
    });
    return isDone ? found : null;
  }

  /** Ends what is trained again; captures that it made stay. */
  stop(): void {
    this.end('stopped');
  }

  private end(note: ReplayState['note']): void {
    this.calls++;
    this.follow.cancel();
    const { progress } = this.state.getState();
    if (!progress) {
      if (note === null) this.state.setState({ note });
      return;
    }
    this.state.setState({ progress: null, note });
    void this.lifecycle.client.call((lab) => lab.replay.cancel()).catch(() => {});
  }

  private followPage(): Promise<void> {
    const { moment } = this.document.view.getState();
    const plan = moment === null ? [] : this.runIds.flatMap((runId) => this.planOfMoment(runId, moment));
    const { lifecycle, probeIsNew } = this;
    this.probeIsNew = false;
    // Only what needs no training is made unasked.
    const isIdle = lifecycle.load && lifecycle.runs.getState().state !== 'training';
    const unasked = probeIsNew && isIdle ? this.runIds.flatMap((runId) => this.planOfBases(runId)) : [];
    return this.run([...plan, ...unasked]);
  }

  /** The run's capture at the moment, with those on the way to it; nothing where it is held. */
  private planOfMoment(runId: string, moment: number): Planned[] {
    const step = this.due(runId).findLast((due) => due <= moment);
    const missing = this.missing(runId);
    if (step === undefined || !missing.includes(step)) return [];
    const from = this.bases.stepsOf(runId).findLast((base) => base <= step);
    if (from === undefined) return [];
    const onTheWay = missing.filter((one) => one >= from && one <= step);
    return [{ runId, from, steps: this.isLong ? [step] : onTheWay }];
  }

  /** Nothing of a run that is at the step now. @throws Error for the reader where it cannot be trained again */
  private planOfCheckpoint(runId: string, moment: number): Planned[] {
    const step = this.due(runId).findLast((due) => due <= moment);
    if (step === undefined || step >= this.lastStep(runId)) return [];
    const from = this.bases.stepsOf(runId).findLast((base) => base <= step);
    if (from !== undefined) return [{ runId, from, steps: [step] }];
    const { name = '' } = this.experiment.runs.find(({ id }) => id === runId) ?? {};
    throw new Error(t('app.session.replay.before', { run: isolated(name), step: formatCount(step) }));
  }

  /** The run's captures at its bases: of a long probe at the first and the last alone. */
  private planOfBases(runId: string): Planned[] {
    const missing = this.missing(runId);
    const at = this.bases.stepsOf(runId).filter((base) => missing.includes(base));
    const few = this.isLong ? at.filter((_, i) => i === 0 || i === at.length - 1) : at;
    return few.map((from) => ({ runId, from, steps: [from] }));
  }

  private planOfAll(): Planned[] {
    if (this.isLong) return [];
    return this.runIds.flatMap((runId) =>
      stretches(this.missing(runId), this.bases.stepsOf(runId)).map((stretch) => ({ runId, ...stretch })),
    );
  }

  /** Lists the run ids, the chosen run first. */
  private get runIds(): string[] {
    const { runs } = this.experiment;
    const chosen = chosenRun(runs, this.document.view.getState().runId);
    return [chosen, ...runs.filter((run) => run !== chosen)].map(({ id }) => id);
  }

  private get experiment(): Experiment {
    return this.document.experiment.getState().experiment;
  }

  private get text(): string {
    return probeText(this.experiment, this.document.view.getState());
  }

  /** Where no capture tells, a text counts as long as the context allows. */
  private get isLong(): boolean {
    const { text } = this;
    const { captures } = this.lifecycle.runs.getState();
    const known = Object.values(captures)
      .flat()
      .find((one) => one.text === text);
    return (known?.tokens.length ?? this.experiment.model.context) > longProbe;
  }

  /** Whether all captures that are due fit the memory of a run; also where none is there to tell. */
  private hasRoom(): boolean {
    const { text, runIds } = this;
    const { captures } = this.lifecycle.runs.getState();
    return runIds.every((runId) => {
      const one = captures[runId]?.find((own) => own.text === text);
      return !one || captureBytes(one) * this.due(runId).length <= mostBytes(runIds.length);
    });
  }

  /** Steps at which the run was captured, or would have been, as far as it has come. */
  private due(runId: string): number[] {
    const last = this.lastStep(runId);
    if (this.lifecycle.runs.getState().recorded || last === 0) return [];
    const steps: number[] = [];
    for (let step = this.bases.firstStep(runId); step <= last; step++)
      if (isCaptureStep(step, this.experiment)) steps.push(step);
    return steps;
  }

  /** Steps that the run has taken, as far as its loss was a number. */
  private lastStep(runId: string): number {
    const { curves, checkpoints, failures } = this.lifecycle.runs.getState();
    const { [runId]: failure } = failures;
    return Math.min(
      stepOf(curves[runId], checkpoints[runId]),
      failure ? failure.step - 1 : Number.POSITIVE_INFINITY,
    );
  }

  private missing(runId: string): number[] {
    const { text } = this;
    const { [runId]: captures = [] } = this.lifecycle.runs.getState().captures;
    const held = new Set(captures.filter((one) => one.text === text).map(({ step }) => step));
    return this.due(runId).filter((step) => !held.has(step));
  }

  private async run(plan: readonly Planned[]): Promise<void> {
    const { text } = this;
    try {
      await this.train(plan, async (lab, { steps, ...stretch }, tell, isOver) => {
        const onEvent = proxy((event: ReplayEvent) => {
          if (isOver()) return;
          if (event.type === 'progress') tell(event.step);
          else
            this.lifecycle.runs.setState((results) =>
              reduceRunEvent(results, { ...event, runId: stretch.runId }),
            );
        });
        await lab.replay.run({ ...stretch, steps, text }, onEvent);
      });
    } catch (error) {
      this.state.setState({ note: { error: errorMessage(error) } });
    }
  }

  /**
   * Has stretches trained again, one after the other, in place of those that are. Rejects with a message for the reader.
   * @param ask asks the worker for one, and tells the steps that it has come to
   * @returns whether it came to its end
   */
  private async train(
    plan: readonly Planned[],
    ask: (
      lab: LabWorker,
      stretch: Omit<ReplayRequest, 'text'>,
      tell: (step: number) => void,
      isOver: () => boolean,
    ) => Promise<void>,
  ): Promise<boolean> {
    this.end(null);
    const { state, calls } = this;
    const isOver = () => calls !== this.calls;
    const total = stepsToTrain(plan);
    const began = performance.now();
    let done = 0;
    try {
      for (const { runId, from: first, steps } of plan) {
        const tell = (step: number) => {
          const now = done + step - first;
          const seconds = (performance.now() - began) / 1000;
          const secondsLeft = now > 0 ? (seconds / now) * (total - now) : null;
          if (!isOver())
            state.setState({ progress: { runId, from: first, step, done: now, total, secondsLeft } });
        };
        tell(first);
        const from = await this.bases.read(runId, first);
        if (from === undefined && !isOver()) throw new Error(t('app.session.replay.gone'));
        const rateFactor = this.bases.rateFactor(runId);
        await this.lifecycle.call(async (lab) => {
          if (from !== undefined && !isOver())
            await ask(lab, { runId, from, rateFactor, steps }, tell, isOver);
        });
        if (isOver()) return false;
        done += (steps.at(-1) as number) - first;
      }
      return true;
    } catch (error) {
      if (isOver()) return false;
      throw error;
    } finally {
      if (!isOver()) state.setState({ progress: null });
    }
  }
}
