/** Puts the requests of an evaluation to a model, batch by batch, all of one shape. */
import { chunk } from 'es-toolkit';
import type { EvalModel, Request, Score, TargetScores } from './types';

/** Counts the batches that these requests take. */
export const batchCount = (model: Pick<EvalModel, 'rows'>, requests: readonly Request[]): number =>
  Math.ceil(requests.length / model.rows);

interface Options {
  skip: boolean;
  signal: AbortSignal;
  /** After each batch, and waited for. */
  onBatch(): Promise<void>;
}

/** Makes a request for each of these tokens from `from` on, given all before it. @param from at least 1 */
export function nextTokens(tokens: Int32Array, from: number): Request {
  const targets = tokens.slice(1);
  targets.fill(-1, 0, from - 1);
  return { inputs: tokens.subarray(0, -1), targets };
}

/**
 * Scores each request. Requests that are shorter than the context are padded at their end, which a causal model does not
 * see. Rejects with the signal's reason where it is aborted, and with a RangeError where a request exceeds the context.
 */
export async function scoreRequests(
  model: EvalModel,
  requests: readonly Request[],
  { skip, signal, onBatch }: Options,
): Promise<Score[]> {
  const { rows, context } = model;
  const scores: Score[] = [];
  for (const batch of chunk(requests, rows)) {
    signal.throwIfAborted();
    const inputs = new Int32Array(rows * context);
    const targets = new Int32Array(rows * context).fill(-1);
    batch.forEach((request, row) => {
      if (request.inputs.length > context)
        throw new RangeError(
          `A request of ${request.inputs.length} tokens does not fit a context of ${context}.`,
        );
      inputs.set(request.inputs, row * context);
      targets.set(request.targets, row * context);
    });
    const found = await model.score(inputs, targets, { skip });
    batch.forEach((request, row) => {
      const places = [...request.targets.keys()]
        .filter((i) => (request.targets[i] as number) >= 0)
        .map((i) => row * context + i);
      scores.push({
        logProbs: places.map((place) => found.logProbs[place] as number),
        likeliest: places.map((place) => found.likeliest[place] === 1),
      });
    });
    await onBatch();
  }
  signal.throwIfAborted();
  return scores;
}

/**
 * Computes log probabilities, nats, from logits (positions, V), row-major, for targets (positions), −1 where none is asked
 * for. Of equal logits the first counts as the likeliest, as argmax has it.
 */
export function scoresFromLogits(logits: Float32Array, targets: Int32Array, vocab: number): TargetScores {
  const logProbs = new Float64Array(targets.length);
  const likeliest = new Uint8Array(targets.length);
  targets.forEach((target, position) => {
    if (target < 0) return;
    const row = logits.subarray(position * vocab, (position + 1) * vocab);
    let best = 0;
    for (let v = 1; v < vocab; v++) if ((row[v] as number) > (row[best] as number)) best = v;
    const largest = row[best] as number;
    let total = 0;
    for (let v = 0; v < vocab; v++) total += Math.exp((row[v] as number) - largest);
    logProbs[position] = (row[target] as number) - largest - Math.log(total);
    likeliest[position] = best === target ? 1 : 0;
  });
  return { logProbs, likeliest };
}
