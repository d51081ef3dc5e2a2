/** The weights of one query, or those into one key, as arcs over the text. */

export interface Arc {
  query: number;
  key: number;
  weight: number;
  /** Of the maps, from 0. */
  map: number;
}

/** The token that all arcs begin or end at. */
export type ArcEnd = { query: number } | { key: number };

/** Weights below this are no arcs: they are seen as nothing. */
export const leastArc = 0.01;

/**
 * Lists the weights of one token, the largest first.
 * @param maps (T, T) row-major, causal
 * @param most at most so many
 */
export function arcsOf(maps: readonly Float32Array[], T: number, end: ArcEnd, most: number): Arc[] {
  const cells =
    'query' in end
      ? Array.from({ length: end.query + 1 }, (_, key) => ({ query: end.query, key }))
      : Array.from({ length: T - end.key }, (_, n) => ({ query: end.key + n, key: end.key }));
  return maps
    .flatMap((map, n) =>
      cells.map((cell) => ({ ...cell, weight: map[cell.query * T + cell.key] as number, map: n })),
    )
    .filter(({ weight }) => weight >= leastArc)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most);
}
