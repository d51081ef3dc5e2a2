/** Central differences of a loss, to hold gradients to. */

/**
 * Large where the loss is flat, as float32 rounds the difference; small where it bends sharply, as it does behind a norm of
 * few, small values. A wrong gradient fits none of them.
 */
const steps = [0.01, 0.002, 0.0004, 0.00008, 0.000016];

/** Half along the gradient, where a lost factor shows, half anywhere, where a wrong entry shows. */
export function drawnDirection(gradient: Float32Array, normal: () => number): Float32Array {
  const noise = gradient.map(normal);
  const noiseNorm = Math.hypot(...noise);
  const norm = Math.hypot(...gradient);
  return noise.map((u, i) => u / noiseNorm + (norm > 0 ? (gradient[i] as number) / norm : 0));
}

export const slopeAlong = (gradient: Float32Array, direction: Float32Array) =>
  gradient.reduce((sum, g, i) => sum + g * (direction[i] as number), 0);

/**
 * How far a slope is from the loss's own, at the step where the two are closest.
 * @param lossAt the loss at a distance along the direction
 * @returns a function of the slope, and of an error that is small enough to look no further; what it measured it keeps
 */
export function centralDifferences(lossAt: (distance: number) => number | Promise<number>) {
  const measured: number[] = [];
  let loss = 0;
  /** What rounding makes of a slope: within that, anything fits. */
  const rounding = (h: number) => (2 ** -24 * Math.abs(loss)) / h;
  const slopeAt = async (h: number) => {
    loss = await lossAt(h);
    const near = loss - (await lossAt(-h));
    const far = (await lossAt(2 * h)) - (await lossAt(-2 * h));
    return (8 * near - far) / (12 * h); // truncation O(h⁴)
  };
  return async (slope: number, enough: number): Promise<number> => {
    let error = Number.POSITIVE_INFINITY;
    for (const [n, h] of steps.entries()) {
      if (rounding(h) > enough) break;
      measured[n] ??= await slopeAt(h);
      error = Math.min(error, Math.abs(measured[n] - slope));
      if (error < enough) break;
    }
    return error;
  };
}
