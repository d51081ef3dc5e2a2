/** Holds work back while something more urgent is done. */

/** Milliseconds: what is more urgent may fail to say that it is done. */
const longest = 150;

export class Gate {
  /** Resolves once the gate is open; null while it is. */
  opening: Promise<void> | null = null;
  private open = () => {};
  private heldAt = 0;
  /** It is not held before, in milliseconds of performance.now(), so that work has half of the time at least. */
  private freeUntil = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  hold(): void {
    const now = performance.now();
    if (this.opening || now < this.freeUntil) return;
    this.heldAt = now;
    this.opening = new Promise((resolve) => {
      this.open = resolve;
    });
    this.timer = setTimeout(() => this.release(), longest);
  }

  release(): void {
    if (!this.opening) return;
    clearTimeout(this.timer);
    const now = performance.now();
    this.freeUntil = 2 * now - this.heldAt;
    this.opening = null;
    this.open();
  }
}
