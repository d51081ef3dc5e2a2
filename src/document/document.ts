/**
 * What a page holds of an experiment, as one schema: links, files and IndexedDB are each one way to write it. A new form
 * of it gets the next version and a migration.
 */

import { experimentSchema, limits, parseExperiment } from '../experiment/schema';
import { words } from '../format/words';
import { evaluations } from '../measure/evals';
import { baselines } from '../measure/evals/ngrams';
import type { Indicators } from '../measure/indicators';
import type { ScoreSummary } from '../measure/scores';
import { z } from '../zod';
import { capturesSchema, headScoresSchema } from './capturesSchema';
import { documentVersion, migrated } from './migrations';
import { measuredList, otherSteps, wrongIn } from './numberList';
import { sweepsSchema } from './sweepsSchema';
import { fittedView, type View, viewSchema } from './view';

const step = z.int().min(0).max(1_000_000);
/** Any number, NaN and infinities too; JSON has null for those. */
const anyNumber = z.preprocess(
  (value) => (value === null ? Number.NaN : value),
  z.custom<number>((value) => typeof value === 'number', {
    error: () => words('wrong.number', 'it is no number'),
  }),
);
const rateFactor = z.number().positive().max(1);
const byRun = <T extends z.ZodType>(schema: T) => z.record(z.string().max(60), schema);

/** An array of one type, whichever realm it was made in. */
const arrayOf = <T>(name: string) =>
  z.custom<T>((value) => Object.prototype.toString.call(value) === `[object ${name}]`, {
    error: () => words('wrong.array', 'it is no {{type}}', { type: name }),
  });
const float32 = arrayOf<Float32Array>('Float32Array');
const float64 = arrayOf<Float64Array>('Float64Array');
const int32 = arrayOf<Int32Array>('Int32Array');

/** The person's own text, which an experiment names by `corpus: 'ownText'`. */
export const ownTextSchema = z.object({ name: z.string().max(500), text: z.string() });

const estimateSchema = z.object({
  value: anyNumber,
  stderr: anyNumber,
  n: z.number().min(0),
  items: z.array(anyNumber).max(1024).readonly().optional(),
  interval: z.tuple([anyNumber, anyNumber]).optional(),
});

const outcomeSchema = z.union([
  z.object({
    metrics: z.record(z.string().max(60), estimateSchema),
    series: z
      .array(z.object({ x: z.number(), perplexity: estimateSchema }))
      .max(64)
      .optional(),
  }),
  z.object({ unavailable: z.string().max(200) }),
]);

/** By evaluation id, at a step; null of a baseline, which is not trained. */
export const evaluatedSchema = z.object({
  step: step.nullable(),
  outcomes: z.record(z.string().max(60), outcomeSchema),
});

/** By run or baseline id. */
const evaluationsSchema = byRun(evaluatedSchema);

const infoSchema = z.object({
  vocab: z.int().min(1).max(65_536),
  parameters: z.record(z.string().max(40), z.int().min(0)),
  uniformLoss: z.number().min(0),
  chance: z.number().min(0).max(1),
  bytesPerToken: z.number().positive().nullable(),
  bigram: z.object({ loss: z.number().min(0), accuracy: z.number().min(0).max(1).nullable() }).optional(),
});

/** Every point of a curve: steps and values of equal length. */
const seriesSchema = z
  .object({ steps: float64, values: float64 })
  .refine(({ steps, values }) => steps.length === values.length, { error: otherSteps });

/** A run's curves: losses in nats per token, accuracy as a share, and seconds trained, which earlier labs did not record. */
const curvesSchema = z.object({
  train: seriesSchema,
  validation: seriesSchema,
  accuracy: seriesSchema,
  seconds: seriesSchema.optional(),
});

/** The last attention probe: maps (heads, T, T) and scores of each layer of a run. */
const attentionProbeSchema = z.object({
  runId: z.string().max(40),
  step,
  tokens: z.array(z.string()),
  heads: z.int(),
  cut: z.boolean(),
  unknown: z.array(z.string()).default([]),
  layers: z.array(
    z.object({
      map: float32.nullable(),
      indicators: z.custom<Indicators>((value) => typeof value === 'object').nullable(),
      scores: z.custom<ScoreSummary>((value) => typeof value === 'object').nullable(),
      headScores: headScoresSchema.nullable().optional(),
    }),
  ),
});

/** Results without curves, which are stored apart as they are large. */
export const measuredSchema = z.object({
  info: infoSchema.nullable().default(null),
  evaluations: evaluationsSchema.default({}),
  /** Runs that failed: by divergence, say. */
  failures: byRun(z.object({ step, message: z.string().max(10_000) })).default({}),
  /** Runs at a reduced learning rate since a step. */
  gentler: byRun(z.object({ step, rateFactor })).default({}),
  /** How sure the validations are; earlier labs did not tell. */
  heldOut: byRun(
    z.object({
      answers: z.int().min(0),
      lowest: z.object({ step, windows: measuredList(limits.evalWindows) }).nullable(),
    }),
  ).default({}),
  /** They are of a recording: nothing here was trained, and training begins from the start. */
  recorded: z.boolean().optional(),
});

