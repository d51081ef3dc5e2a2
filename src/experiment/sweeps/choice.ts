/** What a person chose of a sweep, and the runs that it comes to. */
import { range } from 'es-toolkit';
import { characterCount, firstCharacters } from '../../data/characters';
import { formatExact } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { entryName, words } from '../../format/words';
import { z } from '../../zod';
import { withOverrides } from '../edit';
import { settingsOfRun } from '../overrides';
import { type Experiment, limits, type Run, runSchema } from '../schema';
import { sweepKinds } from './index';
import type { Choice, SweepKind, SweepParameter, SweepValues, Variation } from './sweep';

/** Most runs of a sweep, and most seeds of each. */
export const sweepLimits = { runs: 1000, seeds: 20 } as const;

/** A sweep as it is stored: which one, what was chosen of it, and at how many seeds each of its runs trains. */
export const sweepChoiceSchema = z.strictObject({
  sweep: z.string().min(1).max(40),
  parameters: z.record(z.string().max(40), z.union([z.number(), z.string().max(40)])),
  seeds: z.int().min(1).max(sweepLimits.seeds),
});

export type SweepChoice = z.infer<typeof sweepChoiceSchema>;

/** A run of a sweep, and where the sweep's picture has it. */
export interface SweepRun extends Pick<Variation, 'x' | 'line'> {
  run: Run;
  seed: number;
}

/** `message` is a sentence for the reader that says what to change. */
export type SweepRuns = { ok: true; runs: readonly SweepRun[] } | { ok: false; message: string };

/** Finds a sweep by its id; undefined where there is none. */
export const findSweep = (id: string): SweepKind | undefined => sweepKinds.find((kind) => kind.id === id);

/** Says what a sweep is called in the reader's language. @param id of any; one that is not known is its own name */
export function sweepName(id: string): string {
  const kind = findSweep(id);
  return kind ? entryName('sweeps', kind) : id;
}

/** Returns a sweep with each parameter at its default for an experiment. */
export const defaultChoice = (kind: SweepKind, experiment: Experiment): SweepChoice => ({
  sweep: kind.id,
  parameters: Object.fromEntries(
    Object.entries(kind.parameters).map(([id, parameter]) => [id, parameter.default(experiment)]),
  ),
  seeds: kind.id === 'seeds' ? 3 : 1,
});

/** Runs of choices, for as long as the choice is kept: hundreds of runs are asked for with each result that comes in. */
const listed = new WeakMap<SweepChoice, { experiment: Experiment; runs: SweepRuns & { ok: true } }>();

/**
 * Lists the runs of a sweep over an experiment: each variation at each seed, the seeds from the run's own on. Runs have ids that
 * stay as long as the sweep means the same, also where the registry grows.
 */
export function sweepRuns(experiment: Experiment, choice: SweepChoice): SweepRuns {
  const known = listed.get(choice);
  if (known?.experiment === experiment) return known.runs;
  const runs = listRuns(experiment, choice);
  if (runs.ok) listed.set(choice, { experiment, runs });
  return runs;
}

function listRuns(experiment: Experiment, choice: SweepChoice): SweepRuns {
  const kind = findSweep(choice.sweep);
  if (!kind)
    return refuse(
      words('sweep.unknown', 'There is no sweep “{{sweep}}”. The sweeps are {{ids}}.', {
        sweep: isolated(choice.sweep),
        ids: sweepKinds.map(({ id }) => id).join(', '),
      }),
    );
  const wrong = wrongParameter(kind, choice.parameters, experiment);
  if (wrong) return refuse(about(entryName('sweeps', kind), wrong));
  if (!(Number.isInteger(choice.seeds) && choice.seeds >= 1 && choice.seeds <= sweepLimits.seeds))
    return refuse(
      words('sweep.seeds', 'Give a whole number of seeds from 1 to {{most}}.', { most: sweepLimits.seeds }),
    );
  const variations = kind.variations(experiment, choice.parameters);
  const count = variations.length * choice.seeds;
  if (count > sweepLimits.runs)
    return refuse(
      words(
        'sweep.manyRuns',
        'This sweep has {{runs}} runs, and the most is {{most}}. Choose fewer seeds or layers.',
        { runs: count, most: sweepLimits.runs },
      ),
    );
  const runs = variations.flatMap((variation) => atSeeds(experiment, variation, choice.seeds));
  for (const { run } of runs) {
    const parsed = runSchema.safeParse(run);
    if (!parsed.success)
      return refuse(
        about(
          isolated(run.name),
          parsed.error.issues[0]?.message ?? words('sweep.untrainable', 'It cannot be trained.'),
        ),
      );
  }
  return { ok: true, runs };
}

