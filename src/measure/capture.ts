/**
 * A capture: what a probe found of one run at one step, small enough to keep many. Weights take one byte each, on a
 * logarithmic scale; indicators and score summaries are as they were computed, before the weights were encoded.
 *
 * Quantisation: byte b > 0 decodes to `smallestWeight`^((255 − b) / 254), from 2⁻¹⁶ to 1, and byte 0 to 0. Weights 0 and 1 are exact.
 * Relative error of a weight of at least 2⁻¹⁶: at most `largestError`, 2.3 %; absolute error of a smaller one: at most 2⁻¹⁷.
 */
import { sumBy } from 'es-toolkit';
import type { LayerStep } from '../engine/engine';
import type { LayerHeadScores } from './heads';
import type { Indicators } from './indicators';
import type { ScoreSummary } from './scores';

/** What a probe found of one layer. */
export interface LayerProbe {
  /** (heads, T, T) row-major, rows are queries; null where the layer mixes no tokens. */
  map: Float32Array | null;
  indicators: Indicators | null;
  scores: ScoreSummary | null;
  /** null where the layer mixes no tokens; missing in captures of earlier labs. */
  headScores?: LayerHeadScores | null | undefined;
  /** What the step before did to the layer; null before the first, missing where that is not known. */
  step?: LayerStep | null | undefined;
}

/** What a probe found of a model. */
export interface Probe {
  /** Text of each token of the probe, T of them (cut at the context length). */
  tokens: string[];
  heads: number;
  /** true where the probe was longer than the context and its start was taken. */
  cut: boolean;
  /** Characters of the probe that the vocabulary lacks, each once. */
  unknown: string[];
  layers: LayerProbe[];
}

/** One layer of a capture. */
interface CapturedLayer extends Omit<LayerProbe, 'map'> {
  /** Of each head the lower triangle, row by row, heads · T(T+1)/2 bytes; null where the layer mixes no tokens. */
  weights: Uint8Array | null;
}

/** A short text that a run wrote. */
export interface Sample {
  /** What it continues, as the model read it. */
  given: string;
  written: string;
}

/** A probe at one step; stored with documents. With a validation it has what the run wrote and was measured at. */
export interface Capture extends Omit<Probe, 'layers'> {
  /** Updates made before it. */
  step: number;
  /** The probe text, whole. */
  text: string;
  layers: CapturedLayer[];
  /** What the run wrote; null where it was too large to, missing where it was not asked. */
  sample?: Sample | null | undefined;
  /** Each held-out sequence's part in the validation loss, nats per token; missing where it was not validated. */
  windows?: number[] | undefined;
}

/** The smallest weight that is not encoded as 0 or as itself. */
export const smallestWeight = 2 ** -16;
/** Levels above 0, less one: the intervals of the scale. */
const intervals = 254;
const logSmallest = Math.log(smallestWeight);

/** Largest relative error of a weight that is at least `smallestWeight`: half an interval, and float32's rounding. */
export const largestError = Math.expm1(-logSmallest / intervals / 2) + 1e-6;

/** The weight that each byte stands for. */
export const weightLevels = Float32Array.from({ length: 256 }, (_, byte) =>
  byte === 0 ? 0 : Math.exp((logSmallest * (255 - byte)) / intervals),
);

/** Encodes a weight from 0 to 1; rounding may have taken it a little beyond. */
function encodeWeight(weight: number): number {
  if (weight >= 1) return 255;
  if (weight < smallestWeight) return weight < smallestWeight / 2 ? 0 : 1;
  return 255 - Math.round((Math.log(weight) / logSmallest) * intervals);
}

/** Entries of the lower triangle of a map of T positions, its diagonal with it. */
export const triangle = (T: number): number => (T * (T + 1)) / 2;

/**
 * Encodes what a probe of `text` found at a step.
 * @returns null where a weight, an indicator or a score is no finite number, as of a run that diverges
 */
export function encodeCapture({ layers, ...probe }: Probe, step: number, text: string): Capture | null {
  const { heads, tokens } = probe;
  const encoded = layers.map((layer) => encodeLayer(layer, heads, tokens.length));
  const whole = encoded.filter((layer) => layer !== null);
  return whole.length === layers.length ? { step, text, ...probe, layers: whole } : null;
}

function encodeLayer({ map, ...summaries }: LayerProbe, heads: number, T: number): CapturedLayer | null {
  const numbers = Object.values(summaries).flatMap((summary) => Object.values(summary ?? {}).flat());
  if (!numbers.every(Number.isFinite)) return null;
  if (!map) return { weights: null, ...summaries };
  const weights = new Uint8Array(heads * triangle(T));
  let at = 0;
  for (let row = 0; row < heads * T; row++) {
    const start = row * T;
    const end = start + (row % T);
    for (let i = start; i <= end; i++) {
      const weight = map[i] as number;
      if (!Number.isFinite(weight)) return null;
      weights[at++] = encodeWeight(weight);
    }
  }
  return { weights, ...summaries };
}

/** Decodes one layer's map, (heads, T, T) row-major; null where the layer mixes no tokens. */
export const decodeMap = (capture: Capture, layer: number): Float32Array | null =>
  decodeHeads(capture, layer, 0, capture.heads);

/**
 * Decodes some heads of one layer: of a long probe all of them are megabytes, and one alone may be shown.
 * @returns (count, T, T) row-major; null where the layer mixes no tokens
 */
export function decodeHeads(
  { tokens, layers }: Capture,
  layer: number,
  first: number,
  count: number,
): Float32Array | null {
  const weights = layers[layer]?.weights;
  if (!weights) return null;
  const T = tokens.length;
  const map = new Float32Array(count * T * T);
  let at = first * triangle(T);
  for (let row = 0; row < count * T; row++) {
    const start = row * T;
    const end = start + (row % T);
    for (let i = start; i <= end; i++) map[i] = weightLevels[weights[at++] as number] as number;
  }
  return map;
}

/** Decodes a capture to what the probe found, its weights within the error: each layer's when its map is first read. */
export function decodeCapture(capture: Capture): Probe {
  const { step: _step, text: _text, layers, ...probe } = capture;
  return {
    ...probe,
    layers: layers.map(({ weights: _weights, ...summaries }, l) => {
      let map: Float32Array | null = null;
      return {
        ...summaries,
        get map() {
          map ??= decodeMap(capture, l);
          return map;
        },
      };
    }),
  };
}

/** Bytes of a layer's indicators and score summary, 71 numbers, and of the head scores of one head, of at most five. */
const summaryBytes = 71 * 8;
const headBytes = 5 * 8;

/** Estimates the bytes that a capture takes in memory. */
export function captureBytes({ text, tokens, heads, layers, sample, windows }: Capture): number {
  const bytes = sumBy(layers, ({ weights }) =>
    weights ? weights.byteLength + summaryBytes + heads * headBytes : 0,
  );
  const written = sample ? 2 * (sample.given.length + sample.written.length) : 0;
  const measured = 8 * (windows?.length ?? 0);
  return bytes + 2 * text.length + sumBy(tokens, (token) => 16 + 2 * token.length) + written + measured;
}
