/** How far a head is an induction head. */
import { earlierOccurrences, type HeadScore, meanWeight } from './headScore';

/**
 * The prefix-matching score of Olsson et al., on a sequence that comes twice where theirs comes four times: each token of the
 * second copy has then one earlier place.
 */
export const induction: HeadScore = {
  id: 'induction',
  name: 'Induction',
  tex: String.raw`\frac{1}{n}\sum_{i=n+1}^{2n}A_{i,\,i-n+1}`,
  definition:
    'In n random tokens that come twice, the weight from a token of the second copy on the token that followed it in the first.',
  source: 'Olsson et al. 2022 (arXiv 2209.11895), Appendix “Head Activation Evaluators”: prefix matching',
  appliesTo: 'all',
  on: 'repeated',
  of(map, { tokens }) {
    const before = earlierOccurrences(tokens);
    return meanWeight(map, tokens.length, (i) => before[i]?.map((j) => j + 1) ?? null);
  },
};
