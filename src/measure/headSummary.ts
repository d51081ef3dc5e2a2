/** Summaries of a layer's maps over its heads: what they share, what any of them does, and where they differ. */

/** Makes one number of those of all heads, which are `stride` apart. */
type HeadSummary = (map: Float32Array, at: number, heads: number, stride: number) => number;

// Without an array of the heads' weights: a map of 1,024 tokens has half a million entries.
const mean: HeadSummary = (map, at, heads, stride) => {
  let sum = 0;
  for (let h = 0; h < heads; h++) sum += map[at + h * stride] as number;
  return sum / heads;
};

const headSummaries = {
  mean,
  maximum(map, at, heads, stride) {
    let most = Number.NEGATIVE_INFINITY;
    for (let h = 0; h < heads; h++) most = Math.max(most, map[at + h * stride] as number);
    return most;
  },
  /** Population standard deviation: 0 where all heads do the same, at most 1/2. */
  spread(map, at, heads, stride) {
    const middle = mean(map, at, heads, stride);
    let squares = 0;
    for (let h = 0; h < heads; h++) squares += ((map[at + h * stride] as number) - middle) ** 2;
    return Math.sqrt(squares / heads);
  },
} satisfies Record<string, HeadSummary>;

type HeadSummaryId = keyof typeof headSummaries;

/**
 * Summarises maps over heads, entry by entry.
 * @param map (heads, T, T) row-major, causal
 * @returns (1, T, T) row-major, 0 above the diagonal
 */
export function summariseHeads(map: Float32Array, heads: number, T: number, id: HeadSummaryId): Float32Array {
  const of: HeadSummary = headSummaries[id];
  const summary = new Float32Array(T * T);
  for (let i = 0; i < T; i++)
    for (let at = i * T; at <= i * T + i; at++) summary[at] = of(map, at, heads, T * T);
  return summary;
}
