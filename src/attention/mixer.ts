/**
 * A layer's mixer on tensors: q, k and v projected, mixed by the layer's form, mask and source, and projected back; or
 * the gated MLP in its place. R rows are the batch and, below it, the reference rows.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { linear, swiGLU } from '../ops';
import { attend } from './attend';
import { type AttentionMap, attentionMap } from './composedAttention';
import { type Dims, headDim } from './dims';
import type { HeadGroup } from './headGroup';
import type { AttentionHeads } from './heads';
import { type Layer, mixingOf } from './layers';
import { projectHeads } from './projectHeads';
import { type SourceInputs, sources } from './sources';

/** What a mixer gets of its layer: each source (R, T, d), a reference row (1, T, d). */
export interface MixerInput extends SourceInputs<Tensor3D> {
  dims: Dims;
  /** Heads of this layer that are switched off: their output is zero. */
  headsOff: readonly number[];
  /** The layer's input x, (R, T, d), to which the mixer's output is added. */
  residual: Tensor3D;
  /** A parameter of this layer's mixer by its short name (`q.weight`). */
  weight(name: string): Tensor;
}

/** Computes x + mixer(n), (R, T, d). */
export function mix(layer: Layer, input: MixerInput): Tensor3D {
  const { n, residual, weight } = input;
  const matrix = (name: string) => weight(name) as Tensor2D;
  const mixing = mixingOf(layer);
  if (!mixing) {
    return swiGLU(n, matrix('gate.weight'), matrix('up.weight'), matrix('down.weight'), residual) as Tensor3D;
  }
  const mixed = attend(mixing.form.id, projected(mixing, input), mixing.mask);
  return linear(withoutHeads(mixed, input), matrix('o.weight'), { residual }) as Tensor3D;
}

/** Mixed values (R, T, h·dh) with those of the heads that are switched off at zero. */
function withoutHeads(mixed: Tensor3D, { dims, headsOff }: MixerInput): Tensor3D {
  if (headsOff.length === 0) return mixed;
  const width = headDim(dims);
  const on = Float32Array.from({ length: dims.heads * width }, (_, c) =>
    headsOff.includes(Math.floor(c / width)) ? 0 : 1,
  );
  return tf.tidy(() => tf.mul(mixed, tf.tensor1d(on)));
}

/** Computes scores and the whole map of a layer, for the attention probe; null where the layer has no map. */
export function mapOf(layer: Layer, input: MixerInput): AttentionMap | null {
  const mixing = mixingOf(layer);
  return mixing && attentionMap(mixing.form.id, projected(mixing, input), mixing.mask);
}

function projected(
  { form, source }: NonNullable<ReturnType<typeof mixingOf>>,
  input: MixerInput,
): AttentionHeads {
  const { n, dims } = input;
  const { heads, kvHeads } = dims;
  const project = (from: Tensor3D, groups: HeadGroup[]) => projectHeads(from, groups, dims.rmsEps);
  const ropeTheta = form.rope ? dims.ropeTheta : undefined;
  const queries = headGroup(input, 'q', heads, ropeTheta);
  const keys = headGroup(input, 'k', kvHeads, ropeTheta);
  const values = headGroup(input, 'v', kvHeads);
  // One product where q, k and v have the same source.
  if (source === 'current') return { heads, kvHeads, projected: project(n, [queries, keys, values]) };
  return {
    heads,
    kvHeads,
    projected: project(sources[source].of(input), [queries, keys]),
    values: project(n, [values]),
  };
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
