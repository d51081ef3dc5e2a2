/**
 * Which keys a query sees: the last `width` positions up to and including its own. Compositions, kernels,
 * maps, caches and the exported model.py all read it from here.
 */

export interface Mask {
  /** Keys that a query sees at most; Infinity for all up to its own. */
  readonly width: number;
}

/** Every key j ≤ i. */
export const causal: Mask = { width: Number.POSITIVE_INFINITY };

/** Makes the mask of the keys i − width < j ≤ i; at width 1 a query sees itself alone. @param width whole, ≥ 1 */
export const windowMask = (width: number): Mask => ({ width });

/** Narrows a mask to T positions: a window that hides none of them becomes `causal`, which has faster code. */
export const maskFor = (mask: Mask, T: number): Mask => (mask.width >= T ? causal : mask);

/** Returns the first key that query i sees; the last is i itself. */
export const firstKey = ({ width }: Mask, i: number): number => Math.max(0, i - width + 1);

/** Tells whether query i sees key j. */
export const sees = (mask: Mask, i: number, j: number): boolean => j <= i && j >= firstKey(mask, i);

/** How WGSL states a mask, over `i32` expressions of positions. */
export interface MaskCode {
  /** The first key that a query sees. */
  firstKey(query: string): string;
  /** One past the last query that sees a key. */
  endOfQueries(key: string): string;
  /** Whether a query sees a key. */
  sees(query: string, key: string): string;
  /** What the expressions read, for the kernel's sizes: one compiled kernel serves windows of every width. */
  sizes: Record<string, number>;
}

/** Returns the WGSL of a mask. @param mask as `maskFor` gives it for T */
export function maskCode({ width }: Mask): MaskCode {
  if (width === Number.POSITIVE_INFINITY) {
    return {
      firstKey: () => '0',
      endOfQueries: () => 'T',
      sees: (query, key) => `${key} <= ${query}`,
      sizes: {},
    };
  }
  return {
    firstKey: (query) => `max(0, ${query} - window + 1)`,
    endOfQueries: (key) => `min(T, ${key} + window)`,
    // Not &&, which is a branch: a kernel has many of them, and SwiftShader's compiler takes gigabytes over those.
    sees: (query, key) => `((${key} <= ${query}) & (${key} > ${query} - window))`,
    sizes: { window: width },
  };
}
