/** How large the pre-softmax scores of a layer are (paper Fig. 2): where they run away, training soon does. */

/** Quantiles and histogram of all heads' scores. */
export interface ScoreSummary {
  min: number;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  max: number;
  /** Largest |s|. */
  largest: number;
  /** Counts of equal-width bins from min to max. */
  histogram: number[];
}

/**
 * Summarises the causal scores (heads, T, T), row-major; entries above the diagonal are left out.
 * @param heads at least 1, and so is T
 * @param bins of the histogram, a whole number from 1
 */
export function scoreSummary(scores: ArrayLike<number>, heads: number, T: number, bins = 24): ScoreSummary {
  const causal = new Float32Array((heads * T * (T + 1)) / 2);
  let count = 0;
  for (let h = 0; h < heads; h++) {
    for (let i = 0; i < T; i++) {
      for (let j = 0; j <= i; j++) causal[count++] = scores[(h * T + i) * T + j] as number;
    }
  }
  causal.sort();
  const min = causal[0] as number;
  const max = causal[count - 1] as number;
  const histogram = new Array<number>(bins).fill(0);
  for (const s of causal) {
    const bin =
      max > min && Number.isFinite(max - min)
        ? Math.min(bins - 1, Math.floor(((s - min) / (max - min)) * bins))
        : 0;
    histogram[bin] = (histogram[bin] as number) + 1;
  }
  return {
    min,
    lowerQuartile: quantile(causal, 0.25),
    median: quantile(causal, 0.5),
    upperQuartile: quantile(causal, 0.75),
    max,
    largest: Math.max(Math.abs(min), Math.abs(max)),
    histogram,
  };
}

/** Quantile of sorted values by linear interpolation. */
function quantile(sorted: Float32Array, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}
