/**
 * What a variant says about itself. Nothing here imports TensorFlow.js at run time: a variant receives the ops it
 * composes, so the page can read the registry (names, equations, costs) without loading the engine.
 */
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import type { Ops } from '../ops';

/** The sizes a layer depends on; `headDim` = dModel / heads. */
export interface Dims {
  dModel: number;
  heads: number;
  kvHeads: number;
  ffn: number;
  qkvBias: boolean;
  qkNorm: boolean;
  ropeTheta: number;
  rmsEps: number;
}

export const headDim = (dims: Pick<Dims, 'dModel' | 'heads'>): number => dims.dModel / dims.heads;

/** A parameter of a layer; `gain` starts at 1, `bias` at 0, `matrix` (in, out) at N(0, 0.02²) and alone is decayed. */
export interface ParameterSpec {
  name: string;
  shape: number[];
  kind: 'matrix' | 'bias' | 'gain';
}

/** The fixed inputs a stack may carry as extra batch rows (paper §3.3, Eqs. 9-12). */
export type ReferenceKind = 'random' | 'text';

/** What a mixer sees of one layer: R rows are the batch and, below it, the reference rows. */
export interface MixerInput {
  ops: Ops;
  dims: Dims;
  /** The layer's input x, (R, T, d), to which the mixer's output is added. */
  residual: Tensor3D;
  /** RMSNorm(x; g1), (R, T, d). */
  n: Tensor3D;
  /** RMSNorm(e; g1) of the static input embedding, (R, T, d). */
  staticNormed(): Tensor3D;
  /** The reference row of `n`, (1, T, d). */
  reference(kind: ReferenceKind): Tensor3D;
  /** A parameter of this layer's mixer by its short name (`q.weight`). */
  weight(name: string): Tensor;
}

/** Pre-softmax scores and the causal map, both (R or 1, heads, T, T). */
export interface AttentionMap {
  scores: Tensor4D;
  map: Tensor4D;
}

/** q (heads · headDim) and k (kvHeads · headDim) of one position, normed and rotated. */
export interface QueryKey {
  q: Float32Array;
  k: Float32Array;
}

/** One row's mixer, fed one position after the other: n (d) and that position's q and k in, output (d) out. */
export type RowMixer = (n: Float32Array, qk: QueryKey | null) => Float32Array;

/** The recurrent form of a mixer, in plain numbers (paper Appendix I). */
export interface RecurrentMixer {
  /** q and k of a source row (d) at a position, or null where the variant has none. */
  queryKey(source: Float32Array, position: number): QueryKey | null;
  /** A fresh state for one row. */
  newRow(): RowMixer;
}

/** Sizes a cost formula is evaluated at: B batch, L length in tokens, d width, h heads. */
export interface CostSizes {
  B: number;
  L: number;
  d: number;
  h: number;
}

/** Paper Tables 5 to 8, per layer: TeX for the card, and the same as numbers (FLOPs; bytes at 16 bit). */
export interface VariantCost {
  timeTex: string;
  prefillFlops(s: CostSizes): number;
  decodeFlops(s: CostSizes): number;
  cacheBytes(s: CostSizes): number;
  prefillTex: string;
  decodeTex: string;
  cacheTex: string;
}

/** The design principle of attention that a variant relaxes; the paper's four colours. */
export type PrincipleId = 'none' | 'mixing' | 'form' | 'sequence' | 'currentQK';

export interface Variant<Id extends string = string> {
  id: Id;
  /** What stands for it in a link: its own for ever. */
  linkCode: number;
  name: string;
  /** At most four letters, for a chip: tells variants apart without colour. */
  short: string;
  principle: PrincipleId;
  /** One plain sentence for a student. */
  summary: string;
  /** The defining equation, TeX. */
  tex: string;
  /** Section and equations of arXiv 2510.11602. */
  source: string;
  cost: VariantCost;
  parameters(dims: Dims): ParameterSpec[];
  /** Where q and k come from: the layer's input, the static embedding, a reference row, or nowhere. */
  qkSource: 'current' | 'static' | ReferenceKind | null;
  /** x + mixer(n), (R, T, d). */
  mix(input: MixerInput): Tensor3D;
  /** Builds scores and map for one who looks; null where the variant has no map. */
  look(input: MixerInput): AttentionMap | null;
  recurrent(dims: Dims, weight: (name: string) => Float32Array): RecurrentMixer;
}
