/** Summaries of a layer's maps over its heads: what they share, what any of them does, and where they differ. */

interface HeadSummary {
  /** Makes one number of those of all heads. */
  of(weights: readonly number[]): number;
}

const mean = (weights: readonly number[]) =>
  weights.reduce((sum, weight) => sum + weight, 0) / weights.length;

const headSummaries = {
  mean: { of: mean },
  maximum: { of: (weights) => Math.max(...weights) },
  /** Population standard deviation: 0 where all heads do the same, at most 1/2. */
  spread: {
    of(weights) {
      const middle = mean(weights);
      return Math.sqrt(mean(weights.map((weight) => (weight - middle) ** 2)));
    },
  },
} satisfies Record<string, HeadSummary>;

type HeadSummaryId = keyof typeof headSummaries;

/**
 * Summarises maps over heads, entry by entry.
 * @param map (heads, T, T) row-major, causal
 * @returns (1, T, T) row-major, 0 above the diagonal
 */
export function summariseHeads(map: Float32Array, heads: number, T: number, id: HeadSummaryId): Float32Array {
  const { of } = headSummaries[id];
  const summary = new Float32Array(T * T);
  const weights = new Array<number>(heads);
  for (let i = 0; i < T; i++) {
    for (let at = i * T; at <= i * T + i; at++) {
      for (let h = 0; h < heads; h++) weights[h] = map[h * T * T + at] as number;
      summary[at] = of(weights);
    }
  }
  return summary;
}
