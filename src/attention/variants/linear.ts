import { linear as form } from '../forms/linear';
import { causal } from '../masks';
import type { Variant } from '../variant';

/** Linear attention: products of positive features of queries and keys take the exponential's place. */
export const linear: Variant<'linear'> = {
  id: 'linear',
  linkCode: 8,
  name: 'Linear',
  short: 'Lin',
  principle: 'form',
  summary:
    'Weights are products of positive features of query and key, so a sum of fixed size holds all earlier tokens.',
  tex: "A_{ij} = \\frac{\\phi(q_i)\\,\\phi(k_j)^\\top}{\\sum_{j' \\le i} \\phi(q_i)\\,\\phi(k_{j'})^\\top},\\quad \\phi(x) = \\operatorname{elu}(x) + 1",
  citation: 'Katharopoulos et al. 2020, arXiv 2006.16236, Eqs. 4-7',
  cost: {
    timeTex: 'BLd^2',
    prefillTex: '6BLd^2 + 4BLd^2/h',
    decodeTex: '6Bd^2 + 4Bd^2/h',
    cacheTex: '2Bd + 2Bd^2/h',
    activationTex: '10BLd + 2BhL',
    prefillFlops: ({ B, L, d, h }) => 6 * B * L * d * d + (4 * B * L * d * d) / h,
    decodeFlops: ({ B, d, h }) => 6 * B * d * d + (4 * B * d * d) / h,
    cacheBytes: ({ B, d, h }) => 2 * B * d + (2 * B * d * d) / h,
    activationBytes: ({ B, L, d, h }) => 10 * B * L * d + 2 * B * h * L,
  },
  options: {},
  mixing: { form, mask: () => causal, source: 'current' },
};
