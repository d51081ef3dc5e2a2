/** The parameters of a layer's mixer: they follow from whether it mixes tokens, not from how. */
import { type Dims, headDim, type ParameterSpec } from './dims';
import type { Variant } from './variant';

/** Lists the parameters of a variant's mixer in the order of the fixtures, by their short names (`q.weight`). */
export function mixerParameters({ mixing }: Pick<Variant, 'mixing'>, dims: Dims): ParameterSpec[] {
  return mixing ? attentionParameters(dims) : gatedMlpParameters(dims);
}

function attentionParameters(dims: Dims): ParameterSpec[] {
  const dh = headDim(dims);
  const width = { q: dims.heads * dh, k: dims.kvHeads * dh, v: dims.kvHeads * dh };
  const specs: ParameterSpec[] = (['q', 'k', 'v'] as const).map((p) => ({
    name: `${p}.weight`,
    shape: [dims.dModel, width[p]],
    kind: 'matrix',
  }));
  specs.push({ name: 'o.weight', shape: [width.q, dims.dModel], kind: 'matrix' });
  if (dims.qkvBias) {
    for (const p of ['q', 'k', 'v'] as const)
      specs.push({ name: `${p}.bias`, shape: [width[p]], kind: 'bias' });
  }
  if (dims.qkNorm) {
    specs.push(
      { name: 'qNorm.gain', shape: [dh], kind: 'gain' },
      { name: 'kNorm.gain', shape: [dh], kind: 'gain' },
    );
  }
  return specs;
}

function gatedMlpParameters(dims: Dims): ParameterSpec[] {
  const m = gatedMlpHidden(dims);
  return [
    { name: 'gate.weight', shape: [dims.dModel, m], kind: 'matrix' },
    { name: 'up.weight', shape: [dims.dModel, m], kind: 'matrix' },
    { name: 'down.weight', shape: [m, dims.dModel], kind: 'matrix' },
  ];
}

/**
 * Returns the hidden size m = round(params(attention) / 3d), so that parameter counts match to one hidden unit (paper
 * §3.1).
 */
export function gatedMlpHidden(dims: Dims): number {
  const attention = attentionParameters(dims).reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b), 0);
  return Math.round(attention / (3 * dims.dModel));
}
