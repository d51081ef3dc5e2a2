/** A log of scalars on the device, such as the loss of each replay, so that many are read back at a time. */
import { device } from './adapter';

/** Entries of a buffer of the log; a further one is made where nobody has read for so long. */
const capacity = 64;

/** Entries of `width` float32 scalars each, in order. */
export class ScalarLog {
  private readonly chunks: GPUBuffer[] = [];
  private entries = 0;

  /** @param width scalars of an entry */
  constructor(private readonly width: number) {}

  /** Encodes a copy of the first number of each source, as one entry. */
  append(encoder: GPUCommandEncoder, sources: GPUBuffer[]): void {
    const chunk = this.chunk(Math.floor(this.entries / capacity));
    const offset = (this.entries % capacity) * this.width;
    sources.forEach((source, n) => {
      encoder.copyBufferToBuffer(source, 0, chunk, 4 * (offset + n), 4);
    });
    this.entries++;
  }

  /** Reads all entries since the last read, (entries, width) row-major. */
  async read(): Promise<Float32Array> {
    const count = this.entries;
    this.entries = 0;
    const size = 4 * count * this.width;
    if (count === 0) return new Float32Array();
    const staging = device().createBuffer({
      label: 'lab:scalarLog',
      size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = device().createCommandEncoder();
    const chunkSize = 4 * capacity * this.width;
    for (let start = 0; start < size; start += chunkSize) {
      const chunk = this.chunk(start / chunkSize);
      encoder.copyBufferToBuffer(chunk, 0, staging, start, Math.min(chunkSize, size - start));
    }
    device().queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(GPUMapMode.READ);
      return new Float32Array(staging.getMappedRange().slice(0));
    } finally {
      staging.destroy();
    }
  }

  /** Frees the log's buffers. */
  dispose(): void {
    for (const chunk of this.chunks.splice(0)) chunk.destroy();
  }

  private chunk(n: number): GPUBuffer {
    this.chunks[n] ??= device().createBuffer({
      label: 'lab:scalarLog',
      size: 4 * capacity * this.width,
      usage: GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    return this.chunks[n];
  }
}
