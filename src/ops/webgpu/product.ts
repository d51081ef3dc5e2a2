/** A matrix product, and the parts of a kernel that computes one. */

/**
 * C = A B, with A (M, K) stored so that k runs along a row ('mk') or m does ('km'), and B (K, N) with n ('kn') or k
 * ('nk'). Bindings: `a`, `b`, and for C `c0`, `c1`, …
 */
export interface Product {
  M: number;
  N: number;
  K: number;
  aLayout: 'mk' | 'km';
  bLayout: 'kn' | 'nk';
  /** C is cut into tensors of so many columns each; most often it is one. */
  widths: number[];
  /** Binding `bias` (N) is added to each row of C, `residual` (M, N) to C; C is one tensor. */
  bias?: boolean;
  residual?: boolean;
  /** The column sums of B go to `sums0`, `sums1`, …, cut like C. */
  sums?: boolean;
}

/** The part of a kernel that depends on the product; see runKernel. */
export interface ProductCode {
  declarations?: string;
  body: string;
  vec4: string[];
  sizes: Record<string, number>;
  threads: number;
  workgroup: number;
  meet?: boolean;
}

/** Returns the sum. */
export const total = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

/**
 * Returns the sizes that a product's kernel reads, so that products of one kind share it: M, N, K, and for each part n of
 * C width`n`, start`n`, its first column, and tiles`n`, the number of tiles across before it.
 * @param tiles how many tiles across each part has
 */
export function productSizes({ M, N, K, widths }: Product, tiles: number[]): Record<string, number> {
  const sizes: Record<string, number> = { M, N, K, across: total(tiles) };
  widths.forEach((width, n) => {
    sizes[`width${n}`] = width;
    sizes[`start${n}`] = total(widths.slice(0, n));
    sizes[`tiles${n}`] = total(tiles.slice(0, n));
  });
  return sizes;
}
