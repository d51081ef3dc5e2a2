// A heap of pairs by count, highest first. A count that has changed since is found out when its pair comes up.

/** A binary max-heap; of equal counts the lower pair comes first. */
export class PairQueue {
  /** Pair and count in turn: a binary heap in one array. */
  private readonly heap: number[] = [];

  /** Adds an entry, O(log n); earlier ones of the same pair stay until they come up. */
  push(pair: number, count: number): void {
    const { heap } = this;
    let at = heap.length / 2;
    heap.push(pair, count);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  /**
   * Takes out the pair with the highest count, the lowest pair among equals; null where none is left.
   * @param countNow the count of a pair as it is now: entries that say otherwise are dropped
   */
  pop(countNow: (pair: number) => number): number | null {
    for (;;) {
      const [pair, count] = this.heap;
      if (pair === undefined) return null;
      this.drop();
      if (countNow(pair) === count) return pair;
    }
  }

  private drop(): void {
    const { heap } = this;
    const count = heap.pop() as number;
    const pair = heap.pop() as number;
    if (heap.length === 0) return;
    heap[0] = pair;
    heap[1] = count;
    const size = heap.length / 2;
    for (let at = 0; ; ) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < size && this.before(child, first)) first = child;
      if (first === at) return;
      this.swap(at, first);
      at = first;
    }
  }

  private before(a: number, b: number): boolean {
    const { heap } = this;
    const [countA, countB] = [heap[2 * a + 1] as number, heap[2 * b + 1] as number];
    return countA === countB ? (heap[2 * a] as number) < (heap[2 * b] as number) : countA > countB;
  }

  private swap(a: number, b: number): void {
    const { heap } = this;
    for (const offset of [0, 1]) {
      const value = heap[2 * a + offset] as number;
      heap[2 * a + offset] = heap[2 * b + offset] as number;
      heap[2 * b + offset] = value;
    }
  }
}
