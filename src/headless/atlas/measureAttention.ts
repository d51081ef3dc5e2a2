/** What the attention of a trained model does, over several held-out sequences: one probe would be a sample of one. */
import { mean, omit, range } from 'es-toolkit';
import { rounded, type TrainedLine } from '../../atlas/line';
import { Random } from '../../data/random';
import type { RightKeys } from '../../data/tasks';
import type { EngineModel, LayerAttention } from '../../engine/engine';
import type { Experiment } from '../../experiment/schema';
import { meanWeight } from '../../measure/heads/headScore';
import { indicators } from '../../measure/indicators';
import { scoreSummary } from '../../measure/scores';
import type { ExperimentData } from '../../runtime/experimentData';

const sequences = 16;

/** Of each layer by name: see TrainedLine. */
export async function measureAttention(
  model: EngineModel,
  { seed }: Experiment,
  { source, rightKeys: keysOf }: ExperimentData,
): Promise<Pick<TrainedLine, 'indicators' | 'scores' | 'truth'>> {
  const { context: T, heads } = model.config;
  const { inputs, rows } = source.validation(sequences, new Random(seed).fork('attention'));
  const found: (LayerAttention | null)[][] = [];
  for (const row of range(rows)) found.push(await model.attention(inputs.slice(row * T, (row + 1) * T)));

  const layers = model.config.layers.map((_, l) => {
    const seen = found.map((row) => row[l] ?? null).filter((attention) => attention !== null);
    return seen.length === 0
      ? null
      : { indicators: meanIndicators(seen, heads, T), scores: scoresOf(seen, heads, T) };
  });
  const rightKeys = keysOf && range(rows).map((row) => keysOf(inputs.slice(row * T, (row + 1) * T)));
  return {
    indicators: byName(layers.map((layer) => layer?.indicators ?? null)),
    scores: byName(layers.map((layer) => layer?.scores ?? null)),
    ...(rightKeys && {
      truth: model.config.layers.map((_, l) =>
        meanTruth(
          found.map((row) => row[l]?.map ?? null),
          rightKeys,
          heads,
          T,
        ),
      ),
    }),
  };
}

/** Each head's weight on the right keys, mean over the rows; null of a layer that mixes no tokens. */
function meanTruth(
  maps: readonly (Float32Array | null)[],
  rightKeys: readonly RightKeys[],
  heads: number,
  T: number,
): number[] | null {
  if (maps.some((map) => map === null)) return null;
  return range(heads).map((h) => {
    const each = maps.map((map, row) =>
      meanWeight(
        (map as Float32Array).subarray(h * T * T, (h + 1) * T * T),
        T,
        (i) => rightKeys[row]?.[i] ?? null,
      ),
    );
    return rounded(mean(each.filter((one) => one !== null)));
  });
}

function meanIndicators(seen: readonly LayerAttention[], heads: number, T: number): Record<string, number> {
  const each = seen.map(({ map }): Record<string, number> => ({ ...indicators(map, heads, T) }));
  const names = Object.keys(each[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, mean(each.map((one) => one[name] as number))]));
}

function scoresOf(seen: readonly LayerAttention[], heads: number, T: number): Record<string, number> {
  const size = heads * T * T;
  const all = new Float32Array(seen.length * size);
  seen.forEach(({ scores }, row) => {
    all.set(scores, row * size);
  });
  // The largest |s| is that of the least or the most.
  return omit(scoreSummary(all, seen.length * heads, T, 1), [
    'histogram',
    'largest',
    'magnitudes',
    'magnitudeQuartiles',
  ]);
}

/** Turns numbers by name of each layer into those of all layers by name. */
function byName(layers: readonly (Record<string, number> | null)[]): Record<string, (number | null)[]> {
  const names = Object.keys(layers.find((layer) => layer !== null) ?? {});
  return Object.fromEntries(
    names.map((name) => [name, layers.map((layer) => layer && rounded(layer[name] as number))]),
  );
}
