/** The registry of questions that the atlas answers. A new question is an entry here, with its words in the catalogue. */
import { type Comparison, cooperation, orderEffects } from '../../atlas/comparisons';
import { groupId } from '../../atlas/ids';
import { meanHalfStep, overSeeds, type Result, scoresOf } from '../../atlas/results';
import { stackId } from '../../atlas/stacks';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { formatEstimate } from '../../measure/evals/format';
import { shadeLevel } from '../kit/shadeLevel';

/** What a cell shows. */
export interface Answer {
  value: number;
  text: string;
  /** Error over seeds, in words; null of one seed. */
  error: string | null;
  /** Its shade: 0 to 9 from low to high, or −3 to 3 of a difference. */
  level: number;
}

export interface Question {
  id: string;
  name(): string;
  intro(): string;
  /** Whether cells are shaded either way from zero. */
  isDifference: boolean;
  /** Answers for each cell, by its place among the results; null where it cannot tell. */
  answers(results: readonly Result[]): (Answer | null)[];
  /** Its comparisons, each with how sure it is. */
  comparisons?(results: readonly Result[]): Comparison[];
}

export const questions: readonly Question[] = [
  {
    id: 'score',
    name: () => t('atlas.questions.score.name'),
    intro: () => t('atlas.questions.score.intro'),
    isDifference: false,
    answers: scores,
  },
  {
    id: 'halfStep',
    name: () => t('atlas.questions.halfStep.name'),
    intro: () => t('atlas.questions.halfStep.intro'),
    isDifference: false,
    answers: (results) => results.map(half),
  },
  {
    id: 'order',
    name: () => t('atlas.questions.order.name'),
    intro: () => t('atlas.questions.order.intro'),
    isDifference: true,
    answers: (results) => differences(results, reversed),
    comparisons: orderEffects,
  },
  {
    id: 'cooperation',
    name: () => t('atlas.questions.cooperation.name'),
    intro: () => t('atlas.questions.cooperation.intro'),
    isDifference: true,
    answers: (results) => differences(results, betterAlone),
    comparisons: cooperation,
  },
];

/** Accuracy is shaded from 0 to 1; a loss from the highest to the lowest on its text. */
function scores(results: readonly Result[]): (Answer | null)[] {
  const losses = new Map<string, number[]>();
  for (const result of results) {
    const found = result.chance === null ? overSeeds(result) : null;
    if (found) losses.set(result.subject, [...(losses.get(result.subject) ?? []), found.mean]);
  }
  return results.map((result) => {
    const found = overSeeds(result);
    if (!found) return null;
    const own = losses.get(result.subject) ?? [];
    const [low, high] = [Math.min(...own), Math.max(...own)];
    const share = result.chance === null ? (high - found.mean) / (high - low || 1) : found.mean;
    return { value: found.mean, ...inWords(result, found.mean, found.deviation), level: shadeLevel(share) };
  });
}

function half(result: Result): Answer | null {
  const step = meanHalfStep(result);
  if (step === null) return null;
  return { value: step, text: formatCount(step), error: null, level: shadeLevel(1 - step / result.steps) };
}

type Find = (like: Result, stack: string) => Result | null;

function differences(
  results: readonly Result[],
  against: (result: Result, find: Find) => Result | null,
): (Answer | null)[] {
  const byId = new Map(results.map((result) => [groupId(result), result]));
  const find: Find = (like, stack) => byId.get(groupId({ ...like, stack })) ?? null;
  return results.map((result) => {
    const other = against(result, find);
    const [own, others] = [overSeeds(result), other && overSeeds(other)];
    if (!own || !others) return null;
    const value = (result.chance === null ? -1 : 1) * (own.mean - others.mean);
    const deviation = Math.hypot(own.deviation, others.deviation);
    return { value, ...inWords(result, value, deviation), level: shadeOf(value, result.chance === null) };
  });
}

function reversed(result: Result, find: Find): Result | null {
  const other = stackId(result.layers.toReversed());
  return other === result.stack ? null : find(result, other);
}

function betterAlone(result: Result, find: Find): Result | null {
  const alone = uniformStacks(result).map((stack) => find(result, stack));
  if (alone.length < 2 || alone.some((one) => !one || !overSeeds(one))) return null;
  const sign = result.chance === null ? -1 : 1;
  return alone.reduce((best, one) =>
    sign * ((one && overSeeds(one)?.mean) ?? 0) > sign * ((best && overSeeds(best)?.mean) ?? 0) ? one : best,
  );
}

/** Ids of the uniform stacks of its variants. */
export const uniformStacks = ({ layers }: Pick<Result, 'layers'>): string[] => [
  ...new Set(layers.map((layer) => stackId(layers.map(() => layer)))),
];

function inWords(result: Result, value: number, deviation: number): Pick<Answer, 'text' | 'error'> {
  const unit = result.chance === null ? 'nats' : 'share';
  const text = formatEstimate(unit, { value, stderr: Number.NaN });
  if (scoresOf(result).length < 2 || !Number.isFinite(deviation)) return { text, error: null };
  return { text, error: formatEstimate(unit, { value: deviation, stderr: Number.NaN }) };
}

/** From which accuracy, and from which loss in nats, a difference is shaded more. */
const steps = { share: [0.05, 0.2, 0.5], nats: [0.02, 0.1, 0.3] } as const;

function shadeOf(difference: number, isLoss: boolean): number {
  const level = steps[isLoss ? 'nats' : 'share'].filter((step) => Math.abs(difference) >= step).length;
  return difference < 0 ? -level : level;
}
