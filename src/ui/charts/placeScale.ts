/** Places values of an axis on a chart. */

export interface PlaceScale {
  /** The place of a value in pixels, also beyond the ends of the axis; NaN or infinite where it has none, as 0 on a logarithmic axis. */
  place(value: number): number;
  /** The value at a place. */
  value(place: number): number;
}

const scales = {
  linear: { to: (value: number) => value, from: (value: number) => value },
  log: { to: Math.log, from: Math.exp },
};

/**
 * @param domain the values at the axis' ends, above 0 for a logarithmic one
 * @param range their places in pixels
 */
export function placeScale(
  domain: readonly [number, number],
  log: boolean,
  range: readonly [number, number],
): PlaceScale {
  const { to, from } = scales[log ? 'log' : 'linear'];
  const [start, end] = [to(domain[0]), to(domain[1])];
  const [first, last] = range;
  return {
    place: (value) => first + ((to(value) - start) / (end - start)) * (last - first),
    value: (place) => from(start + ((place - first) / (last - first)) * (end - start)),
  };
}
