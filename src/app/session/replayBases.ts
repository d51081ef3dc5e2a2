/** Where runs can be trained again from: the start, checkpoints along the way, and the newest one. */
import type { KeptCheckpoint } from '../../train/packedCheckpoint';
import type { PageDocument } from '../document/pageDocument';
import type { RunLifecycle } from './runLifecycle';

/** Of the runs of one page. */
export class ReplayBases {
  constructor(
    private readonly document: PageDocument,
    private readonly lifecycle: RunLifecycle,
  ) {}

  /** Where a run begins: a branch begins at a step of another run. */
  firstStep(runId: string): number {
    const { experiment } = this.document.experiment.getState();
    return experiment.runs.find(({ id }) => id === runId)?.branchOf?.step ?? 0;
  }

  /** Factor of the run's learning rates since it last resumed at a lower one. */
  rateFactor(runId: string): number {
    const { checkpoints, gentler } = this.lifecycle.runs.getState();
    return checkpoints[runId]?.rateFactor ?? gentler[runId]?.rateFactor ?? 1;
  }

  /** Steps that a run can be trained again from, rising: what came before it resumed at a lower rate was trained at another. */
  stepsOf(runId: string): number[] {
    const { checkpoints, gentler } = this.lifecycle.runs.getState();
    const factor = this.rateFactor(runId);
    // What a branch begins from is kept nowhere.
    const isWhole = this.firstStep(runId) === 0 && (factor === 1 || gentler[runId]?.step === 0);
    const fromStart = isWhole ? [0] : [];
    const along = this.lifecycle.trail.entriesOf(runId, factor).map(({ step }) => step);
    const { [runId]: newest } = checkpoints;
    const all = [...fromStart, ...along, ...(newest ? [newest.steps] : [])];
    return [...new Set(all)].sort((a, b) => a - b);
  }

  /** Reads one of them: null for the start, undefined where the storage has it no longer. */
  async read(runId: string, from: number): Promise<KeptCheckpoint | null | undefined> {
    if (from === 0) return null;
    const { [runId]: newest } = this.lifecycle.runs.getState().checkpoints;
    if (newest?.steps === from) return newest;
    const entry = this.lifecycle.trail
      .entriesOf(runId, this.rateFactor(runId))
      .find(({ step }) => step === from);
    return entry && this.lifecycle.trail.read(entry);
  }
}
