/** How well a head finds the key that a task's answer needs. */
import { mean } from 'es-toolkit';
import { type HeadScore, meanWeight } from './headScore';

export const truth: HeadScore = {
  id: 'truth',
  name: 'Truth',
  tex: String.raw`\frac{1}{|D|}\sum_{i\in D}\sum_{j\in K_i}A_{ij}`,
  definition:
    'The weight that a head puts on the right keys K of an answer, on average over all positions D where one is due.',
  source: 'The lab’s own: the right keys are those of the task',
  appliesTo: 'tasks',
  on: 'probe',
  of: (map, { tokens, rightKeys }) =>
    rightKeys && meanWeight(map, tokens.length, (i) => rightKeys[i] ?? null),
  chance(rightKeys) {
    const shares = rightKeys.flatMap((keys, i) => (keys ? [keys.length / (i + 1)] : []));
    return shares.length > 0 ? mean(shares) : null;
  },
};
