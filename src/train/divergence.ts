/** Finds the layer in which a run diverged: repeats the steps up to that one, and measures it layer by layer. */
import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import { formatMagnitude } from '../format/numbers';
import { forward } from '../model/forward';
import type { Model } from '../model/model';
import type { Trainer } from './trainer';

/** Largest magnitudes in a layer; Infinity where a number is not finite. */
export interface LayerMagnitudes {
  /** Largest |score| before the map is made of it; null where the layer has none. */
  scores: number | null;
  /** Largest |entry| of what the layer hands on. */
  output: number;
}

/** Divergence shows in the first tokens of a window, whose maps are small enough to be read back. */
const longestRow = 256;

/**
 * Repeats training up to `step`, and measures each layer in its forward pass, with the weights just before it.
 * @param trainer at an earlier step of the same run
 * @param between is awaited between steps; what it throws ends the search
 * @returns null where the step's loss and gradient norm come out finite this time
 */
export async function magnitudesAtStep(
  trainer: Trainer,
  step: number,
  between: () => Promise<void>,
): Promise<LayerMagnitudes[] | null> {
  while (trainer.steps < step - 1) {
    trainer.step();
    await between();
  }
  const batch = trainer.peekBatch();
  const rows: LayerMagnitudes[][] = [];
  for (let row = 0; row < batch.rows; row++) {
    await between();
    rows.push(await magnitudesOfRow(trainer.model, batch, row));
  }
  const largest = trainer.model.config.layers.map((_, l) => ({
    scores: maxOf(rows.map((row) => row[l]?.scores ?? null)),
    output: maxOf(rows.map((row) => row[l]?.output ?? null)) ?? 0,
  }));
  trainer.step();
  const last = (await trainer.readLosses()).at(-1);
  return last && Number.isFinite(last.loss) && Number.isFinite(last.gradNorm) ? null : largest;
}

async function magnitudesOfRow(
  model: Model,
  { inputs, rows }: Batch,
  row: number,
): Promise<LayerMagnitudes[]> {
  const T = inputs.length / rows;
  const shown = Math.min(T, longestRow);
  const probed: { scores: tf.Tensor | null; output: tf.Tensor | null }[] = [];
  tf.tidy(() => {
    const ids = tf.tensor2d(inputs.slice(row * T, row * T + shown), [1, shown], 'int32');
    forward(model, ids, {
      probe: (_layer, attention) => {
        probed.push({ scores: attention && tf.keep(attention.scores), output: null });
      },
      onOutput: (_layer, output) => {
        (probed.at(-1) as { output: tf.Tensor }).output = tf.keep(output);
      },
    });
  });
  const sizes: LayerMagnitudes[] = [];
  for (const { scores, output } of probed) {
    sizes.push({
      scores: scores && maxAbs(await scores.data()),
      output: output ? maxAbs(await output.data()) : 0,
    });
  }
  for (const { scores, output } of probed) tf.dispose([scores, output].filter((tensor) => tensor !== null));
  return sizes;
}

function maxAbs(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.abs(value));
  }
  return largest;
}

function maxOf(values: (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length > 0 ? Math.max(...there) : null;
}

/**
 * Writes a sentence for the reader on which layer's numbers were infinite, or else largest.
 * @param names of the layers' variants
 */
export function divergenceMessage(sizes: LayerMagnitudes[], names: string[]): string {
  const layer = (l: number) => `layer ${l + 1} (${names[l]})`;
  const first = sizes.findIndex(({ scores, output }) => scores === Infinity || output === Infinity);
  if (first >= 0) {
    const { scores } = sizes[first] as LayerMagnitudes;
    if (scores === Infinity)
      return `The attention scores of ${layer(first)} ran beyond what a number can hold.`;
    const reached = scores === null ? '' : `; its attention scores had reached ±${formatMagnitude(scores)}`;
    return `What ${layer(first)} hands on ran beyond what a number can hold${reached}.`;
  }
  const scores = sizes.map((size) => size.scores ?? 0);
  const outputs = sizes.map((size) => size.output);
  const most = scores.indexOf(Math.max(...scores));
  const widest = outputs.indexOf(Math.max(...outputs));
  const largest =
    (scores[most] ?? 0) > 0
      ? `the largest attention scores, ±${formatMagnitude(scores[most] as number)}, were in ${layer(most)}`
      : `the largest activations, ±${formatMagnitude(outputs[widest] as number)}, were in ${layer(widest)}`;
  return `Every layer was still finite, the loss or its gradient was not; ${largest}.`;
}
