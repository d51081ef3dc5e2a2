import { softmax } from '../forms/softmax';
import { causal } from '../masks';
import type { Variant } from '../variant';
import { quadraticCost } from './costs';

/** q and k from the static input embedding through the layer's own input norm, v from the current stream. */
export const staticEmbQK: Variant<'staticEmbQK'> = {
  id: 'staticEmbQK',
  linkCode: 6,
  name: 'StaticEmbQK',
  short: 'Stat',
  principle: 'currentQK',
  summary:
    'Queries and keys come from the bare token embeddings, so deeper layers cannot refine what to look for.',
  tex: 'Q,K \\text{ from } \\operatorname{RMSNorm}(\\operatorname{Emb}(t)),\\quad V \\text{ from } n_l',
  citation: '§3.4',
  cost: {
    ...quadraticCost,
    // The embedding through the layer's norm is kept beside the layer's own input.
    activationTex: '12BLd + 2BhL^2',
    activationBytes: (sizes) => quadraticCost.activationBytes(sizes, {}) + 2 * sizes.B * sizes.L * sizes.d,
  },
  options: {},
  mixing: { form: softmax, mask: () => causal, source: 'static' },
};
