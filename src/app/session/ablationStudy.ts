/** Measures runs without some of their parts: all parts of one run in turn, or one change by itself. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { proxy } from '../../runtime/client';
import type { AblatedLoss, AblatedPart, AblatedRun, Ablation, AblationEvent } from '../../runtime/protocol';
import type { Checkpoint } from '../../train/checkpoint';
import { errorMessage } from '../errorMessage';
import type { Replays } from './replays';
import type { RunLifecycle } from './runLifecycle';

/** What a run comes to without each of its parts. */
export interface AblationGrid {
  /** Of the weights that were measured. */
  step: number;
  whole: AblatedLoss;
  /** By `partKey`. */
  without: Readonly<Record<string, AblatedLoss & { part: AblatedPart }>>;
}

interface State {
  /** By run id. */
  grids: Readonly<Record<string, AblationGrid>>;
  /** The grid that is being measured. */
  progress: { runId: string; done: number; total: number; secondsLeft: number } | null;
  /** Single changes, the newest first, with a name of the reader's. */
  changes: readonly (AblatedRun & { runId: string; name: string })[];
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

  /** The run whose grid is measured anew once training rests, and the step that the last one began at; null for none. */
  private followed: { runId: string; step: number } | null = null;

  constructor(
    private readonly lifecycle: RunLifecycle,
    private readonly replays: Pick<Replays, 'checkpointsAt' | 'stop'>,
  ) {
    lifecycle.runs.subscribe((now, before) => {
      if (now.state !== before.state || now.progress !== before.progress) this.refreshWhereDue();
    });
  }

  /**
   * Measures a run without each head, each layer and each group of layers; training goes on meanwhile. A grid of now is measured anew
   * whenever its run has trained on and rests. Never rejects.
   * @param moment step of the weights, trained again where no checkpoint of it is kept; null for those of now
   */
  async grid(runId: string, moment: number | null): Promise<void> {
    const { state } = this;
    this.followed = moment === null ? { runId, step: this.step } : null;
    state.setState({ error: null, progress: { runId, done: 0, total: 0, secondsLeft: Number.NaN } });
    const onEvent = (event: AblationEvent) => {
      const { grids } = state.getState();
      if (event.type === 'whole') {
        const { step, loss, accuracy } = event;
        state.setState({ grids: { ...grids, [runId]: { step, whole: { loss, accuracy }, without: {} } } });
        return;
      }
      const { part, loss, accuracy, done, total, secondsLeft } = event;
      const grid = grids[runId];
      if (!grid) return;
      const without = { ...grid.without, [partKey(part)]: { part, loss, accuracy } };
      state.setState({
        grids: { ...grids, [runId]: { ...grid, without } },
        progress: { runId, done, total, secondsLeft },
      });
    };
    try {
      const checkpoints = await this.checkpointsAt([runId], moment);
      if (!checkpoints) return;
      await this.lifecycle.call((lab) => lab.ablation.grid(runId, proxy(onEvent), checkpoints[runId]));
    } catch (error) {
      state.setState({ error: errorMessage(error) });
      this.followed = null;
    } finally {
      state.setState({ progress: null });
    }
    this.refreshWhereDue();
  }

  /** Measures one change of a run. Never rejects. @param name what the reader calls it @param moment see `grid` */
  async measure(runId: string, ablation: Ablation, name: string, moment: number | null): Promise<void> {
    const { state } = this;
    state.setState({ error: null, measuring: true });
    try {
      const others = (ablation.maps ?? []).flatMap(({ by }) => (typeof by === 'string' ? [] : [by.runId]));
      const checkpoints = await this.checkpointsAt([runId, ...others], moment);
      if (!checkpoints) return;
      const found = await this.lifecycle.call((lab) => lab.ablation.measure(runId, ablation, checkpoints));
      if (found)
        state.setState(({ changes }) => ({
          changes: [{ ...found, runId, name }, ...changes].slice(0, mostChanges),
        }));
    } catch (error) {
      state.setState({ error: errorMessage(error) });
    } finally {
      state.setState({ measuring: false });
    }
  }

  /** Forgets what was measured, as another experiment takes the page. */
  clear(): void {
    this.followed = null;
    this.state.setState({ grids: {}, changes: [], error: null });
  }

  /** Ends the grid; what was measured stays. */
  async stop(): Promise<void> {
    this.followed = null;
    this.replays.stop();
    await this.lifecycle.attempt(() => this.lifecycle.client.call((lab) => lab.ablation.cancel()));
  }

  private get step(): number {
    return this.lifecycle.runs.getState().progress?.step ?? 0;
  }

  private refreshWhereDue(): void {
    const { followed } = this;
    const { state, curves } = this.lifecycle.runs.getState();
    const isIdle = (state === 'paused' || state === 'finished') && !this.state.getState().progress;
    if (!followed || !isIdle || followed.step === this.step || !curves[followed.runId]) return;
    void this.grid(followed.runId, null);
  }

  private async checkpointsAt(
    runIds: string[],
    moment: number | null,
  ): Promise<Readonly<Record<string, Checkpoint>> | null> {
    return moment === null ? {} : this.replays.checkpointsAt(runIds, moment);
  }
}
