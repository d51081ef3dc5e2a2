/**
 * A checkpoint packed: all its numbers are in one Blob, which is handed from thread to thread, held and stored without a copy. To
 * copy arrays, or to have the database store them as they are, holds up the thread that does it.
 */
import { mapValues, sumBy } from 'es-toolkit';
import { words } from '../format/words';
import type { Checkpoint } from './checkpoint';

/** What is in the Blob. */
type Numbers = 'params' | 'moments' | 'randomEmbedding' | 'fixedSequence';

export interface PackedCheckpoint extends Omit<Checkpoint, Numbers> {
  /** Of the parameters, in their order. */
  shapes: Record<string, number[]>;
  /** How many there are. */
  lengths: { moments: number; randomEmbedding: number; fixedSequence: number };
  /** Values of the parameters in their order, moments, random embedding and fixed sequence, four bytes each. The database has an ArrayBuffer where the browser stores no Blobs. */
  numbers: Blob | ArrayBuffer;
}

/** As the page and the database keep it: packed as it came from training, or with arrays as it was opened. */
export type KeptCheckpoint = PackedCheckpoint | Checkpoint;

/** Packs a checkpoint; one that is packed stays as it is. */
export function packed(checkpoint: KeptCheckpoint): PackedCheckpoint {
  if ('numbers' in checkpoint) return checkpoint;
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
    numbers: new Blob(parts as BlobPart[]),
  };
}

/** Unpacks a checkpoint; one that is not packed stays as it is. Rejects with an Error for the reader where the Blob cannot be read. */
export async function unpacked(checkpoint: KeptCheckpoint): Promise<Checkpoint> {
  if (!('numbers' in checkpoint)) return checkpoint;
  const { shapes, lengths, numbers, ...rest } = checkpoint;
  const bytes = numbers instanceof Blob ? await bytesOf(numbers, rest.steps) : numbers;
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

async function bytesOf(numbers: Blob, step: number): Promise<ArrayBuffer> {
  try {
    return await numbers.arrayBuffer();
  } catch (cause) {
    throw new Error(
      words('training.lostWeights', 'The browser has lost the weights kept of step {{step}}.', { step }),
      { cause },
    );
  }
}

/** By run id. */
export type KeptCheckpoints = Readonly<Record<string, KeptCheckpoint>>;

export const allPacked = (checkpoints: KeptCheckpoints): Record<string, PackedCheckpoint> =>
  mapValues(checkpoints, packed);

/** Rejects as `unpacked` does. */
export async function allUnpacked(checkpoints: KeptCheckpoints): Promise<Record<string, Checkpoint>> {
  const read = Object.entries(checkpoints).map(async ([id, one]) => [id, await unpacked(one)] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** Counts the bytes of its weights and moments, of a packed one of all its numbers. */
export function checkpointBytes(checkpoint: KeptCheckpoint): number {
  if (!('numbers' in checkpoint))
    return (
      sumBy(Object.values(checkpoint.params), ({ values }) => values.byteLength) +
      checkpoint.moments.byteLength
    );
  const { numbers } = checkpoint;
  return numbers instanceof Blob ? numbers.size : numbers.byteLength;
}
