/** How far a head looks at where the same token stood before. */
import { earlierOccurrences, type HeadScore, meanWeight } from './headScore';

export const duplicateToken: HeadScore = {
  id: 'duplicateToken',
  name: 'Duplicate token',
  tex: String.raw`\frac{1}{n}\sum_{i=n+1}^{2n}A_{i,\,i-n}`,
  definition:
    'In n random tokens that come twice, the weight from a token of the second copy on itself in the first.',
  source: 'Wang et al. 2022 (arXiv 2211.00593), §3: duplicate token heads',
  appliesTo: 'all',
  on: 'repeated',
  of(map, { tokens }) {
    const before = earlierOccurrences(tokens);
    return meanWeight(map, tokens.length, (i) => before[i] ?? null);
  },
};
