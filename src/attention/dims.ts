/** The sizes of a layer and of its parameters. */

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

/** Returns the width of a head. */
export const headDim = (dims: Pick<Dims, 'dModel' | 'heads'>): number => dims.dModel / dims.heads;

/** A parameter of a layer; `gain` starts at 1, `bias` at 0, `matrix` (in, out) at N(0, 0.02²) and alone is decayed. */
export interface ParameterSpec {
  name: string;
  shape: number[];
  kind: 'matrix' | 'bias' | 'gain';
}
