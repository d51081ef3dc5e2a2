/**
 * Where the queries and keys of a layer come from (paper §3.3 and §3.4). Values always come from the layer's own input.
 */

/** The fixed inputs that a stack may carry as extra batch rows, its reference rows (§3.3, Eqs. 9-12). */
export type ReferenceKind = 'random' | 'text';

export type SourceId = 'current' | 'static' | ReferenceKind;

/**
 * What a layer can offer as a source: tensors (R, T, d) in training, rows (d) in decoding. All have passed its input
 * norm.
 */
export interface SourceInputs<Rows> {
  /** RMSNorm(x; g1) of the layer's input. */
  n: Rows;
  /** RMSNorm(e; g1) of the static input embedding. */
  staticNormed(): Rows;
  /** The reference row of `n`. */
  reference(kind: ReferenceKind): Rows;
}

export interface Source {
  /** The reference row that the stack must carry for it; one map then serves every row. */
  reference: ReferenceKind | null;
  of<Rows>(inputs: SourceInputs<Rows>): Rows;
}

export const sources: Readonly<Record<SourceId, Source>> = {
  current: { reference: null, of: ({ n }) => n },
  static: { reference: null, of: ({ staticNormed }) => staticNormed() },
  random: { reference: 'random', of: ({ reference }) => reference('random') },
  text: { reference: 'text', of: ({ reference }) => reference('text') },
};
