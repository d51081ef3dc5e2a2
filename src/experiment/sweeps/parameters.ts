/** Parameters that several sweeps have, and how a sweep reads what was chosen of them. */
import { type VariantId, variants } from '../../attention/variants';
import { type Placement, placements } from '../placements';
import { type Experiment, limits, type Run } from '../schema';
import type { Choice, SweepParameter, SweepValues } from './sweep';

const first = ({ runs }: Experiment): Run => runs[0] as Run;

/** The first variant of the experiment that is not standard. */
const firstVariant = ({ runs }: Experiment): VariantId =>
  runs.flatMap(({ layers }) => layers).find(({ variant }) => variant !== 'standard')?.variant ??
  'nonApproximate';

const variantChoices: readonly Choice[] = variants.map(({ id, name, linkCode }) => ({ id, name, linkCode }));

/** A number of layers, the first run's until another is chosen. @param max most of them */
export const layersParameter = (max: number = limits.layers): SweepParameter => ({
  kind: 'number',
  linkCode: 1,
  name: 'Layers',
  help: 'Of each stack',
  whole: true,
  min: 1,
  max,
  default: (experiment) => Math.min(max, first(experiment).layers.length),
});

/** A variant that is not standard. */
export const variantParameter: SweepParameter = {
  kind: 'choice',
  linkCode: 2,
  name: 'Variant',
  help: 'What stands beside the standard layers',
  registry: 'variants',
  choices: () => variantChoices.filter(({ id }) => id !== 'standard'),
  default: firstVariant,
};

/** A variant of any kind. */
export const anyVariantParameter = (
  own: Pick<SweepParameter, 'linkCode' | 'name' | 'help'> & {
    default(experiment: Experiment): VariantId;
  },
): SweepParameter => ({ kind: 'choice', registry: 'variants', choices: () => variantChoices, ...own });

/** A placement; its place in the list stands for it in a link. */
export const placementParameter: SweepParameter = {
  kind: 'choice',
  linkCode: 3,
  name: 'Placement',
  help: 'Which layers are standard',
  registry: 'placements',
  // Where none is standard, it is no hybrid.
  choices: () =>
    placements.map(({ id, name }, linkCode) => ({ id, name, linkCode })).filter(({ id }) => id !== 'uniform'),
  default: () => 'even',
};

/** Reads a number. @throws Error where it is none, which `sweepRuns` has checked before */
export function numberOf(values: SweepValues, id: string): number {
  const value = values[id];
  if (typeof value !== 'number') throw new Error(`The sweep has no number “${id}”.`);
  return value;
}

/** Reads the variant that was chosen. */
export const variantOf = (values: SweepValues, id: string): VariantId => values[id] as VariantId;

/** Reads the placement that was chosen. @throws Error where there is no such placement */
export function placementOf(values: SweepValues): Placement {
  const found = placements.find(({ id }) => id === values.placement);
  if (!found) throw new Error(`There is no placement “${values.placement}”.`);
  return found;
}
