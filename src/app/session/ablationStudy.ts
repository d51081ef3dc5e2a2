/** Measures runs without some of their parts: all parts of one run in turn, or one change by itself. */
import { isEqual } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { proxy } from '../../runtime/client';
import type {
  AblatedPart,
  AblatedRun,
  AblatedWindows,
  Ablation,
  AblationEvent,
} from '../../runtime/protocol';
import type { KeptCheckpoints } from '../../train/packedCheckpoint';
import { errorMessage } from '../errorMessage';
import type { Replays } from './replays';
import type { RunLifecycle } from './runLifecycle';

/** What a run comes to without each of its parts. */
export interface AblationGrid {
  /** Of the weights that were measured. */
  step: number;
  /** That it was asked for, at or after the step; null for the run as it was then. */
  moment: number | null;
  whole: AblatedWindows;
  /** By `partKey`. */
  without: Readonly<Record<string, AblatedWindows & { part: AblatedPart }>>;
}

/** What a run comes to with one change. */
interface AblatedChange extends AblatedRun {
  runId: string;
  ablation: Ablation;
  name: string;
}

interface State {
  /** By run id. */
  grids: Readonly<Record<string, AblationGrid>>;
  /** The grid that is being measured, and which it is of those of several runs, from 1. */
  progress: { run: number; runs: number; done: number; total: number; secondsLeft: number } | null;
  /** Single changes, the newest first, with a name of the reader's. */
  changes: readonly AblatedChange[];
  /** A single change is being measured. */
  measuring: boolean;
  error: string | null;
}

/** Single changes that are kept. */
const mostChanges = 12;

/** Names a part: "layer head", counted from 0, or layers by commas. */
export const partKey = (part: AblatedPart): string =>
  'head' in part ? `${part.layer} ${part.head}` : part.layers.join(',');

/** The ablations of one page. They are of the weights at the moment, and none of an experiment's results. */
export class AblationStudy {
  readonly state: StoreApi<State> = createStore(
    (): State => ({ grids: {}, progress: null, changes: [], measuring: false, error: null }),
  );

  /** The runs whose grids are measured anew once training rests, and the step that the last ones began at; null for none. */
  private followed: { runIds: readonly string[]; step: number } | null = null;
  /** Counts grids and stops, so that what is over is heard no more. */
  private calls = 0;

  constructor(
    private readonly lifecycle: RunLifecycle,
    private readonly replays: Pick<Replays, 'checkpointsAt' | 'stop'>,
  ) {
    lifecycle.runs.subscribe((now, before) => {
      if (now.state !== before.state || now.progress !== before.progress) this.refreshWhereDue();
    });
  }

  /**
   * Measures runs, one after the other, without each head, each layer and each group of layers; training goes on meanwhile. Grids of now
   * are measured anew whenever the runs have trained on and rest. Never rejects.
   * @param moment step of the weights, trained again where no checkpoint of it is kept; null for those of now
   */
  async grid(runIds: readonly string[], moment: number | null): Promise<void> {
    const { state } = this;
    const call = ++this.calls;
    const isCurrent = () => call === this.calls;
    this.followed = moment === null ? { runIds, step: this.step } : null;
    state.setState({ error: null });
    try {
      for (const [before, runId] of runIds.entries()) {
        const isWhole = await this.gridOf(runId, moment, { run: before + 1, runs: runIds.length }, isCurrent);
        if (!isCurrent()) return;
        if (!isWhole) break;
      }
    } catch (error) {
      if (!isCurrent()) return;
      state.setState({ error: errorMessage(error) });
      this.followed = null;
    }
    state.setState({ progress: null });
    this.refreshWhereDue();
  }

  /** Measures one change of a run, in place of what it came to at the same step. Never rejects. @param name what the reader calls it @param moment see `grid` */
  async measure(runId: string, ablation: Ablation, name: string, moment: number | null): Promise<void> {
    const { state } = this;
    state.setState({ error: null, measuring: true });
    try {
      const others = (ablation.maps ?? []).flatMap(({ by }) => (typeof by === 'string' ? [] : [by.runId]));
      const checkpoints = await this.checkpointsAt([runId, ...others], moment);
      if (!checkpoints) return;
      const found = await this.lifecycle.call((lab) => lab.ablation.measure(runId, ablation, checkpoints));
      if (found)
        state.setState(({ changes }) => {
          const isSame = (one: AblatedChange) =>
            one.runId === runId && one.step === found.step && isEqual(one.ablation, ablation);
          const others = changes.filter((one) => !isSame(one));
          return { changes: [{ ...found, runId, ablation, name }, ...others].slice(0, mostChanges) };
        });
    } catch (error) {
      state.setState({ error: errorMessage(error) });
    } finally {
      state.setState({ measuring: false });
    }
  }

  /** Forgets what was measured, as another experiment takes the page. */
  clear(): void {
    this.calls++;
    this.followed = null;
    this.state.setState({ grids: {}, progress: null, changes: [], error: null });
  }

  /** Ends the grids; what was measured stays. */
  async stop(): Promise<void> {
    this.calls++;
    this.followed = null;
    this.state.setState({ progress: null });
    this.replays.stop();
    await this.lifecycle.attempt(() => this.lifecycle.client.call((lab) => lab.ablation.cancel()));
  }

  /** @returns whether it came to its end */
  private async gridOf(
    runId: string,
    moment: number | null,
    place: { run: number; runs: number },
    isCurrent: () => boolean,
  ): Promise<boolean> {
    const { state } = this;
    const tell = (done: number, total: number, secondsLeft: number) =>
      state.setState({ progress: { ...place, done, total, secondsLeft } });
    const keep = (grid: AblationGrid) =>
      state.setState(({ grids }) => ({ grids: { ...grids, [runId]: grid } }));
    tell(0, 0, Number.NaN);
    const onEvent = (event: AblationEvent) => {
      if (!isCurrent()) return;
      const { loss, accuracy, windows } = event;
      if (event.type === 'whole')
        return keep({ step: event.step, moment, whole: { loss, accuracy, windows }, without: {} });
      const { part, done, total, secondsLeft } = event;
      const grid = state.getState().grids[runId];
      if (!grid) return;
      keep({ ...grid, without: { ...grid.without, [partKey(part)]: { part, loss, accuracy, windows } } });
      tell(done, total, secondsLeft);
    };
    const checkpoints = await this.checkpointsAt([runId], moment);
    if (!checkpoints || !isCurrent()) return false;
    const isWhole = await this.lifecycle.call((lab) =>
      lab.ablation.grid(runId, proxy(onEvent), checkpoints[runId]),
    );
    return isWhole === true;
  }

  private get step(): number {
    return this.lifecycle.runs.getState().progress?.step ?? 0;
  }

  private refreshWhereDue(): void {
    const { followed } = this;
    const { state, curves } = this.lifecycle.runs.getState();
    const isIdle = (state === 'paused' || state === 'finished') && !this.state.getState().progress;
    if (!followed || !isIdle || followed.step === this.step) return;
    if (followed.runIds.every((id) => curves[id])) void this.grid(followed.runIds, null);
  }

  private async checkpointsAt(runIds: string[], moment: number | null): Promise<KeptCheckpoints | null> {
    return moment === null ? {} : this.replays.checkpointsAt(runIds, moment);
  }
}
