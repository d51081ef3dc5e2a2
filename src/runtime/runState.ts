/** One run in a race: its trainer, the checkpoints it was well at, and what becomes of it when it breaks. */
import type { Run } from '../experiment/schema';
import type { Checkpoint } from '../train/checkpoint';
import type { Trainer } from '../train/trainer';

/** The last may be too close to where a run breaks to go on from, so that the one before is kept too. */
const checkpointsHeld = 2;

type MakeTrainer = (from?: Checkpoint, rateFactor?: number) => Trainer;

export class Lane {
  trainer: Trainer;
  /** Steps at which validation was taken last. */
  validatedAt: number;
  private readonly good: Checkpoint[];
  /** What it went on from last, though it may have broken from there. */
  private began: Checkpoint | undefined;
  private rateFactor: number;

  /** @param from what it goes on from; all validation that was due by then was taken */
  constructor(
    readonly run: Run,
    private readonly make: MakeTrainer,
    from: Checkpoint | undefined,
    public failed: boolean,
  ) {
    this.good = from ? [from] : [];
    this.began = from;
    this.validatedAt = from?.steps ?? -1;
    this.trainer = make(from);
    this.rateFactor = this.trainer.rateFactor;
  }

  get runId(): string {
    return this.run.id;
  }

  /** The last checkpoint; undefined where it would go on from the start. */
  get kept(): Checkpoint | undefined {
    return this.good.at(-1);
  }

  /** The checkpoint of now; null where there is nothing new to keep, or a weight is no number any more. */
  async keep(): Promise<Checkpoint | null> {
    const { trainer } = this;
    if (trainer.steps === 0 || trainer.steps === this.kept?.steps) return null;
    const checkpoint = await trainer.checkpoint();
    // Meanwhile the run may have broken and gone back.
    if (this.failed || trainer !== this.trainer || !isSound(checkpoint)) return null;
    this.good.push(checkpoint);
    this.good.splice(0, this.good.length - checkpointsHeld);
    return checkpoint;
  }

  /** A trainer that takes the last steps once more, beside the lane's own. */
  again(): Trainer {
    const { began, kept } = this;
    return this.make(kept && kept.steps > (began?.steps ?? 0) ? kept : began, this.rateFactor);
  }

  /** Ends the run: what it was last well at takes the place of what broke. */
  fail(): void {
    this.failed = true;
    this.trainer.dispose();
    this.trainer = this.make(this.kept);
  }

  /**
   * Lets a run that failed go on at half its learning rate from its last checkpoint; from the one before where it breaks
   * again before the next.
   * @returns that checkpoint as it goes on now; undefined for the start
   */
  goOnGently(): Checkpoint | undefined {
    const from = this.good.pop();
    this.began = from;
    this.rateFactor /= 2;
    this.trainer.dispose();
    this.trainer = this.make(from, this.rateFactor);
    this.validatedAt = from?.steps ?? -1;
    this.failed = false;
    return from && { ...from, rateFactor: this.rateFactor };
  }
}

/** Whether every number is one. */
function isSound({ params, moments }: Checkpoint): boolean {
  // Millions of them: x − x is 0 for each number and NaN for all else.
  let sum = 0;
  for (const values of [moments, ...Object.values(params).map((kept) => kept.values)])
    for (const x of values) sum += x - x;
  return sum === 0;
}
