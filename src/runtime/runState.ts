/** One run in a race: its trainer, its last sound checkpoints, and how it resumes after its loss diverged. */
import { unlessDisposed } from '../engine/errors';
import type { Run } from '../experiment/schema';
import { type Checkpoint, hasFiniteValues } from '../train/checkpoint';
import type { Trainer } from '../train/trainer';

/** Checkpoints of a run: the last may be too close to a divergence to resume from, so there is the one before too. */
const maxCheckpoints = 2;

type MakeTrainer = (from?: Checkpoint, rateFactor?: number) => Trainer;

/** Owns its trainer. */
export class RunState {
  trainer: Trainer;
  /** Step of the last validation; -1 before the first. */
  validatedAt: number;
  /** Step of the last capture; -1 before the first. */
  capturedAt: number;
  /** Sound checkpoints, oldest first. */
  private readonly checkpoints: Checkpoint[];
  /** Checkpoint of the last resume, even where the run diverged from there. */
  private resumedFrom: Checkpoint | undefined;
  private rateFactor: number;

  /**
   * @param make makes a trainer of this run
   * @param from checkpoint to resume from; every validation due by its step was taken
   * @param failed whether the run had diverged
   * @throws Error for the reader where the checkpoint is of another model
   */
  constructor(
    readonly run: Run,
    private readonly make: MakeTrainer,
    from: Checkpoint | undefined,
    public failed: boolean,
  ) {
    this.checkpoints = from ? [from] : [];
    this.resumedFrom = from;
    this.validatedAt = from?.steps ?? -1;
    this.capturedAt = this.validatedAt;
    this.trainer = make(from);
    this.rateFactor = this.trainer.rateFactor;
  }

  get runId(): string {
    return this.run.id;
  }

  /** The last sound checkpoint; undefined where the run resumes from the start. */
  get lastCheckpoint(): Checkpoint | undefined {
    return this.checkpoints.at(-1);
  }

  /** Takes a checkpoint of now. @returns null where there is no step since the last one, or a weight is not finite */
  async checkpoint(): Promise<Checkpoint | null> {
    const { trainer } = this;
    if (trainer.steps === 0 || trainer.steps === this.lastCheckpoint?.steps) return null;
    const checkpoint = await unlessDisposed(trainer.checkpoint());
    // The run may have diverged while the weights were read.
    if (this.failed || trainer !== this.trainer || !checkpoint || !hasFiniteValues(checkpoint)) return null;
    this.checkpoints.push(checkpoint);
    this.checkpoints.splice(0, this.checkpoints.length - maxCheckpoints);
    return checkpoint;
  }

  /** Makes a second trainer, which repeats the steps since the last checkpoint; the caller disposes it. */
  replay(): Trainer {
    const { resumedFrom, lastCheckpoint } = this;
    const later = lastCheckpoint && lastCheckpoint.steps > (resumedFrom?.steps ?? 0);
    return this.make(later ? lastCheckpoint : resumedFrom, this.rateFactor);
  }

  /** Marks the run as diverged, and restores the weights of its last checkpoint. */
  fail(): void {
    this.failed = true;
    this.trainer.dispose();
    this.trainer = this.make(this.lastCheckpoint);
  }

  /**
   * Resumes a run that diverged from its last checkpoint at half its learning rate. That checkpoint is used up: where the
   * run diverges again before the next, it resumes from the one before.
   * @returns the checkpoint with its new rate factor; undefined for the start
   */
  resumeAtHalfRate(): Checkpoint | undefined {
    const from = this.checkpoints.pop();
    this.resumedFrom = from;
    this.rateFactor /= 2;
    this.trainer.dispose();
    this.trainer = this.make(from, this.rateFactor);
    this.validatedAt = from?.steps ?? -1;
    this.capturedAt = this.validatedAt;
    this.failed = false;
    return from && { ...from, rateFactor: this.rateFactor };
  }
}
