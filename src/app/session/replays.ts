/**
 * Makes captures of earlier steps anew, where there are none of the probe that the page has: at the checkpoints along the way as soon as
 * the probe is another, at other steps where a person goes to them, trained again from the checkpoint before.
 */
import { debounce } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { t } from '../../i18n/i18n';
import { proxy } from '../../runtime/client';
import type { LabWorker, ReplayEvent, ReplayRequest } from '../../runtime/protocol';
import { stepsToTrain } from '../../runtime/replayPlan';
import { reduceRunEvent } from '../../runtime/runReducer';
import type { KeptCheckpoint } from '../../train/packedCheckpoint';
import type { PageDocument } from '../document/pageDocument';
import { errorMessage } from '../errorMessage';
import { ReplayBases } from './replayBases';
import { type Planned, ReplayPlans } from './replayPlans';
import type { ReplayState } from './replayState';
import type { RunLifecycle } from './runLifecycle';

/** How long a moment, or a probe, stands before anything is trained again, in milliseconds. */
const settleDelay = 300;

/** One replay at a time. */
export class Replays {
  readonly state: StoreApi<ReplayState> = createStore<ReplayState>()(() => ({
    isDue: false,
    progress: null,
    note: null,
  }));
  /** Counts replays and stops, so that what is over is heard no more. */
  private calls = 0;
  private readonly bases: ReplayBases;
  private readonly plans: ReplayPlans;
  private readonly follow = debounce(() => void this.followPage(), settleDelay);
  /** The probe has changed, and its captures are not all made yet. */
  private probeIsNew = false;
  /** A person wants every capture of the probe, and they are not all made yet. */
  private allAreWanted = false;

  /** Watches the page from now on. */
  constructor(
    private readonly document: PageDocument,
    private readonly lifecycle: RunLifecycle,
  ) {
    this.bases = new ReplayBases(document, lifecycle);
    this.plans = new ReplayPlans(document, lifecycle, this.bases);
    document.view.subscribe((now, before) => {
      const newProbe = now.probe !== before.probe || now.taskSample !== before.taskSample;
      if (!newProbe && now.moment === before.moment) return;
      // The moment's comes with all of them, or after them.
      if (!newProbe && this.allAreWanted) return;
      this.probeIsNew ||= newProbe;
      this.allAreWanted = false;
      this.end(null);
      this.state.setState({ isDue: true });
      this.follow();
    });
    document.experiment.subscribe((now, before) => {
      if (now.experiment === before.experiment) return;
      this.end(null);
      this.resume();
    });
  }

  /** Lists the steps of which captures can be made anew, and which are not held, of any run; rising. */
  get reachable(): readonly number[] {
    return this.plans.reachable;
  }

  /** Steps to train again to have every capture of the probe; null where there is nothing to make, or no room to hold it. */
  get stepsOfAll(): number | null {
    return this.plans.stepsOfAll;
  }

  /** Makes every capture anew that is due and not held. Never rejects: what failed is in the state. */
  makeAll(): Promise<void> {
    this.allAreWanted = true;
    this.state.setState({ isDue: true });
    return this.make(this.plans.ofAll());
  }

  /**
   * Gives runs as they were at their last captured step by a moment, trained again where no checkpoint of it is kept. A run that has come
   * no further has none: it is as it is now. Rejects with a message for the reader.
   * @returns by run id; null where it was stopped, or something else is trained again
   */
  async checkpointsAt(
    runIds: readonly string[],
    moment: number,
  ): Promise<Record<string, KeptCheckpoint> | null> {
    const plan = runIds.flatMap((runId) => this.plans.ofCheckpoint(runId, moment));
    const found: Record<string, KeptCheckpoint> = {};
    try {
      const isDone = await this.train(plan, false, async (lab, { steps, ...stretch }, tell) => {
        const [step] = steps as [number];
        const { runId, from } = stretch;
        const checkpoint =
          from?.steps === step ? from : await lab.replay.checkpoint({ ...stretch, step }, proxy(tell));
        if (checkpoint) found[runId] = checkpoint;
      });
      return isDone ? found : null;
    } finally {
      this.resume();
    }
  }

  /** Ends what is trained again; captures that it made stay. */
  stop(): void {
    this.allAreWanted = false;
    this.probeIsNew = false;
    this.state.setState({ isDue: false });
    this.end('stopped');
  }

  /** Begins again what was made for the page, where something else came in its place. */
  private resume(): void {
    const { isDue, progress } = this.state.getState();
    if (isDue && !progress) this.follow();
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

  private async followPage(): Promise<void> {
    // What is trained again for something else comes to its end first.
    if (this.state.getState().progress) return;
    if (this.allAreWanted) return this.make(this.plans.ofAll());
    const { lifecycle, probeIsNew } = this;
    // Only what needs no training is made unasked.
    const isIdle = lifecycle.load && lifecycle.runs.getState().state !== 'training';
    const unasked =
      probeIsNew && isIdle ? this.plans.runIds.flatMap((runId) => this.plans.ofBases(runId)) : [];
    await this.make([...this.ofMoment(), ...unasked]);
  }

  private ofMoment(): Planned[] {
    const { moment } = this.document.view.getState();
    return moment === null ? [] : this.plans.runIds.flatMap((runId) => this.plans.ofMoment(runId, moment));
  }

  /** Makes captures, which stay due where something else comes in their place. */
  private async make(plan: readonly Planned[]): Promise<void> {
    if (!(await this.run(plan))) return this.resume();
    const hasFailed = this.state.getState().note !== null;
    // All of a long probe are few: that of a moment to which a person went meanwhile may not be among them.
    const rest = this.allAreWanted && !hasFailed ? this.ofMoment() : [];
    this.allAreWanted = false;
    if (rest.length > 0) return this.make(rest);
    this.probeIsNew = false;
    this.state.setState({ isDue: false });
  }

  /** @returns whether it is over: made, or found not to be possible */
  private async run(plan: readonly Planned[]): Promise<boolean> {
    const { text } = this.plans;
    try {
      return await this.train(plan, this.allAreWanted, async (lab, { steps, ...stretch }, tell, isOver) => {
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
      return true;
    }
  }

  /**
   * Has stretches trained again, one after the other, in place of those that are. Rejects with a message for the reader.
   * @param ofAll whether these are all captures that are not held
   * @param ask asks the worker for one, and tells the steps that it has come to
   * @returns whether it came to its end
   */
  private async train(
    plan: readonly Planned[],
    ofAll: boolean,
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
            state.setState({ progress: { runId, from: first, step, done: now, total, secondsLeft, ofAll } });
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
