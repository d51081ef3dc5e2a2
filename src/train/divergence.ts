/** Finds the layer in which a run diverged: repeats the steps up to that one, and measures it layer by layer. */
import { range } from 'es-toolkit';
import type { LayerMagnitudes } from '../engine/engine';
import { words } from '../format/words';
import type { Trainer } from './trainer';

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
  const { inputs, rows } = trainer.peekBatch();
  const T = inputs.length / rows;
  const magnitudes: LayerMagnitudes[][] = [];
  for (const row of range(rows)) {
    await between();
    magnitudes.push(await trainer.model.magnitudes(inputs.slice(row * T, row * T + Math.min(T, longestRow))));
  }
  const largest = trainer.model.config.layers.map((_, l) => ({
    scores: maxOf(magnitudes.map((row) => row[l]?.scores ?? null)),
    output: maxOf(magnitudes.map((row) => row[l]?.output ?? null)) ?? 0,
  }));
  trainer.step();
  const last = (await trainer.readLosses()).at(-1);
  return last && Number.isFinite(last.loss) && Number.isFinite(last.gradNorm) ? null : largest;
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
  const layer = (l: number) => ({ layer: l + 1, variant: names[l] ?? '' });
  const first = sizes.findIndex(({ scores, output }) => scores === Infinity || output === Infinity);
  if (first >= 0) {
    const { scores } = sizes[first] as LayerMagnitudes;
    if (scores === Infinity)
      return words(
        'divergence.scores',
        'The attention scores of layer {{layer}} ({{variant}}) ran beyond what a number can hold.',
        layer(first),
      );
    return scores === null
      ? words(
          'divergence.output',
          'What layer {{layer}} ({{variant}}) hands on ran beyond what a number can hold.',
          layer(first),
        )
      : words(
          'divergence.outputAndScores',
          'What layer {{layer}} ({{variant}}) hands on ran beyond what a number can hold; its attention scores had reached ±{{scores}}.',
          { ...layer(first), scores: { magnitude: scores } },
        );
  }
  const scores = sizes.map((size) => size.scores ?? 0);
  const outputs = sizes.map((size) => size.output);
  const most = scores.indexOf(Math.max(...scores));
  const widest = outputs.indexOf(Math.max(...outputs));
  return (scores[most] ?? 0) > 0
    ? words(
        'divergence.largestScores',
        'Every layer was still finite, the loss or its gradient was not; the largest attention scores, ±{{size}}, were in layer {{layer}} ({{variant}}).',
        { ...layer(most), size: { magnitude: scores[most] as number } },
      )
    : words(
        'divergence.largestOutput',
        'Every layer was still finite, the loss or its gradient was not; the largest activations, ±{{size}}, were in layer {{layer}} ({{variant}}).',
        { ...layer(widest), size: { magnitude: outputs[widest] as number } },
      );
}