const refuse = (message: string): SweepRuns => ({ ok: false, message });

/** Says of what something is wrong. */
const about = (what: string, wrong: string) => words('sweep.about', '{{what}}: {{wrong}}', { what, wrong });

function atSeeds(experiment: Experiment, variation: Variation, seeds: number): SweepRun[] {
  const { key, x, line, name, layers, overrides } = variation;
  const first = settingsOfRun(experiment, variation).seed;
  return range(seeds).map((n) => {
    // Seeds are unsigned 32-bit integers: they wrap to 0.
    const seed = (first + n) % 2 ** 32;
    const { seed: _, ...others } = overrides ?? {};
    const ending = seeds > 1 ? `, seed ${seed}` : '';
    const run = withOverrides(
      { id: `${key}/${seed}`, name: named(name, ending), layers },
      { ...others, ...(seed !== experiment.seed && { seed }) },
    );
    return { run, seed, x, line };
  });
}

const named = (name: string, ending: string) =>
  firstCharacters(name, limits.nameLength - characterCount(ending)) + ending;

/** Says what a parameter is called and what it is for, in the reader's language. */
export const parameterWords = (
  sweep: string,
  id: string,
  { name, help }: Pick<SweepParameter, 'name' | 'help'>,
) => ({
  name: words(`sweeps.${sweep}.${id}.name`, name),
  help: words(`sweeps.${sweep}.${id}.help`, help),
});

/** Says what a parameter's choice is called in the reader's language. */
export const choiceName = (
  sweep: string,
  id: string,
  { registry }: Extract<SweepParameter, { kind: 'choice' }>,
  choice: Choice,
): string =>
  registry ? entryName(registry, choice) : words(`sweeps.${sweep}.${id}.${choice.id}`, choice.name);

/** Says what is wrong with the parameters; null where nothing is. */
function wrongParameter(kind: SweepKind, values: SweepValues, experiment: Experiment): string | null {
  const unknown = Object.keys(values).find((id) => !Object.hasOwn(kind.parameters, id));
  if (unknown !== undefined)
    return words('sweep.noParameter', 'It has no parameter “{{parameter}}”.', {
      parameter: isolated(unknown),
    });
  for (const [id, parameter] of Object.entries(kind.parameters)) {
    const wrong = wrongValue(parameter, Object.hasOwn(values, id) ? values[id] : undefined, experiment);
    if (wrong) return about(parameterWords(kind.id, id, parameter).name, wrong);
  }
  return null;
}

function wrongValue(
  parameter: SweepParameter,
  value: number | string | undefined,
  experiment: Experiment,
): string | null {
  if (parameter.kind === 'choice') {
    const choices = parameter.choices(experiment);
    if (choices.some(({ id }) => id === value)) return null;
    return words('sweep.oneOf', 'Choose one of {{ids}}.', { ids: choices.map(({ id }) => id).join(', ') });
  }
  const { min, max, whole } = parameter;
  const fits =
    typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value));
  if (fits) return null;
  const bounds = { min: formatExact(min), max: formatExact(max) };
  return whole
    ? words('experiment.whole', 'Give a whole number from {{min}} to {{max}}.', bounds)
    : words('experiment.between', 'Give a number from {{min}} to {{max}}.', bounds);
}

/** Makes the experiment that trains some of a sweep's runs: its settings, and these runs in place of its own. */
export const experimentOfRuns = (experiment: Experiment, runs: readonly Run[]): Experiment => ({
  ...experiment,
  runs: [...runs],
});
