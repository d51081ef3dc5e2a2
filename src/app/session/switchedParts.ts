/**
 * Measures runs without the parts that the page has switched off: as they are switched, where the page goes to another moment, and anew
 * as they train and once that rests. The runs stay as they are.
 */
import { debounce, isEqual, omit } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AblatedRun, Ablation } from '../../runtime/protocol';
import { stepOf } from '../../runtime/raceStanding';
import type { Results } from '../../runtime/runReducer';
import { errorMessage } from '../errorMessage';
import type { ReplayState } from './replayState';
import type { Replays } from './replays';
import type { RunLifecycle } from './runLifecycle';

/** Milliseconds that the switches stand before anything is measured: longer than the replays wait, whose captures come first. */
const settleDelay = 450;
/** While runs train they are measured for at most a tenth of the time, and no more often than someone can read, in milliseconds. */
const restPerMeasurement = 9;
const leastRest = 500;

/** What the page would know. */
interface Wanted {
  /** By run id, what is switched off of each. */
  ablations: Readonly<Record<string, Ablation>>;
  /** Step of the weights; null for those of now. */
  moment: number | null;
}

/** What a run comes to without parts. */
export interface SwitchedRun extends AblatedRun {
  ablation: Ablation;
  /** That it was asked for, at or after the step; null for the run as it was then. */
  moment: number | null;
}

interface State {
  /** By run id, what was measured last. */
  runs: Readonly<Record<string, SwitchedRun>>;
  /** The run that is being measured; null where none is. */
  measuring: string | null;
  error: string | null;
}

const nothing: State = { runs: {}, measuring: null, error: null };

/** Those of one page. */
export class SwitchedParts {
  readonly state: StoreApi<State> = createStore((): State => nothing);
  private wanted: Wanted | null = null;
  /** What failed, or was stopped, is not measured again until something else is wanted. */
  private isGivenUp = false;
  /** By run id the step that the page had it at as its measurement began: the worker is some steps ahead of the losses that were told. */
  private readonly askedAt = new Map<string, number>();
  /** When runs that train may be measured anew, on the clock of `performance.now()`. */
  private restsUntil = 0;
  /** Counts what was wanted, so that what is over is heard no more. */
  private calls = 0;
  /** What is wanted has stood long enough. */
  private isSettled = false;
  private readonly settle = debounce(() => {
    this.isSettled = true;
    void this.measureWhereDue();
  }, settleDelay);

  constructor(
    private readonly lifecycle: RunLifecycle,
    private readonly replays: Pick<Replays, 'checkpointsAt' | 'state'>,
  ) {
    lifecycle.runs.subscribe((now, before) => {
      if (now.curves !== before.curves) this.forgetRestarted(now, before);
      if (now.state !== before.state || now.progress !== before.progress) void this.measureWhereDue();
    });
    replays.state.subscribe((now, before) => {
      if (isReplaying(before) && !isReplaying(now)) void this.measureWhereDue();
    });
  }

  /** Measures these from now on, in place of what was wanted before. @param wanted null for nothing */
  want(wanted: Wanted | null): void {
    if (isEqual(wanted, this.wanted)) return;
    this.calls++;
    this.wanted = wanted;
    this.isGivenUp = false;
    this.state.setState({ measuring: null, error: null });
    this.waitToSettle();
  }

  private waitToSettle(): void {
    this.isSettled = false;
    this.settle();
  }

  /** Forgets what was measured, as another experiment takes the page. */
  clear(): void {
    this.calls++;
    this.wanted = null;
    this.state.setState(nothing);
  }

  /** Whether a run's losses are of these parts and this moment; of now they stay for a while where it trains, and are anew where it rests. */
  private isMeasured(runId: string, { ablations, moment }: Wanted): boolean {
    const own = this.state.getState().runs[runId];
    if (!own || own.moment !== moment || !isEqual(own.ablation, ablations[runId])) return false;
    if (moment !== null || this.askedAt.get(runId) === this.stepOf(runId)) return true;
    return !this.rests && performance.now() < this.restsUntil;
  }

  private async measureWhereDue(): Promise<void> {
    const { state, wanted, calls, replays } = this;
    const isBusy = state.getState().measuring !== null || isReplaying(replays.state.getState());
    if (!wanted || !this.isSettled || this.isGivenUp || isBusy) return;
    const due = Object.keys(wanted.ablations).filter(
      (runId) => this.stepOf(runId) > 0 && !this.isMeasured(runId, wanted),
    );
    if (due.length === 0) return;
    const { moment } = wanted;
    const isOver = () => calls !== this.calls;
    const began = performance.now();
    try {
      for (const runId of due) {
        state.setState({ measuring: runId, error: null });
        this.askedAt.set(runId, this.stepOf(runId));
        const ablation = wanted.ablations[runId] as Ablation;
        const checkpoints = moment === null ? {} : await replays.checkpointsAt([runId], moment);
        if (isOver()) return;
        const found =
          checkpoints &&
          (await this.lifecycle.call((lab) => lab.ablation.measure(runId, ablation, checkpoints)));
        if (isOver()) return;
        if (!found) {
          // Else something came between, as a change of the probe does.
          this.isGivenUp = replays.state.getState().note === 'stopped';
          this.waitToSettle();
          break;
        }
        const own: SwitchedRun = { ...found, ablation, moment };
        state.setState(({ runs }) => ({ runs: { ...runs, [runId]: own } }));
      }
    } catch (error) {
      if (isOver()) return;
      this.isGivenUp = true;
      state.setState({ error: errorMessage(error) });
    }
    const now = performance.now();
    this.restsUntil = now + Math.max(leastRest, restPerMeasurement * (now - began));
    state.setState({ measuring: null });
    // What trained on meanwhile is measured anew where it rests.
    void this.measureWhereDue();
  }

  /** Drops what was measured of runs that went back, as those that begin anew do. */
  private forgetRestarted(now: Taken, before: Taken): void {
    const { runs } = this.state.getState();
    const gone = Object.keys(runs).filter((runId) => stepIn(now, runId) < stepIn(before, runId));
    if (gone.length > 0) this.state.setState({ runs: omit(runs, gone) });
  }

  private get rests(): boolean {
    const { state } = this.lifecycle.runs.getState();
    return state === 'paused' || state === 'finished';
  }

  private stepOf(runId: string): number {
    return stepIn(this.lifecycle.runs.getState(), runId);
  }
}

const isReplaying = ({ progress, isDue }: ReplayState): boolean => isDue || progress !== null;

type Taken = Pick<Results, 'curves' | 'checkpoints'>;

const stepIn = ({ curves, checkpoints }: Taken, runId: string): number =>
  stepOf(curves[runId], checkpoints[runId]);
