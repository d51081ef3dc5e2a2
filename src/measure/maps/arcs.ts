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
  const [first, last] = 'query' in end ? [0, end.query] : [end.key, T - 1];
  const arcs: Arc[] = [];
  // What is no arc becomes no object: a column of a long text in every head is thousands.
  for (const [n, map] of maps.entries())
    for (let other = first; other <= last; other++) {
      const [query, key] = 'query' in end ? [end.query, other] : [other, end.key];
      const weight = map[query * T + key] as number;
      if (weight >= leastArc) arcs.push({ query, key, weight, map: n });
    }
  return arcs.sort((a, b) => b.weight - a.weight).slice(0, most);
}
