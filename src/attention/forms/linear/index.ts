/**
 * Linear attention (Katharopoulos et al. 2020, Eqs. 4-7): A_ij = φ(q_i)·φ(k_j) / Σ_j' φ(q_i)·φ(k_j'), φ(x) = elu(x) + 1.
 * No scale, and no RoPE, as rotated features may be negative; QK-norm comes before φ.
 */
import { headDim } from '../../dims';
import { type Features, featureMixer } from '../featureState';
import type { Form, HeadOffset, QueryKey } from '../form';
import { overSum } from '../plainNumbers';

export const linear: Form = {
  id: 'linear',
  rope: false,
  score,
  weights: overSum,
  recurrent: (sizes) => featureMixer(sizes, headDim(sizes), features, features),
};

const feature = (x: number): number => (x > 0 ? x + 1 : Math.exp(x));

function score({ q }: QueryKey, { k }: QueryKey, head: HeadOffset, dh: number): number {
  let sum = 0;
  for (let c = 0; c < dh; c++) sum += feature(q[head.q + c] as number) * feature(k[head.kv + c] as number);
  return sum;
}

const features: Features = (x, start, dh) =>
  Float64Array.from({ length: dh }, (_, a) => feature(x[start + a] as number));
