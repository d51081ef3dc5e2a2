/** The paper's attention indicators (§4.4) of one layer's map for one sequence. */

/** Sums, means and norms over causal entries, i ≥ j. */
export interface Indicators {
  /** −Σ a ln a over the whole map, mean over heads, nats. */
  entropy: number;
  /** Frobenius norm ‖A‖_F, mean over heads. */
  concentration: number;
  /** 2/(T(T+1)) Σ_ij of the population standard deviation over heads. */
  headDiversity: number;
  /** Mean weight on the first position. */
  sink: number;
  /** Σ_i A[i, i−N] / (T−N) for N = 0..3, mean over heads. */
  localFocus0: number;
  localFocus1: number;
  localFocus2: number;
  localFocus3: number;
  /** Entropy over its range [0, Σ ln i]. */
  entropyNormalised: number;
  /** Concentration over its range [√Σ 1/i, √T], uniform causal map to one-hot. */
  concentrationNormalised: number;
}

/**
 * Computes the indicators of a map (heads, T, T), row-major. A map of one position has no range to normalise by and gives 0
 * there.
 */
export function indicators(map: ArrayLike<number>, heads: number, T: number): Indicators {
  const at = (h: number, i: number, j: number) => map[(h * T + i) * T + j] as number;
  let entropy = 0;
  let concentration = 0;
  let sink = 0;
  const focus = [0, 0, 0, 0];
  for (let h = 0; h < heads; h++) {
    let squares = 0;
    for (let i = 0; i < T; i++) {
      sink += at(h, i, 0);
      for (let n = 0; n < 4 && n <= i; n++) focus[n] = (focus[n] as number) + at(h, i, i - n) / (T - n);
      for (let j = 0; j <= i; j++) {
        const a = at(h, i, j);
        if (a > 0) entropy -= a * Math.log(a);
        squares += a * a;
      }
    }
    concentration += Math.sqrt(squares);
  }
  entropy /= heads;
  concentration /= heads;
  let maxEntropy = 0;
  let harmonic = 0;
  for (let i = 1; i <= T; i++) {
    maxEntropy += Math.log(i);
    harmonic += 1 / i;
  }
  const lowest = Math.sqrt(harmonic);
  const range = (value: number, low: number, high: number) => (high > low ? (value - low) / (high - low) : 0);
  const [localFocus0 = 0, localFocus1 = 0, localFocus2 = 0, localFocus3 = 0] = focus.map((f) => f / heads);
  return {
    entropy,
    concentration,
    headDiversity: headDiversity(at, heads, T),
    sink: sink / (heads * T),
    localFocus0,
    localFocus1,
    localFocus2,
    localFocus3,
    entropyNormalised: range(entropy, 0, maxEntropy),
    concentrationNormalised: range(concentration, lowest, Math.sqrt(T)),
  };
}

function headDiversity(at: (h: number, i: number, j: number) => number, heads: number, T: number): number {
  let sum = 0;
  for (let i = 0; i < T; i++) {
    for (let j = 0; j <= i; j++) {
      let mean = 0;
      for (let h = 0; h < heads; h++) mean += at(h, i, j) / heads;
      let variance = 0;
      for (let h = 0; h < heads; h++) variance += (at(h, i, j) - mean) ** 2 / heads;
      sum += Math.sqrt(variance);
    }
  }
  return (sum * 2) / (T * (T + 1));
}
