import type { Tensor2D } from '@tensorflow/tfjs';
import { swiGLURow } from '../../ops/vector';
import { attentionParameters } from '../attention';
import type { Dims, Variant } from '../types';

/** Hidden size m = round(params(standard mixer) / 3d): the counts match to within one hidden unit (§3.1). */
export function mlpHidden(dims: Dims): number {
  const standardCount = attentionParameters(dims).reduce(
    (sum, p) => sum + p.shape.reduce((a, b) => a * b),
    0,
  );
  return Math.round(standardCount / (3 * dims.dModel));
}

/** A gated MLP in the mixer's place: no token sees another. */
export const mlp: Variant<'mlp'> = {
  id: 'mlp',
  linkCode: 1,
  name: 'MLP',
  short: 'MLP',
  principle: 'mixing',
  summary: 'Attention is replaced by a gated MLP of the same size, so no token ever sees another.',
  tex: '\\operatorname{out} = \\bigl(\\operatorname{SiLU}(n W_{g}) \\odot n W_{u}\\bigr) W_{d}',
  source: '§3.1',
  cost: {
    timeTex: 'BLd^2',
    prefillTex: '6BLd^2',
    decodeTex: '6Bd^2',
    cacheTex: '0',
    prefillFlops: ({ B, L, d }) => 6 * B * L * d * d,
    decodeFlops: ({ B, d }) => 6 * B * d * d,
    cacheBytes: () => 0,
  },
  qkSource: null,
  parameters(dims) {
    const m = mlpHidden(dims);
    return [
      { name: 'gate.weight', shape: [dims.dModel, m], kind: 'matrix' },
      { name: 'up.weight', shape: [dims.dModel, m], kind: 'matrix' },
      { name: 'down.weight', shape: [m, dims.dModel], kind: 'matrix' },
    ];
  },
  mix({ ops, n, residual, weight }) {
    return ops.swiGLU(
      n,
      weight('gate.weight') as Tensor2D,
      weight('up.weight') as Tensor2D,
      weight('down.weight') as Tensor2D,
      residual,
    ) as typeof n;
  },
  look: () => null,
  recurrent: (_dims, weight) => ({
    queryKey: () => null,
    newRow: () => (n) => swiGLURow(n, weight('gate.weight'), weight('up.weight'), weight('down.weight')),
  }),
};
