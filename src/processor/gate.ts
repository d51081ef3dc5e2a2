/** Holds the calls to all models back: while the page is used, and beyond what keeps the cores busy. */

/** Milliseconds: the page may fail to say that it has answered. */
const longest = 150;
/** Milliseconds from one click, key or move of the pointer to the next, of a person who uses the page. */
const useLasts = 1000;

export class Gate {
  /** Releases it; undefined while it is not held. */
  private timer: ReturnType<typeof setTimeout> | undefined;
  private heldAt = 0;
  /** It is not held before, in milliseconds of performance.now(), so that work has half of the time at least. */
  private freeUntil = 0;
  /** When the page was last used, in milliseconds of performance.now(). */
  private usedAt = Number.NEGATIVE_INFINITY;
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param cores of the machine */
  constructor(private readonly cores: number) {}

  /** Calls that are let in at a time. The one beyond the cores is ready for the first of them that is free; a page that is used has a core to itself. */
  private get most(): number {
    const isUsed = performance.now() - this.usedAt < useLasts;
    return isUsed ? Math.max(1, this.cores - 1) : this.cores + 1;
  }

  /** Leaves a core to the page for a second. */
  use(): void {
    this.usedAt = performance.now();
  }

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
