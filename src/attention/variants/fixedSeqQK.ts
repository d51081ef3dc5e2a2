import { softmax } from '../forms/softmax';
import { causal } from '../masks';
import type { Variant } from '../variant';
import { sharedMapCost } from './costs';

/** q and k from the reference stream of a fixed text, the first T tokens of the training corpus. */
export const fixedSeqQK: Variant<'fixedSeqQK'> = {
  id: 'fixedSeqQK',
  linkCode: 5,
  name: 'FixedSeqQK',
  short: 'Fix',
  principle: 'sequence',
  summary:
    'Queries and keys come from one fixed passage that runs through the same layers: one map for every text.',
  tex: 'Q,K \\text{ from } n^{\\text{fix}}_l,\\ x^{\\text{fix}}_0 = \\operatorname{Emb}(t^{\\text{fix}}),\\quad V \\text{ from } n_l',
  citation: '§3.3, Eqs. 11-12',
  cost: sharedMapCost,
  options: {},
  mixing: { form: softmax, mask: () => causal, source: 'text' },
};
