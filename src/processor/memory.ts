/** Room in an instance's memory. What is taken stays taken: a model takes all it needs before its first step. */
const pageBytes = 65_536;
/** Most bytes that one model may take. */
const mostBytes = 2 ** 31;

/** Bytes from the start of the memory. */
export type Pointer = number;

export class Memory {
  private end: number;
  private views: { floats: Float32Array; ints: Int32Array };

  constructor(
    private readonly memory: WebAssembly.Memory,
    reserved: number,
  ) {
    this.end = reserved;
    this.views = this.newViews();
  }

  /** Room for n numbers of 32 bits, all 0, from a multiple of 64 bytes. @throws RangeError beyond 2 GiB */
  take(n: number): Pointer {
    const start = Math.ceil(this.end / 64) * 64;
    // Kernels read four numbers at a time and may look past the last.
    this.end = start + 4 * n + 64;
    if (this.end > mostBytes) throw new RangeError(`A model of more than ${mostBytes} bytes.`);
    const missing = Math.ceil((this.end - this.memory.buffer.byteLength) / pageBytes);
    if (missing > 0) {
      this.memory.grow(missing);
      this.views = this.newViews();
    }
    return start;
  }

  /** Bytes taken so far. */
  get bytes(): number {
    return this.end;
  }

  /** n floats from a pointer; a view that holds until more is taken. */
  floats(from: Pointer, n: number): Float32Array {
    return this.views.floats.subarray(from / 4, from / 4 + n);
  }

  ints(from: Pointer, n: number): Int32Array {
    return this.views.ints.subarray(from / 4, from / 4 + n);
  }

  private newViews() {
    const { buffer } = this.memory;
    return { floats: new Float32Array(buffer), ints: new Int32Array(buffer) };
  }
}
