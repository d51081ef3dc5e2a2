import { taylor } from '../forms/taylor';
import { causal } from '../masks';
import type { Variant } from '../variant';

/** The second-order Taylor form of the softmax (Arora et al. 2024), normalised jointly over the row (Eq. 6). */
export const approximate: Variant<'approximate'> = {
  id: 'approximate',
  linkCode: 2,
  name: 'Approximate',
  short: 'Apx',
  principle: 'form',
  summary:
    'The exponential of the softmax gives way to its second-order Taylor polynomial, linear in the length.',
  tex: "A_{ij} = \\frac{1 + s_{ij} + s_{ij}^2/2}{\\sum_{j' \\le i} 1 + s_{ij'} + s_{ij'}^2/2},\\quad s_{ij} = \\frac{q_i k_j^\\top}{\\sqrt{d_h}}",
  citation: '§3.2, Eq. 6',
  cost: {
    timeTex: 'BLd^2',
    prefillTex: '14BLd^2',
    decodeTex: '10Bd^2',
    cacheTex: '6Bd + 4Bd^2/h',
    activationTex: '10BLd + 2BhL',
    prefillFlops: ({ B, L, d }) => 14 * B * L * d * d,
    decodeFlops: ({ B, d }) => 10 * B * d * d,
    cacheBytes: ({ B, d, h }) => 6 * B * d + (4 * B * d * d) / h,
    activationBytes: ({ B, L, d, h }) => 10 * B * L * d + 2 * B * h * L,
  },
  options: {},
  mixing: { form: taylor, mask: () => causal, source: 'current' },
};
