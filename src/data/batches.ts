// Cuts a stream of tokens into what a model trains and is judged on: windows, and the same windows one token later.

import type { Random } from './random';

/** Windows laid end to end: row r, position t is at r * context + t. */
export interface Batch {
  /** Token ids, rows * context of them. */
  inputs: Int32Array;
  /** For each input the answer due there: in text the token that follows, in a task maybe none, which is -1. */
  targets: Int32Array;
  /** How many windows there are. */
  rows: number;
}

/** How many positions a window may start at. Throws a RangeError if not one window fits. */
function startCount(tokens: Int32Array, context: number): number {
  const count = tokens.length - context;
  if (!Number.isInteger(context) || context < 1 || count < 1) {
    throw new RangeError(
      `A window of context ${context} needs ${context + 1} tokens, and there are ${tokens.length}.`,
    );
  }
  return count;
}

function windowsAt(tokens: Int32Array, context: number, starts: number[]): Batch {
  const inputs = new Int32Array(starts.length * context);
  const targets = new Int32Array(starts.length * context);
  starts.forEach((start, row) => {
    inputs.set(tokens.subarray(start, start + context), row * context);
    targets.set(tokens.subarray(start + 1, start + context + 1), row * context);
  });
  return { inputs, targets, rows: starts.length };
}

/** Draws training batches: each window starts at a uniformly random position. */
export class BatchSampler {
  private readonly starts: number;

  /**
   * @param tokens the training tokens, at least context + 1 (else a RangeError)
   * @param context T, the tokens in a window
   * @param batch B, the windows in a batch
   * @param random the stream the positions come from; the sampler draws B numbers for each batch
   */
  constructor(
    private readonly tokens: Int32Array,
    private readonly context: number,
    private readonly batch: number,
    private readonly random: Random,
  ) {
    this.starts = startCount(tokens, context);
  }

  /** Draws the next batch: inputs and targets of B * T tokens. */
  next(): Batch {
    const starts = Array.from({ length: this.batch }, () => this.random.int(this.starts));
    return windowsAt(this.tokens, this.context, starts);
  }
}

/**
 * Cuts the same windows each time, spread evenly from the first token to the last, so that losses can be compared.
 * @param tokens at least context + 1 (else a RangeError)
 * @param count how many windows are wanted, at least 1; fewer come back where the windows would overlap
 */
export function evaluationWindows(tokens: Int32Array, context: number, count: number): Batch {
  const lastStart = startCount(tokens, context) - 1;
  const rows = Math.max(1, Math.min(count, Math.floor((tokens.length - 1) / context)));
  const starts = Array.from({ length: rows }, (_, row) =>
    rows === 1 ? 0 : Math.floor((row * lastStart) / (rows - 1)),
  );
  return windowsAt(tokens, context, starts);
}
