/** A curve's points as an immutable series, which shares its storage with those that grow from it. */

interface Storage {
  steps: Float64Array;
  values: Float64Array;
  /** Points written, by the longest series on this storage. */
  used: number;
}

const firstCapacity = 256;

/** Points of rising steps and their values, as float64. */
export class Series {
  static readonly empty = new Series({ steps: new Float64Array(0), values: new Float64Array(0), used: 0 }, 0);

  private constructor(
    private readonly storage: Storage,
    readonly length: number,
  ) {}

  /** Makes a series of these points. @param steps rise @param values as many */
  static of(steps: ArrayLike<number>, values: ArrayLike<number>): Series {
    return Series.empty.append(steps, values);
  }

  /**
   * Gives this series with more points after its last, in amortised constant time for each where it is the longest on its
   * storage.
   * @param steps rise @param values as many
   */
  append(steps: ArrayLike<number>, values: ArrayLike<number>): Series {
    const length = this.length + steps.length;
    const inPlace = this.storage.used === this.length && this.length > 0;
    const storage = inPlace ? this.storage : { ...this.storage, used: this.length };
    if (!inPlace || length > storage.steps.length) {
      const capacity = Math.max(firstCapacity, 2 ** Math.ceil(Math.log2(length)));
      storage.steps = copyOf(this.steps, capacity);
      storage.values = copyOf(this.values, capacity);
    }
    storage.steps.set(steps, this.length);
    storage.values.set(values, this.length);
    storage.used = length;
    return new Series(storage, length);
  }

  /** Gives this series without the points beyond `step`, on the same storage. */
  truncate(step: number): Series {
    const { steps } = this.storage;
    let length = 0;
    let beyond = this.length;
    while (length < beyond) {
      const middle = (length + beyond) >>> 1;
      if ((steps[middle] as number) > step) beyond = middle;
      else length = middle + 1;
    }
    return length === this.length ? this : new Series(this.storage, length);
  }

  /** The same object for every series that shares its first points with this one's, for what is computed as a curve grows. */
  get lineage(): object {
    return this.storage;
  }

  get steps(): Float64Array {
    return this.storage.steps.subarray(0, this.length);
  }

  get values(): Float64Array {
    return this.storage.values.subarray(0, this.length);
  }

  /** The last point; null where there is none. */
  get last(): { step: number; value: number } | null {
    if (this.length === 0) return null;
    return {
      step: this.storage.steps[this.length - 1] as number,
      value: this.storage.values[this.length - 1] as number,
    };
  }
}

function copyOf(data: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(data);
  return larger;
}
