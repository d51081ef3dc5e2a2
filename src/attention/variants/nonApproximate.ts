import { key } from '../forms/key';
import { causal } from '../masks';
import type { Variant } from '../variant';

/** A score of the key position alone; with QK-norm the SiLU comes after the norm. */
export const nonApproximate: Variant<'nonApproximate'> = {
  id: 'nonApproximate',
  linkCode: 3,
  name: 'Non-approximate',
  short: 'NonA',
  principle: 'form',
  summary: 'Each position gets one score from its own query and key, so all later tokens weigh it alike.',
  tex: "A_{ij} = \\frac{\\exp(s_j)}{\\sum_{j' \\le i} \\exp(s_{j'})},\\quad s_j = \\frac{\\sum_c \\operatorname{SiLU}(q_{jc})\\,k_{jc}}{\\sqrt{d_h}}",
  citation: '§3.2, Eqs. 7-8',
  cost: {
    timeTex: 'BLd^2',
    prefillTex: '6BLd^2',
    decodeTex: '6Bd^2',
    cacheTex: '2Bd + 4Bh',
    activationTex: '10BLd + 4BhL',
    prefillFlops: ({ B, L, d }) => 6 * B * L * d * d,
    decodeFlops: ({ B, d }) => 6 * B * d * d,
    cacheBytes: ({ B, d, h }) => 2 * B * d + 4 * B * h,
    activationBytes: ({ B, L, d, h }) => 10 * B * L * d + 4 * B * h * L,
  },
  options: {},
  mixing: { form: key, mask: () => causal, source: 'current' },
};
