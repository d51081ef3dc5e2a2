/**
 * The softmax's exponential as its second-order Taylor polynomial (Arora et al. 2024, paper Eq. 6):
 * A_ij = (1 + s + s²/2) / Σ_j' (1 + s' + s'²/2), normalised jointly.
 */
import { headDim } from '../../dims';
import { type Features, featureMixer } from '../featureState';
import type { Form } from '../form';
import { dotProductScore, overSum } from '../plainNumbers';

export const taylor: Form = {
  id: 'taylor',
  rope: true,
  score: dotProductScore,
  weights: (scores) => overSum(scores.map((s) => 1 + s + (s * s) / 2)),
  recurrent: (sizes) => featureMixer(sizes, featureCount(headDim(sizes)), queryFeatures, keyFeatures),
};

const featureCount = (dh: number) => 1 + dh + dh * dh;

/** φ(k) = [1, k, k⊗k], so that φ'(q)·φ(k) = 1 + s + s²/2. */
const keyFeatures: Features = (x, start, dh) => {
  const phi = new Float64Array(featureCount(dh));
  phi[0] = 1;
  for (let a = 0; a < dh; a++) {
    const xa = x[start + a] as number;
    phi[1 + a] = xa;
    for (let b = 0; b < dh; b++) phi[1 + dh + a * dh + b] = xa * (x[start + b] as number);
  }
  return phi;
};

/** φ'(q): s = q·k / √headDim, so each power of q carries one 1/√headDim, and the second a half. */
const queryFeatures: Features = (x, start, dh) =>
  keyFeatures(x, start, dh).map((phi, f) => phi * (f === 0 ? 1 : f <= dh ? 1 / Math.sqrt(dh) : 1 / (2 * dh)));
