/** What an experiment's file may hold beside tensors and text. Numbers that are none (NaN) are null in JSON. */
import { z } from 'zod';
import { experimentSchema, limits, parseExperiment } from '../../experiment/schema';
import { evaluations } from '../../measure/evals';
import { baselines } from '../../measure/evals/ngrams';

const step = z.int().min(0).max(1_000_000);
const shortText = z.string().max(2000);
/** Kept as null, since JSON has no other way to say it. */
const number = z.preprocess((value) => (value === null ? Number.NaN : value), z.union([z.number(), z.nan()]));

const estimateSchema = z.object({
  value: number,
  stderr: number,
  n: z.number().min(0),
  interval: z.tuple([number, number]).optional(),
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

const infoSchema = z.object({
  vocab: z.int().min(1).max(65_536),
  parameters: z.record(z.string().max(40), z.int().min(0)),
  uniformLoss: z.number(),
  chance: z.number(),
  bytesPerToken: z.number().positive().nullable(),
});

const viewSchema = z.object({
  runId: z.string().max(40).nullable(),
  layer: z
    .int()
    .min(0)
    .max(limits.layers - 1),
  head: z.int().min(0).max(31),
  probe: z.string().max(20_000),
  taskSample: z.int().min(0).max(1e9),
  chart: z.object({
    logSteps: z.boolean(),
    unit: z.enum(['loss', 'perplexity', 'bitsPerByte', 'accuracy']),
    smoothing: z.number().min(0).max(0.99),
    hiddenRuns: z.array(z.string().max(40)).max(limits.runs),
  }),
});

const word = z
  .int()
  .min(-(2 ** 31))
  .max(2 ** 32 - 1);

const checkpointSchema = z.object({
  version: z.literal(1),
  steps: step,
  batches: z.object({ seed: word, words: z.tuple([word, word, word, word]) }),
  rateFactor: z.number().positive().max(1),
});

const runSchema = z.object({
  failure: z.object({ step, message: shortText }).nullable(),
  /** Since when it goes on at a part of its learning rate. Files of the first lab to save any had no such entry. */
  gentler: z
    .object({ step, rateFactor: z.number().positive().max(1) })
    .nullable()
    .default(null),
  checkpoint: checkpointSchema.nullable(),
});

const manifestSchema = z.object({
  format: z.literal('attention-lab-experiment'),
  version: z.literal(1),
  experiment: experimentSchema,
  ownText: z.object({ name: z.string().max(500) }).nullable(),
  view: viewSchema,
  info: infoSchema.nullable(),
  /** By run or baseline id, then by evaluation id. */
  evaluations: z.record(
    z.string().max(60),
    z.object({ step: step.nullable(), outcomes: z.record(z.string().max(60), outcomeSchema) }),
  ),
  /** One for each run of the experiment, in its order. */
  runs: z.array(runSchema).max(limits.runs),
});

export type BundleManifest = z.infer<typeof manifestSchema>;
export type BundleRun = z.infer<typeof runSchema>;
export type BundleView = z.infer<typeof viewSchema>;

const seriesSchema = z
  .object({ steps: z.array(step), values: z.array(z.number()) })
  .refine(({ steps, values }) => steps.length === values.length, 'a curve has other steps than values')
  .refine(({ steps }) => steps.every((s, i) => i === 0 || s > (steps[i - 1] as number)), 'steps do not rise');

export const curvesSchema = z.object({
  train: seriesSchema,
  validation: seriesSchema,
  accuracy: seriesSchema,
});
export type RunCurves = z.infer<typeof curvesSchema>;

/** Throws an Error with a sentence where it is no manifest; of what this lab does not know, rows are left out. */
export function parseManifest(value: unknown): BundleManifest {
  const { format, version, experiment } = (value ?? {}) as Record<string, unknown>;
  if (format !== 'attention-lab-experiment') throw new Error('It is not an experiment of the lab.');
  if (typeof version === 'number' && version > 1)
    throw new Error('It was saved by a later version of the lab. Reload the page to get the newest version.');
  const parsed = parseExperiment(experiment);
  if (!parsed.ok) throw new Error(`Its experiment is not valid: ${parsed.message}`);
  // As JSON would have it: what is no number becomes null, what is undefined goes.
  const result = manifestSchema.safeParse(JSON.parse(JSON.stringify(value)));
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new Error(`Its contents are damaged, at ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  const manifest = result.data;
  const ids = manifest.experiment.runs.map(({ id }) => id);
  // Ids are keys of plain objects on the page.
  const taken = ids.find((id) => id in Object.prototype);
  if (taken) throw new Error(`A run cannot have the id "${taken}".`);
  return { ...manifest, evaluations: knownRows(manifest.evaluations, ids) };
}

function knownRows(rows: BundleManifest['evaluations'], runIds: string[]): BundleManifest['evaluations'] {
  const known: BundleManifest['evaluations'] = {};
  for (const id of [...runIds, ...baselines.map((baseline) => baseline.id)]) {
    const row = Object.hasOwn(rows, id) ? rows[id] : undefined;
    if (!row) continue;
    const outcomes = evaluations.flatMap(({ id: evalId }) => {
      const outcome = Object.hasOwn(row.outcomes, evalId) ? row.outcomes[evalId] : undefined;
      return outcome ? [[evalId, outcome] as const] : [];
    });
    known[id] = { step: row.step, outcomes: Object.fromEntries(outcomes) };
  }
  return known;
}
