/**
 * How a batch is cut and its gradients are summed: into at most four shards, whatever the number of workers, and in the order
 * (s0 + s1) + (s2 + s3), so that the sum's bits do not depend on which of them lie on one worker.
 */
import type { Batch } from '../data/batches';

export const mostShards = 4;

/** Cuts a batch into shards, views of its rows. */
export function shardsOf({ inputs, targets, rows }: Batch): Batch[] {
  const T = inputs.length / rows;
  const count = Math.min(rows, mostShards);
  const start = (s: number) => Math.floor((s * rows) / count);
  return Array.from({ length: count }, (_, s) => {
    const [from, to] = [start(s), start(s + 1)];
    return {
      inputs: inputs.subarray(from * T, to * T),
      targets: targets.subarray(from * T, to * T),
      rows: to - from,
    };
  });
}

/** Divides shards among at most so many workers along the tree that `sumInTree` sums them by. */
export function partsOf<T>(shards: readonly T[], workers: number): T[][] {
  if (workers < 2 || shards.length === 1) return [[...shards]];
  const half = leftHalf(shards.length);
  return [shards.slice(0, half), shards.slice(half)].flatMap((part) => partsOf(part, workers / 2));
}

/** Workers, of at most so many, that have something to do in a step of so many rows. */
export const workersOfUse = (workers: number, rows: number): number => partsOfRows(workers, rows).length;

/** Most shards that one worker computes. */
export const mostInPart = (workers: number, rows: number): number =>
  Math.max(...partsOfRows(workers, rows).map((part) => part.length));

function partsOfRows(workers: number, rows: number) {
  const shards = Array.from({ length: Math.min(rows, mostShards) });
  return partsOf(shards, workers);
}

/** Most rows of a shard of a batch of so many rows or fewer. */
export const shardRows = (rows: number): number => Math.ceil(rows / mostShards);

/**
 * Sums parts as a binary tree of fixed shape.
 * @param parts each leaves its numbers in the block that it is given, and returns its loss @param block where the sum goes
 * @param addInto adds one block to another
 * @returns the sum of the losses
 */
export function sumInTree(
  parts: readonly ((block: number) => number)[],
  addInto: (block: number, other: number) => void,
  block = 0,
): number {
  if (parts.length === 1) return (parts[0] as (block: number) => number)(block);
  const half = leftHalf(parts.length);
  const left = sumInTree(parts.slice(0, half), addInto, block);
  const right = sumInTree(parts.slice(half), addInto, block + 1);
  addInto(block, block + 1);
  return left + right;
}

/** Blocks that `sumInTree` needs for so many parts. */
export function blocksFor(parts: number): number {
  if (parts === 1) return 1;
  const half = leftHalf(parts);
  return Math.max(blocksFor(half), 1 + blocksFor(parts - half));
}

const leftHalf = (parts: number) => Math.ceil(parts / 2);
