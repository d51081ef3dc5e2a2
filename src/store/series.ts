/** All points of one curve: steps and losses in arrays that grow by doubling. */
export class Series {
  private capacity = 256;
  private stepData = new Float64Array(this.capacity);
  private lossData = new Float64Array(this.capacity);
  length = 0;

  push(step: number, loss: number): void {
    if (this.length === this.capacity) {
      this.capacity *= 2;
      this.stepData = grown(this.stepData, this.capacity);
      this.lossData = grown(this.lossData, this.capacity);
    }
    this.stepData[this.length] = step;
    this.lossData[this.length++] = loss;
  }

  get steps(): Float64Array {
    return this.stepData.subarray(0, this.length);
  }

  get losses(): Float64Array {
    return this.lossData.subarray(0, this.length);
  }

  get last(): { step: number; loss: number } | null {
    if (this.length === 0) return null;
    return { step: this.stepData[this.length - 1] as number, loss: this.lossData[this.length - 1] as number };
  }
}

function grown(data: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(data);
  return larger;
}
