import { softmax } from '../forms/softmax';
import { causal } from '../masks';
import type { Variant } from '../variant';
import { quadraticCost } from './costs';

/** Dot-product attention as in Vaswani et al. 2017; the paper's yardstick. */
export const standard: Variant<'standard'> = {
  id: 'standard',
  linkCode: 0,
  name: 'Standard',
  short: 'Std',
  principle: 'none',
  summary: 'Each token weighs the tokens before it by how well its query fits their keys.',
  tex: 'A = \\operatorname{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt{d_h}}\\right),\\quad Q,K,V \\text{ from } n_l',
  citation: '§2',
  cost: quadraticCost,
  options: {},
  mixing: { form: softmax, mask: () => causal, source: 'current' },
};
