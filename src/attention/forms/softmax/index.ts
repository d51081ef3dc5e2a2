/** The softmax of scaled dot products (Vaswani et al. 2017): A_ij = exp(s_ij) / Σ_j' exp(s_ij'), s = q·k / √headDim. */

import type { Form } from '../form';
import { dotProductScore, softmax as overExponentials } from '../plainNumbers';

export const softmax: Form = {
  id: 'softmax',
  rope: true,
  score: dotProductScore,
  weights: overExponentials,
};
