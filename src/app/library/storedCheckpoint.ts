/**
 * How the database keeps a checkpoint: all its numbers in one Blob, where the browser stores Blobs. To store arrays as they are, it copies
 * and compresses them on the page's thread, four times as long as a Blob of the same bytes takes.
 */
import { mapValues, sumBy } from 'es-toolkit';
import type { Checkpoint } from '../../train/checkpoint';

/** What is in the Blob. */
type Numbers = 'params' | 'moments' | 'randomEmbedding' | 'fixedSequence';

export interface StoredCheckpoint extends Omit<Checkpoint, Numbers> {
  /** Of the parameters, in their order. */
  shapes: Record<string, number[]>;
  /** How many there are. */
  lengths: { moments: number; randomEmbedding: number; fixedSequence: number };
  /** Values of the parameters in their order, moments, random embedding and fixed sequence, four bytes each. */
  numbers: Blob | ArrayBuffer;
}

/** @param asBlob whether the browser stores Blobs */
export function toStored(checkpoint: Checkpoint, asBlob: boolean): StoredCheckpoint {
  const { params, moments, randomEmbedding, fixedSequence, ...rest } = checkpoint;
  const named = Object.entries(params);
  const parts = [...named.map(([, { values }]) => values), moments, randomEmbedding, fixedSequence];
  return {
    ...rest,
    shapes: Object.fromEntries(named.map(([name, { shape }]) => [name, shape])),
    lengths: {
      moments: moments.length,
      randomEmbedding: randomEmbedding.length,
      fixedSequence: fixedSequence.length,
    },
    numbers: asBlob ? new Blob(parts as BlobPart[]) : endToEnd(parts),
  };
}

function endToEnd(parts: readonly (Float32Array | Int32Array)[]): ArrayBuffer {
  const bytes = new Uint8Array(sumBy(parts, ({ byteLength }) => byteLength));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes.buffer;
}

/**
 * Reads a checkpoint; up to version 5 of the database one was stored as it is.
 * @throws the browser's error where the Blob cannot be read
 */
export async function fromStored(stored: StoredCheckpoint | Checkpoint): Promise<Checkpoint> {
  if (!('numbers' in stored)) return stored;
  const { shapes, lengths, numbers, ...rest } = stored;
  const bytes = numbers instanceof Blob ? await numbers.arrayBuffer() : numbers;
  let at = 0;
  const next = (length: number) => {
    const from = at;
    at += 4 * length;
    return bytes.slice(from, at);
  };
  return {
    ...rest,
    params: Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [
        name,
        { shape, values: new Float32Array(next(shape.reduce((product, size) => product * size, 1))) },
      ]),
    ),
    moments: new Float32Array(next(lengths.moments)),
    randomEmbedding: new Float32Array(next(lengths.randomEmbedding)),
    fixedSequence: new Int32Array(next(lengths.fixedSequence)),
  };
}

/** By run id; those of some may still be as version 5 stored them. */
export type StoredCheckpoints = Record<string, StoredCheckpoint | Checkpoint>;

export const allToStored = (checkpoints: Record<string, Checkpoint>, asBlob: boolean): StoredCheckpoints =>
  mapValues(checkpoints, (checkpoint) => toStored(checkpoint, asBlob));

/** @throws the browser's error where a Blob cannot be read */
export async function allFromStored(stored: StoredCheckpoints): Promise<Record<string, Checkpoint>> {
  const read = Object.entries(stored).map(async ([runId, one]) => [runId, await fromStored(one)] as const);
  return Object.fromEntries(await Promise.all(read));
}