const resultsSchema = measuredSchema.extend({
  curves: byRun(curvesSchema).default({}),
  /** How the training stood; null where that is not told, as in a file. */
  state: z
    .enum(['empty', 'loading', 'ready', 'training', 'paused', 'finished', 'failed'])
    .nullable()
    .default(null),
  message: z.string().nullable().default(null),
  progress: z
    .object({
      step,
      steps: z.int(),
      tokensPerSecond: anyNumber,
      secondsLeft: z.custom<number | null>((value) => value === null || typeof value === 'number'),
    })
    .nullable()
    .default(null),
  // The last attention probe under its stored name; a damaged one is dropped, as it can be computed again.
  look: attentionProbeSchema.nullable().default(null).catch(null),
});

const word = z
  .int()
  .min(-(2 ** 31))
  .max(2 ** 32 - 1);

/** A checkpoint without its tensors. @see Checkpoint */
export const checkpointStateSchema = z.object({
  version: z.literal(1),
  steps: step,
  batches: z.object({ seed: word, words: z.tuple([word, word, word, word]) }),
  rateFactor,
});

const checkpointSchema = checkpointStateSchema.extend({
  params: z.record(z.string(), z.object({ shape: z.array(z.int()), values: float32 })),
  moments: float32,
  randomEmbedding: float32,
  fixedSequence: int32,
});

/** What every stored form has. */
export const storedSchema = z.object({
  version: z.literal(documentVersion),
  experiment: experimentSchema,
  view: viewSchema,
});

export const documentSchema = storedSchema.extend({
  ownText: ownTextSchema.nullable(),
  results: resultsSchema,
  /** Checkpoints by run id, from which training resumes; a run that has not been trained has none. */
  checkpoints: byRun(checkpointSchema),
  /** What the probe looked like along the way, by run id. */
  captures: byRun(capturesSchema),
  /** Runs beside those of the experiment, and what came of them. */
  sweeps: sweepsSchema,
  /** What it was trained on last; null before any training and where that is not told. */
  backend: z
    .object({
      name: z.enum(['webgpu', 'processor', 'webgl', 'cpu']),
      adapter: z.string(),
      /** Of the engines' code (src/engine/engine.ts); earlier labs did not tell. */
      engineVersion: z.int().min(1).optional(),
    })
    .nullable()
    .default(null),
});

export type LabDocument = z.infer<typeof documentSchema>;
export type StoredCurves = z.infer<typeof curvesSchema>;
type Evaluations = z.infer<typeof evaluationsSchema>;

/** What every stored form has: its view as one, and what was measured as one. */
interface Stored {
  experiment: LabDocument['experiment'];
  view: View;
  results: { evaluations: Evaluations };
}

/**
 * Reads a document, or a part of one, of this version or an earlier one. What this lab does not know of rows and views is
 * left out.
 * @param schema of the form it is stored in: `storedSchema` and more
 * @throws Error with a message for the user where it is no document, or of a later version
 */
export function parseStored<T extends Stored>(schema: z.ZodType<T>, value: unknown): T {
  const today = migrated(value);
  const parsed = parseExperiment(today.experiment);
  if (!parsed.ok)
    throw new Error(
      words('document.invalid', 'Its experiment is not valid, at {{place}}: {{why}}', {
        place: parsed.place,
        // What a field must be ends without a stop.
        why: parsed.reason.replace(/[^.。]$/, '$&.'),
      }),
    );
  const result = schema.safeParse(today);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new Error(
      words('document.damagedAt', 'Its contents are damaged, at {{place}}: {{why}}.', {
        place: issue?.path.join('.') ?? '',
        why: wrongIn(result.error),
      }),
    );
  }
  const stored = result.data;
  const ids = stored.experiment.runs.map(({ id }) => id);
  // Ids are keys of plain objects on the page.
  const taken = ids.find((id) => id in Object.prototype);
  if (taken) throw new Error(words('document.takenId', 'A run cannot have the id "{{id}}".', { id: taken }));
  return {
    ...stored,
    view: fittedView(stored.view, stored.experiment),
    results: { ...stored.results, evaluations: knownRows(stored.results.evaluations, ids) },
  };
}

function knownRows(rows: Evaluations, runIds: string[]): Evaluations {
  const known: Evaluations = {};
  for (const id of [...runIds, ...baselines.map((baseline) => baseline.id)]) {
    const row = Object.hasOwn(rows, id) ? rows[id] : undefined;
    if (!row) continue;
    known[id] = withKnownOutcomes(row);
  }
  return known;
}

/** Leaves out what no evaluation of this lab is. */
export const withKnownOutcomes = ({ step, outcomes }: Evaluations[string]): Evaluations[string] => ({
  step,
  outcomes: Object.fromEntries(
    evaluations.flatMap(({ id }) => {
      const outcome = Object.hasOwn(outcomes, id) ? outcomes[id] : undefined;
      return outcome ? [[id, outcome] as const] : [];
    }),
  ),
});

/** A document, and the takes that shared settings were changed from: each a document, oldest first. */
export interface DocumentWithTakes<Document = LabDocument> {
  document: Document;
  takes: readonly Document[];
}

/** What a file of an experiment holds. */
export interface Bundle<Document = LabDocument> extends DocumentWithTakes<Document> {
  /** Of the experiment; files of earlier labs do not tell it. */
  name?: string | undefined;
}

/** Picks the entries of an experiment's runs, in the order of the runs. */
export function ofRuns<T>(
  experiment: LabDocument['experiment'],
  of: Readonly<Record<string, T>>,
): Record<string, T> {
  return Object.fromEntries(
    experiment.runs.flatMap(({ id }) => (Object.hasOwn(of, id) ? [[id, of[id] as T]] : [])),
  );
}
