/**
 * The questions that stacks are held against each other by: the paper’s, whether a variant does alone and beside standard attention,
 * and whether the order decides and a hybrid beats its parts.
 */
import { sortBy, uniqBy } from 'es-toolkit';
import { type Layer, layerOf } from '../attention/layers';
import { groupId } from './ids';
import { overSeeds, type Result } from './results';
import { stackId } from './stacks';
import { type Difference, holm, pairedDifference } from './statistics';

export interface Comparison extends Difference {
  subject: string;
  size: string;
  /** `value` is what the first has more than the second; of a loss, less. */
  stacks: [string, string];
  /** p after Holm's correction for all comparisons of the question. */
  corrected: number;
}

/** Of two results that a plan names, which may differ in size, as in their learning rates. */
export interface NamedComparison extends Difference {
  sides: readonly [Result, Result];
  /** p after Holm's correction for all that are named. */
  corrected: number;
}

/** What holds at this level of corrected p is told as clear. */
export const level = 0.05;

/** Holds each stack against itself upside down. */
export const orderEffects = (results: readonly Result[]): Comparison[] =>
  compare(results, ({ layers, stack }, find) => {
    const reversed = find(stackId(layers.toReversed()));
    // Each pair once, and none that has the lines of a third stack.
    return reversed && reversed.sameAs === null && stack < reversed.stack ? reversed : null;
  });

/** Holds each hybrid of two variants against the better one of their uniform stacks. */
export const cooperation = (results: readonly Result[]): Comparison[] =>
  compare(results, ({ layers }, find) => {
    const kinds = uniqBy(layers, (layer) => stackId([layer]));
    if (kinds.length !== 2) return null;
    const [first, second] = kinds.map((kind) => find(stackId(layers.map(() => kind))));
    if (!first || !second) return null;
    return advantage(first, second) >= 0 ? first : second;
  });

/** Holds each stack of one variant alone against standard attention alone. */
export const againstStandard = (results: readonly Result[]): Comparison[] =>
  compare(results, ({ layers, stack }, find) => {
    const other = stackId(layers.map(() => layerOf('standard')));
    return isUniform(layers) && other !== stack ? find(other) : null;
  });

/** Holds each stack of standard layers and one variant against the variant alone. */
export const besideStandard = (results: readonly Result[]): Comparison[] =>
  compare(results, ({ layers }, find) => {
    const others = layers.filter(({ variant }) => variant !== 'standard');
    const [first] = others;
    if (!first || !isUniform(others) || others.length === layers.length) return null;
    return find(stackId(layers.map(() => first)));
  });

const isUniform = (layers: readonly Layer[]) => uniqBy(layers, (layer) => stackId([layer])).length === 1;

/**
 * Holds stacks against each other that a plan names, each at a size of its own.
 * @param pairs groupId of both sides; a pair without two results is left out
 */
export function namedComparisons(
  results: readonly Result[],
  pairs: readonly (readonly [string, string])[],
): NamedComparison[] {
  const byId = new Map(results.map((result) => [groupId(result), result]));
  const found = pairs.flatMap((pair) => {
    const [first, second] = pair.map((id) => byId.get(id));
    const difference = first && second ? pairedDifference(first, second) : null;
    if (!first || !second || !difference) return [];
    return [{ ...difference, value: sign(first) * difference.value, sides: [first, second] as const }];
  });
  const corrected = holm(found.map(({ p }) => p));
  return found.map((one, i) => ({ ...one, corrected: corrected[i] as number }));
}

/** Ranks comparisons by effect over error, the largest first. No effect is the least whatever its error: two stacks that are always right have none. */
export const ranked = (comparisons: readonly Comparison[]): Comparison[] =>
  sortBy(comparisons, [({ value, stderr }) => (value === 0 ? 0 : -Math.abs(value) / stderr)]);

/** Tells by how much the first's mean is better; negative where it is worse. */
function advantage(a: Result, b: Result): number {
  const [own, other] = [overSeeds(a), overSeeds(b)];
  if (!own || !other) return own ? 1 : -1;
  return sign(a) * (own.mean - other.mean);
}

/** A lower loss is better, and a higher accuracy. */
export const sign = ({ chance }: Result): 1 | -1 => (chance === null ? -1 : 1);

/** Compares with what `other` finds, of the same subject and size. Stacks that compute the same are left out. */
function compare(
  results: readonly Result[],
  other: (result: Result, find: (stack: string) => Result | null) => Result | null,
): Comparison[] {
  const byId = new Map(results.map((result) => [groupId(result), result]));
  const found = results.flatMap((result) => {
    if (result.sameAs !== null) return [];
    const against = other(result, (stack) => byId.get(groupId({ ...result, stack })) ?? null);
    const difference =
      against && computed(against) !== result.stack ? pairedDifference(result, against) : null;
    if (!against || !difference) return [];
    const { subject, size, stack } = result;
    const stacks: Comparison['stacks'] = [stack, against.stack];
    return [{ ...difference, value: sign(result) * difference.value, subject, size, stacks }];
  });
  const corrected = holm(found.map(({ p }) => p));
  return found.map((one, i) => ({ ...one, corrected: corrected[i] as number }));
}

/** The stack whose lines they are. */
const computed = ({ sameAs, stack }: Result) => sameAs ?? stack;
