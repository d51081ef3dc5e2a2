import { softmax } from '../forms/softmax';
import { causal } from '../masks';
import type { Variant } from '../variant';
import { sharedMapCost } from './costs';

/** q and k from the reference stream of a fixed random embedding; gradients flow through the stream. */
export const rndEmbQK: Variant<'rndEmbQK'> = {
  id: 'rndEmbQK',
  linkCode: 4,
  name: 'RndEmbQK',
  short: 'Rnd',
  principle: 'sequence',
  summary:
    'Queries and keys come from a fixed random input that runs through the same layers: one map for every text.',
  tex: 'Q,K \\text{ from } n^{\\text{rnd}}_l,\\ x^{\\text{rnd}}_0 \\sim \\mathcal N(0, 0.02^2),\\quad V \\text{ from } n_l',
  citation: '§3.3, Eqs. 9-10',
  cost: sharedMapCost,
  options: {},
  mixing: { form: softmax, mask: () => causal, source: 'random' },
};
