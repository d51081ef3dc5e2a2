/** Holds the calls to all models back: while something more urgent is done, and beyond what keeps the cores busy. */

/** Milliseconds: what is more urgent may fail to say that it is done. */
const longest = 150;

export class Gate {
  /** Releases it; undefined while it is not held. */
  private timer: ReturnType<typeof setTimeout> | undefined;
  private heldAt = 0;
  /** It is not held before, in milliseconds of performance.now(), so that work has half of the time at least. */
  private freeUntil = 0;
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param most calls that are let in at a time */
  constructor(private readonly most: number) {}

  /** Lets no call in until it is released, or for 150 ms. */
  hold(): void {
    const now = performance.now();
    if (this.timer !== undefined || now < this.freeUntil) return;
    this.heldAt = now;
    this.timer = setTimeout(() => this.release(), longest);
  }

  release(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.freeUntil = 2 * performance.now() - this.heldAt;
    this.letIn();
  }

  /** Calls `then` as soon as there is room, at once where there is; each has to leave. */
  enter(then: () => void): void {
    this.waiting.push(then);
    this.letIn();
  }

  leave(): void {
    this.inside--;
    this.letIn();
  }

  private letIn(): void {
    while (this.timer === undefined && this.inside < this.most) {
      const next = this.waiting.shift();
      if (!next) return;
      this.inside++;
      next();
    }
  }
}
