/** All points of one curve: steps and values in arrays that grow by doubling. */
export class Series {
  private capacity = 256;
  private stepData = new Float64Array(this.capacity);
  private valueData = new Float64Array(this.capacity);
  length = 0;

  push(step: number, value: number): void {
    if (this.length === this.capacity) {
      this.capacity *= 2;
      this.stepData = grown(this.stepData, this.capacity);
      this.valueData = grown(this.valueData, this.capacity);
    }
    this.stepData[this.length] = step;
    this.valueData[this.length++] = value;
  }

  /** A series of these points. */
  static of(steps: ArrayLike<number>, values: ArrayLike<number>): Series {
    const series = new Series();
    for (let i = 0; i < steps.length; i++) series.push(steps[i] as number, values[i] as number);
    return series;
  }

  /** Forgets the points beyond `step`. */
  cut(step: number): void {
    while (this.length > 0 && (this.stepData[this.length - 1] as number) > step) this.length--;
  }

  get steps(): Float64Array {
    return this.stepData.subarray(0, this.length);
  }

  get values(): Float64Array {
    return this.valueData.subarray(0, this.length);
  }

  get last(): { step: number; value: number } | null {
    if (this.length === 0) return null;
    return {
      step: this.stepData[this.length - 1] as number,
      value: this.valueData[this.length - 1] as number,
    };
  }
}

function grown(data: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(data);
  return larger;
}
