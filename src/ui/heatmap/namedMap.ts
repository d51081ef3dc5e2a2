/** A map that is shown large, of whatever it is. */
export interface NamedMap {
  /** (T, T) row-major, rows are queries; 0 above the diagonal, NaN where it says nothing. */
  values: Float32Array;
  /** Whose it is, in a few words. */
  name: string;
}
