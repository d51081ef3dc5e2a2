/** How far a head looks one token back. */
import { type HeadScore, meanWeight } from './headScore';

export const previousToken: HeadScore = {
  id: 'previousToken',
  name: 'Previous token',
  tex: String.raw`\frac{1}{T-1}\sum_{i=2}^{T}A_{i,\,i-1}`,
  definition: 'The weight on the token just before, on average over all positions that have one.',
  source: 'Olsson et al. 2022 (arXiv 2209.11895), Argument 1: previous token heads',
  appliesTo: 'all',
  on: 'probe',
  of: (map, { tokens }) => meanWeight(map, tokens.length, (i) => (i > 0 ? [i - 1] : null)),
};
