/**
 * What the six variants with a map share: q, k, v and o projections, a source for q and k, and a form that turns
 * scores into weights. A variant file names its source and form; the rest is here.
 */
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import type { AttentionHeads, HeadGroup } from '../ops';
import { rmsNormRow, rotate, vecMat } from '../ops/vector';
import { rowMixers } from './recurrent';
import type { Dims, MixerInput, ParameterSpec, RecurrentMixer, Variant } from './types';
import { headDim } from './types';

/** softmax(s); the Taylor form 1 + s + s²/2; or exp of a score of the key position alone. */
export type Form = 'softmax' | 'taylor' | 'key';

export interface AttentionKind {
  form: Form;
  source: NonNullable<Variant['qkSource']>;
}

export function attentionParameters(dims: Dims): ParameterSpec[] {
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

/** Everything of a variant that follows from its form and its source of q and k. */
export function attention(kind: AttentionKind) {
  return {
    qkSource: kind.source,
    parameters: attentionParameters,

    mix(input: MixerInput): Tensor3D {
      const { causalAttention, taylorAttention, keyAttention, linear } = input.ops;
      const attend = { softmax: causalAttention, taylor: taylorAttention, key: keyAttention }[kind.form];
      const mixed = attend(projectedHeads(kind, input));
      return linear(mixed, input.weight('o.weight') as Tensor2D, { residual: input.residual }) as Tensor3D;
    },

    look: (input: MixerInput) => input.ops.attentionMap(kind.form, projectedHeads(kind, input)),

    recurrent(dims: Dims, weight: (name: string) => Float32Array): RecurrentMixer {
      const dh = headDim(dims);
      const bias = (p: string) => (dims.qkvBias ? weight(`${p}.bias`) : undefined);
      const projected = (p: 'q' | 'k', source: Float32Array, position: number) => {
        let y = vecMat(source, weight(`${p}.weight`), bias(p));
        if (dims.qkNorm) y = rmsNormRow(y, weight(`${p}Norm.gain`), dims.rmsEps);
        if (kind.form !== 'key') rotate(y, dh, position, dims.ropeTheta);
        return y;
      };
      return {
        queryKey: (source, position) => ({
          q: projected('q', source, position),
          k: projected('k', source, position),
        }),
        newRow() {
          const mixHeads = rowMixers[kind.form](dims);
          return (n, qk) => {
            if (!qk) throw new Error('An attention mixer needs the query and key of its position.');
            return vecMat(mixHeads(qk, vecMat(n, weight('v.weight'), bias('v'))), weight('o.weight'));
          };
        },
      };
    },
  };
}

function projectedHeads(kind: AttentionKind, input: MixerInput): AttentionHeads {
  const { n, ops, dims } = input;
  const { heads, kvHeads } = dims;
  const project = (source: Tensor3D, groups: HeadGroup[]) => ops.projectHeads(source, groups, dims.rmsEps);
  // A score of the key position alone is the same under any rotation, so the form leaves RoPE out (§3.2).
  const ropeTheta = kind.form === 'key' ? undefined : dims.ropeTheta;
  const queries = headGroup(input, 'q', heads, ropeTheta);
  const keys = headGroup(input, 'k', kvHeads, ropeTheta);
  const values = headGroup(input, 'v', kvHeads);
  if (kind.source === 'current') return { heads, kvHeads, projected: project(n, [queries, keys, values]) };
  const source = kind.source === 'static' ? input.staticNormed() : input.reference(kind.source);
  return { heads, kvHeads, projected: project(source, [queries, keys]), values: project(n, [values]) };
}

function headGroup(input: MixerInput, name: 'q' | 'k' | 'v', heads: number, ropeTheta?: number): HeadGroup {
  const { dims, weight } = input;
  return {
    heads,
    weight: weight(`${name}.weight`) as Tensor2D,
    bias: dims.qkvBias ? (weight(`${name}.bias`) as Tensor1D) : undefined,
    normGain: dims.qkNorm && name !== 'v' ? (weight(`${name}Norm.gain`) as Tensor1D) : undefined,
    ropeTheta,
  };
}
