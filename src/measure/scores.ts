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
  /** Lower quartile, median and upper quartile of |s|; missing in captures of earlier labs, as are `magnitudes`. */
  magnitudeQuartiles?: number[] | undefined;
  /** Counts of |s| in bins that are the same for every layer and step: see magnitudeBin. */
  magnitudes?: number[] | undefined;
}

/** Bins of a decade, and the decades that they go through. */
const binsOfDecade = 2;
const lowestDecade = -4;
const highestDecade = 8;
/** The decades from the first bin of `magnitudes` to the last. */
export const magnitudeRange = [lowestDecade, highestDecade] as const;
const magnitudeBins = binsOfDecade * (highestDecade - lowestDecade);

/**
 * Gives the bin of a magnitude, from 0: two for each decade from 10⁻⁴ to 10⁸. What is smaller, 0 too, is in the first, and what is
 * larger or not finite in the last.
 */
function magnitudeBin(magnitude: number): number {
  if (!Number.isFinite(magnitude)) return magnitudeBins - 1;
  const bin = Math.floor(binsOfDecade * (Math.log10(magnitude) - lowestDecade));
  return Math.min(magnitudeBins - 1, Math.max(0, bin));
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
  const magnitudes = causal.map(Math.abs).sort();
  const counts = new Array<number>(magnitudeBins).fill(0);
  for (const magnitude of magnitudes) {
    const bin = magnitudeBin(magnitude);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return {
    min,
    lowerQuartile: quantile(causal, 0.25),
    median: quantile(causal, 0.5),
    upperQuartile: quantile(causal, 0.75),
    max,
    largest: Math.max(Math.abs(min), Math.abs(max)),
    histogram,
    magnitudeQuartiles: [0.25, 0.5, 0.75].map((q) => quantile(magnitudes, q)),
    magnitudes: counts,
  };
}

/** Quantile of sorted values by linear interpolation. */
function quantile(sorted: Float32Array, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}
