/**
 * A line of the atlas: what came of one cell, as JSON. It has no time and no date, so that the same cell gives the same line. Numbers
 * have five significant digits.
 */
import { jsonText } from '../format/json';
import { z } from '../zod';

/** An infinite number is one too, as a perplexity may be. */
const number = z.custom<number>((value) => typeof value === 'number', 'Give a number.');

/** One number for each layer from the bottom up; null of a layer that mixes no tokens. */
const ofLayers = z.array(number.nullable());

const trainedSchema = z.strictObject({
  id: z.string(),
  /** What the plan varies, and what is of most interest of the rest; the link has all of it. */
  settings: z.strictObject({
    task: z.string().optional(),
    knobs: z.record(z.string(), number).optional(),
    text: z.string().optional(),
    /** From the bottom up. */
    layers: z.array(z.union([z.string(), z.looseObject({ variant: z.string() })])),
    seed: number,
    steps: number,
    batch: number,
    width: number,
    heads: number,
    ffn: number,
    context: number,
    qkNorm: z.boolean(),
    learningRate: number,
  }),
  link: z.string(),
  /** What computed it: only of one version and one build are lines the same. */
  engine: z.strictObject({ name: z.string(), version: number, build: z.string() }),
  parameters: number,
  /** The step at which a loss or a gradient was no finite number, where training ended; missing where none was. */
  diverged: number.optional(),
  /** Curves: entry i is of step i · every, and the last of the last step. */
  every: number,
  /** On held-out sequences, nats per token; from step 0. */
  loss: z.array(number),
  /** Share of due answers that are right, of a task; from step 0. */
  accuracy: z.array(number).optional(),
  /** Mean over the steps since the entry before, nats per token; from step `every`. */
  trainLoss: z.array(number),
  /** By id of a metric, its value and standard error after the last step; missing where it diverged, and so is what follows. */
  final: z.record(z.string(), z.tuple([number, number])).optional(),
  /** By name: see src/measure/indicators.ts. Means over held-out sequences. */
  indicators: z.record(z.string(), ofLayers).optional(),
  /** Quantiles of the scores of all heads and those sequences: see src/measure/scores.ts. */
  scores: z.record(z.string(), ofLayers).optional(),
  /**
   * Each head's weight on the keys that a task calls right, by layer from the bottom up: see src/measure/heads/truth.ts. Means over
   * held-out sequences; null of a layer that mixes no tokens, missing where no keys are right ones.
   */
  truth: z.array(z.array(number).nullable()).optional(),
});

/** Not trained, as another cell computes the same. */
const sameSchema = z.strictObject({ id: z.string(), sameAs: z.string() });

const lineSchema = z.union([trainedSchema, sameSchema]);

export type TrainedLine = z.infer<typeof trainedSchema>;
export type AtlasLine = z.infer<typeof lineSchema>;

/** Reads a line; null where it is none. */
export function parseLine(text: string): AtlasLine | null {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Writes a line, without a line break. */
export const lineText = (line: AtlasLine): string => jsonText(line);

const digits = 5;

/** Rounds to five significant digits. */
export function rounded(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const power = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  // A power of ten below 1 has no exact binary form.
  const scale = Number(`1e${Math.abs(power)}`);
  return power >= 0 ? Math.round(value * scale) / scale : Math.round(value / scale) * scale;
}
