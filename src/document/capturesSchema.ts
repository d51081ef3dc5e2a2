/** What a stored capture is. @see src/measure/capture.ts */
import { limits } from '../experiment/schema';
import { words } from '../format/words';
import { type Capture, triangle } from '../measure/capture';
import { z } from '../zod';
import { countList, numberList } from './numberList';

const number = z.number();

const indicatorsSchema = z.object({
  entropy: number,
  concentration: number,
  headDiversity: number,
  sink: number,
  localFocus0: number,
  localFocus1: number,
  localFocus2: number,
  localFocus3: number,
  entropyNormalised: number,
  concentrationNormalised: number,
});

const scoreSummarySchema = z.object({
  min: number,
  lowerQuartile: number,
  median: number,
  upperQuartile: number,
  max: number,
  largest: number,
  histogram: countList(64),
  magnitudeQuartiles: numberList(3)
    .refine(({ length }) => length === 3, {
      error: () => words('wrong.quartiles', 'there are three quartiles'),
    })
    .optional(),
  magnitudes: countList(64).optional(),
});

/** Bytes; a file has them in base64. */
const bytesSchema = z.preprocess(
  (value) => (typeof value === 'string' ? decoded(value) : value),
  z.custom<Uint8Array>((value) => Object.prototype.toString.call(value) === '[object Uint8Array]', {
    error: () => words('wrong.bytes', 'its weights are no bytes'),
  }),
);

/** By score id, one for each head. */
export const headScoresSchema = z.record(z.string().max(60), numberList(1024));

const captureSchema = z
  .object({
    step: z.int().min(0).max(1_000_000),
    text: z.string().max(100_000),
    tokens: z.array(z.string().max(1000)).min(1).max(65_536),
    heads: z.int().min(1).max(1024),
    cut: z.boolean(),
    unknown: z.array(z.string().max(16)).max(100_000),
    layers: z
      .array(
        z.object({
          weights: bytesSchema.nullable(),
          indicators: indicatorsSchema.nullable(),
          scores: scoreSummarySchema.nullable(),
          // Earlier labs did not score heads.
          headScores: headScoresSchema.nullable().optional(),
          step: z.object({ gradNorm: number, update: number, weights: number }).nullable().optional(),
        }),
      )
      .max(1000),
    // What a validation adds.
    sample: z
      .object({ given: z.string().max(100_000), written: z.string().max(100_000) })
      .nullable()
      .optional(),
    windows: numberList(limits.evalWindows).optional(),
  })
  .refine(
    ({ heads, tokens, layers }) =>
      layers.every(({ weights }) => !weights || weights.length === heads * triangle(tokens.length)),
    { error: () => words('wrong.weights', 'a capture has weights of another size') },
  );

/** Captures of one run, as IndexedDB has them or a file. */
export const capturesSchema = z
  .array(captureSchema)
  // A kilobyte each: more than memory is given.
  .max(10_000)
  .refine(
    (captures) => captures.every(({ step }, i) => i === 0 || step >= (captures[i - 1] as Capture).step),
    { error: () => words('wrong.captures', 'captures go back') },
  );

function decoded(base64: string): Uint8Array | null {
  try {
    const characters = atob(base64);
    const bytes = new Uint8Array(characters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
    return bytes;
  } catch {
    return null;
  }
}

/** Writes captures as a file has them. */
export const plainCaptures = (captures: readonly Capture[]) =>
  captures.map(({ layers, ...rest }) => ({
    ...rest,
    layers: layers.map(({ weights, ...summaries }) => ({
      ...summaries,
      weights: weights && encoded(weights),
    })),
  }));

/** Bytes that become characters in one call, which takes a bounded number of arguments. */
const chunk = 0x8000;

function encoded(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += chunk)
    binary += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return btoa(binary);
}
