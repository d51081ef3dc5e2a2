/** What `npm run experiment -- … --json FILE` writes: an experiment at its seeds, or the runs of a sweep. */
import { mapValues } from 'es-toolkit';
import { evaluatedSchema, withKnownOutcomes } from '../../../document/document';
import { parseExperiment } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import { withoutItems } from '../../../measure/evals/statistics';
import type { Indicators } from '../../../measure/indicators';
import type { Evaluated } from '../../../runtime/runReducer';
import { z } from '../../../zod';
import { learnedOf } from './learned';
import { curveOf, curvesAlone, mostReadOnlyRuns, type ReadOnlyRun, type ReadRuns } from './run';

const step = z.int().min(0).max(1_000_000);
/** JSON has null for what is no number. */
const value = z.custom<number | null>((one) => one === null || typeof one === 'number');
const name = z.string().max(200);

/** Loose, as an earlier lab may have written it: where it is none of this lab's, its runs have their curves alone. */
const experiment = z.looseObject({
  batch: z.number(),
  model: z.looseObject({ context: z.number() }),
  runs: z.array(z.looseObject({ id: z.string(), name })),
});

/** What one's own text is known by; earlier labs did not tell. */
const textHash = z.number().nullable().optional();

const seedsSchema = z.object({
  experiment,
  textHash,
  seeds: z.array(
    z.object({
      seed: z.number(),
      runs: z.record(
        z.string(),
        z.object({
          losses: z.array(z.object({ step, loss: value })),
          validation: z.array(z.object({ step, loss: value, accuracy: value })),
        }),
      ),
      evaluations: z.record(z.string(), evaluatedSchema).default({}),
      /** Of each layer of each run. */
      indicators: z
        .object({
          layers: z.record(
            z.string(),
            z.array(z.looseObject({ indicators: z.record(z.string(), value).nullable() })),
          ),
        })
        .optional(),
    }),
  ),
});

const curve = z
  .object({ steps: z.array(step), values: z.array(value) })
  .refine(({ steps, values }) => steps.length === values.length);

const sweepSchema = z.object({
  experiment,
  textHash,
  results: z.array(
    z.object({
      run: z.looseObject({ name }),
      curves: z.object({ train: curve, validation: curve, accuracy: curve }),
    }),
  ),
});

/** Reads it; null where the text is nothing of the kind. */
export function readExperimentResults(text: string): ReadRuns | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || !('experiment' in json)) return null;
  if (!('seeds' in json || 'results' in json)) return null;
  const seeds = seedsSchema.safeParse(json);
  if (seeds.success) return { ok: true, runs: runsAtSeeds(seeds.data), unreadable: 0 };
  const sweep = sweepSchema.safeParse(json);
  if (sweep.success) return { ok: true, runs: runsOfSweep(sweep.data), unreadable: 0 };
  const [issue] = ('seeds' in json ? seeds : sweep).error.issues;
  return { ok: false, why: t('app.readOnly.damagedResults', { place: issue?.path.join('.') ?? '' }) };
}

const tokensOf = ({ batch, model }: z.infer<typeof experiment>) => batch * model.context;

/** Reads what a run was trained with. @param change of the experiment that the file has */
function trainedWith(
  written: z.infer<typeof experiment>,
  change: { seed?: number; runs: readonly unknown[] },
  hash: number | null | undefined,
): Pick<ReadOnlyRun, 'learned' | 'trained'> {
  const parsed = parseExperiment({ ...written, ...change });
  if (!parsed.ok) return curvesAlone;
  const [run] = parsed.experiment.runs;
  return {
    learned: learnedOf(parsed.experiment, hash),
    trained: run ? { experiment: parsed.experiment, run } : null,
  };
}

/** Without items: the held-out sequences of elsewhere are not paired with those of the page. */
const evaluatedOf = (row: Evaluated | undefined): Evaluated | null => {
  if (!row) return null;
  const known = withKnownOutcomes(row);
  return { ...known, outcomes: mapValues(known.outcomes, withoutItems) };
};

function runsAtSeeds({ experiment: written, textHash: hash, seeds }: z.infer<typeof seedsSchema>) {
  return written.runs.flatMap((run) => {
    // A branch's origin is another run of the file, and says nothing of what it was trained with.
    const { branchOf: _, ...alone } = run;
    return seeds.flatMap(({ seed, runs, evaluations, indicators }): ReadOnlyRun[] => {
      const own = runs[run.id];
      if (!own) return [];
      const layers = indicators?.layers[run.id];
      return [
        {
          ...trainedWith(written, { seed, runs: [alone] }, hash),
          name: seeds.length > 1 ? t('app.readOnly.seed', { run: run.name, seed }) : run.name,
          stepTokens: tokensOf(written),
          evaluated: evaluatedOf(evaluations[run.id]),
          indicators: layers?.map((layer) => layer.indicators as Indicators | null) ?? null,
          curves: {
            train: curveOf(own.losses.map(({ step: at, loss }) => [at, loss])),
            validation: curveOf(own.validation.map(({ step: at, loss }) => [at, loss])),
            accuracy: curveOf(
              own.validation.flatMap(({ step: at, accuracy }) => (accuracy === null ? [] : [[at, accuracy]])),
            ),
          },
        },
      ];
    });
  });
}

const runsOfSweep = ({ experiment: written, textHash: hash, results }: z.infer<typeof sweepSchema>) =>
  results.map(({ run, curves: { train, validation, accuracy } }, i): ReadOnlyRun => {
    const of = ({ steps, values }: z.infer<typeof curve>) =>
      curveOf(steps.map((at, j) => [at, values[j] as number | null]));
    return {
      ...curvesAlone,
      // Those beyond the most there can be are not read to the end.
      ...(i < mostReadOnlyRuns && trainedWith(written, { runs: [run] }, hash)),
      name: run.name,
      stepTokens: tokensOf(written),
      curves: { train: of(train), validation: of(validation), accuracy: of(accuracy) },
    };
  });
