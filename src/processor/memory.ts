/** Room in an instance's memory. What is taken stays taken: a model takes all it needs before its first step. */

import { words } from '../format/words';
import { kernelBytes } from './assembly/scratch';

const pageBytes = 65_536;
/** Most bytes that one model may take. */
export const mostBytes = 2 ** 31;

/** Bytes from the start of the memory. */
export type Pointer = number;

export class Memory {
  private end = kernelBytes;
  private views: { floats: Float32Array; ints: Int32Array };

  /** @param memory of an instance; without it, what is taken is only counted */
  constructor(private readonly memory: WebAssembly.Memory | null) {
    this.views = this.newViews();
  }

  /**
   * Room for n numbers of 32 bits, all 0, from a multiple of 64 bytes.
   * @throws Error with a sentence for the reader where the machine has no more
   */
  take(n: number): Pointer {
    const start = Math.ceil(this.end / 64) * 64;
    // Kernels read four numbers at a time and may look past the last.
    this.end = start + 4 * n + 64;
    if (this.memory) this.growTo(this.end, this.memory);
    return start;
  }

  private growTo(end: number, memory: WebAssembly.Memory): void {
    const missing = Math.ceil((end - memory.buffer.byteLength) / pageBytes);
    if (missing <= 0) return;
    try {
      if (end > mostBytes) throw new RangeError('More than a model may take.');
      memory.grow(missing);
    } catch (cause) {
      const message = words(
        'memory.model',
        'The model does not fit the memory that the browser has for it. Make it or its batch smaller.',
      );
      throw new Error(message, { cause });
    }
    this.views = this.newViews();
  }

  /** Bytes taken so far, the kernels' own among them. */
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
    const buffer = this.memory?.buffer ?? new ArrayBuffer(0);
    return { floats: new Float32Array(buffer), ints: new Int32Array(buffer) };
  }
}
