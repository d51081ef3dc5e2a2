/**
 * A layer's mixer on tensors: q, k and v projected, mixed by the layer's form, mask and source, and projected back; or
 * the gated MLP in its place. R rows are the batch and, below it, the reference rows.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { linear, swiGLU } from '../ops';
import { attend } from './attend';
import { type AttentionMap, attentionMap } from './composedAttention';
import { type Dims, headDim } from './dims';
import type { HeadGroup } from './headGroup';
import { type AttentionHeads, attentionSizes, repeatHeads, timesValues, unpackHeads } from './heads';
import { type Layer, mixingOf } from './layers';
import { projectHeads } from './projectHeads';
import { type SourceInputs, sources } from './sources';

/** What a mixer gets of its layer: each source (R, T, d), a reference row (1, T, d). */
export interface MixerInput extends SourceInputs<Tensor3D> {
  dims: Dims;
  /** Heads of this layer that are switched off: their output is zero. */
  headsOff: readonly number[];
  /** The map that mixes the batch's rows in place of the layer's own, (1 or B, heads, T, T), 0 above the diagonal. */
  map?: Tensor4D | undefined;
  /** The layer's input x, (R, T, d), to which the mixer's output is added. */
  residual: Tensor3D;
  /** B, the rows of the batch. */
  batchRows: number;
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
  const heads = projected(mixing, input);
  const own = attend(mixing.form.id, heads, mixing.mask);
  const mixed = input.map ? mixedBy(input.map, heads, input.batchRows, own) : own;
  return linear(withoutHeads(mixed, input), matrix('o.weight'), { residual }) as Tensor3D;
}

/** Mixed values (R, T, h·dh): those of the first B rows by a map, the reference rows below them as they are. */
function mixedBy(map: Tensor4D, heads: AttentionHeads, B: number, own: Tensor3D): Tensor3D {
  return tf.tidy(() => {
    const { T, headDim, rows } = attentionSizes('mixedBy', heads);
    const values = tf.slice(unpackHeads(heads).v, [0, 0, 0, 0], [B, -1, -1, -1]);
    const mixed = timesValues(map, repeatHeads(values, heads.heads / heads.kvHeads));
    const batch = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [B, T, heads.heads * headDim]) as Tensor3D;
    return rows === B ? batch : tf.concat([batch, tf.slice(own, [B, 0, 0], [-1, -1, -1])], 0);
  });
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
