/**
 * Plans that train the most surprising comparisons of a plan again, so that none is called a finding for its rate, its length or
 * its seeds: first both sides of each at several learning rates, then each side at its best one, for longer and at other seeds.
 */
import { maxBy, range, round, toMerged } from 'es-toolkit';
import { type Comparison, cooperation, orderEffects, ranked, sign } from './comparisons';
import { groupId } from './ids';
import type { Plan } from './plan';
import { overSeeds, type Result } from './results';

/** Learning rates at their highest; the plan's own comes first, as the best of equals. */
const rates = [0.003, 0.001, 0.01];
/** How many times as many steps are trained at the best rate. */
const longer = 5;
/** At which each is trained for longer. */
const seeds = 3;

/** Lists the comparisons of both questions that have the largest effects over their errors. */
export const mostSurprising = (results: readonly Result[], count: number): Comparison[] =>
  ranked([...orderEffects(results), ...cooperation(results)]).slice(0, count);

/** Plans both sides of each comparison at every rate, at one seed that the plan has not. */
export const ratesPlan = (plan: Plan, surprising: readonly Comparison[]): Plan => ({
  ...plan,
  title: `${plan.title}: the most surprising at ${rates.length} learning rates`,
  sizes: sizesOf(plan),
  seeds: [freshSeed(plan)],
  first: [],
  comparisons: surprising.flatMap((one) => rates.map((rate) => sides(one, () => rate))),
});

/**
 * Plans both sides of each comparison for longer, each at its best rate, at seeds that neither plan has.
 * @param found what came of `ratesPlan`
 * @throws Error for the reader where a side has no result at a rate
 */
export function againPlan(plan: Plan, surprising: readonly Comparison[], found: readonly Result[]): Plan {
  const byId = new Map(found.map((result) => [groupId(result), result]));
  const bestRate = (subject: string, stack: string, size: string): number => {
    const judged = rates.map((rate) => {
      const id = groupId({ subject, stack, size: sizeId(size, rate) });
      const result = byId.get(id);
      if (!result || result.runs.length === 0) throw new Error(`${id} has no line yet.`);
      // What diverged is the worst.
      return { rate, goodness: sign(result) * (overSeeds(result)?.mean ?? Number.NaN) };
    });
    return (maxBy(judged, ({ goodness }) => (Number.isNaN(goodness) ? -Infinity : goodness)) ?? judged[0])
      ?.rate as number;
  };
  const comparisons = surprising.map((one) => sides(one, (stack) => bestRate(one.subject, stack, one.size)));
  const named = new Set(comparisons.flat().map((id) => id.split('/')[2]));
  const { steps, evalInterval } = plan.settings as { steps: number; evalInterval: number };
  return {
    ...plan,
    title: `${plan.title}: the most surprising again, for longer at their best learning rates`,
    settings: toMerged(plan.settings, { steps: longer * steps, evalInterval: longer * evalInterval }),
    subjects: plan.subjects.map((subject) =>
      subject.steps === undefined ? subject : { ...subject, steps: longer * subject.steps },
    ),
    sizes: sizesOf(plan).filter(({ id }) => named.has(id)),
    seeds: range(seeds).map((n) => freshSeed(plan) + 1 + n),
    first: [],
    comparisons,
  };
}

const freshSeed = ({ seeds }: Plan) => Math.max(...seeds) + 1;

const sizeId = (size: string, rate: number) => `${size}-rate-${rate}`;

/** Each size at each rate; the lowest rate of its schedule is the same share of it as in the plan. */
function sizesOf({ settings, sizes }: Plan): Plan['sizes'] {
  return sizes.flatMap((size) =>
    rates.map((learningRate) => {
      const own = toMerged(settings.optimizer ?? {}, size.optimizer ?? {}) as Record<string, number>;
      const share = (own.minLearningRate ?? 0) / (own.learningRate ?? 1);
      const optimizer = { learningRate, minLearningRate: round(share * learningRate, 6) };
      return { ...toMerged(size, { optimizer }), id: sizeId(size.id, learningRate) };
    }),
  );
}

/** Names both sides, each at its rate. */
const sides = (
  { subject, stacks, size }: Comparison,
  rateOf: (stack: string) => number,
): [string, string] => {
  const side = (stack: string) => groupId({ subject, stack, size: sizeId(size, rateOf(stack)) });
  return [side(stacks[0]), side(stacks[1])];
};
