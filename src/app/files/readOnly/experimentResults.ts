/** What `npm run experiment -- … --json FILE` writes: an experiment at its seeds, or the runs of a sweep. */
import { t } from '../../../i18n/i18n';
import { z } from '../../../zod';
import { curveOf, type ReadOnlyRun, type ReadRuns } from './run';

const step = z.int().min(0).max(1_000_000);
/** JSON has null for what is no number. */
const value = z.custom<number | null>((one) => one === null || typeof one === 'number');
const name = z.string().max(200);

const experiment = z.object({
  batch: z.number(),
  model: z.object({ context: z.number() }),
  runs: z.array(z.object({ id: z.string(), name })),
});

const seedsSchema = z.object({
  experiment,
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
    }),
  ),
});

const curve = z
  .object({ steps: z.array(step), values: z.array(value) })
  .refine(({ steps, values }) => steps.length === values.length);

const sweepSchema = z.object({
  experiment,
  results: z.array(
    z.object({
      run: z.object({ name }),
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

function runsAtSeeds({ experiment: trained, seeds }: z.infer<typeof seedsSchema>): ReadOnlyRun[] {
  return trained.runs.flatMap((run) =>
    seeds.flatMap(({ seed, runs }): ReadOnlyRun[] => {
      const own = runs[run.id];
      if (!own) return [];
      return [
        {
          name: seeds.length > 1 ? t('app.readOnly.seed', { run: run.name, seed }) : run.name,
          stepTokens: tokensOf(trained),
          curves: {
            train: curveOf(own.losses.map(({ step: at, loss }) => [at, loss])),
            validation: curveOf(own.validation.map(({ step: at, loss }) => [at, loss])),
            accuracy: curveOf(
              own.validation.flatMap(({ step: at, accuracy }) => (accuracy === null ? [] : [[at, accuracy]])),
            ),
          },
        },
      ];
    }),
  );
}

const runsOfSweep = ({ experiment: trained, results }: z.infer<typeof sweepSchema>): ReadOnlyRun[] =>
  results.map(({ run, curves: { train, validation, accuracy } }) => {
    const of = ({ steps, values }: z.infer<typeof curve>) =>
      curveOf(steps.map((at, i) => [at, values[i] as number | null]));
    return {
      name: run.name,
      stepTokens: tokensOf(trained),
      curves: { train: of(train), validation: of(validation), accuracy: of(accuracy) },
    };
  });
