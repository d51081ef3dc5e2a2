/**
 * WGSL that the attention kernels share: where queries, keys, values and results lie, and unrolled loads and products.
 */
import type { AttentionSizes } from '../heads';

/** Returns 0 to n − 1. */
export const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Keys, or queries, that a kernel takes at a time along the other side of the map. */
export const steps = range(4);

export type SoftwareBlock = 1 | 2 | 4;

let forced: SoftwareBlock | null = null;

/** Has a software adapter's threads take blocks of this size, so that a test holds them on little work; null for the work's own. */
export function forceSoftwareBlock(block: SoftwareBlock | null): void {
  forced = block;
}

/**
 * Returns how many queries, or keys, a thread of a software adapter takes: a larger block has fewer loads, but its
 * unrolled code takes seconds to compile.
 * @param multiplications of all products of queries and keys
 */
export function softwareBlock(multiplications: number): SoftwareBlock {
  if (forced) return forced;
  if (multiplications >= 1e7) return 4;
  return multiplications >= 1e6 ? 2 : 1;
}

/**
 * Returns the WGSL that attention kernels are put together from, for these sizes.
 * @param separate whether values are a tensor of their own; else they are the last heads of `projected`
 */
export function attentionCode({ rows, heads, kvHeads, T, headDim }: AttentionSizes, separate: boolean) {
  const vector = headDim % 4 === 0;
  const D = vector ? headDim / 4 : headDim;
  const entries = range(D);
  const inProjected = (row: string, head: string, t: string) =>
    `((${row}) * (heads + ${separate ? 1 : 2} * kvHeads) + ${head}) * T + ${t}`;
  return {
    entries,
    valueBuffer: separate ? 'values' : 'projected',
    valueGradient: separate ? 'dValues' : 'dProjected',
    vec4: vector ? ['projected', 'values', 'dy', 'out', 'dProjected', 'dValues'] : [],
    sizes: { heads, kvHeads, group: heads / kvHeads, T, rows },
    declarations: `
      const D = ${D};
      const scale = ${1 / Math.sqrt(headDim)};
      alias Entry = ${vector ? 'vec4<f32>' : 'f32'};
      fn inner_(a : Entry, b : Entry) -> f32 { return ${vector ? 'dot(a, b)' : 'a * b'}; }`,
    /** Index of the first entry of a query, key or value in its buffer, and of a head's part of a result row. */
    query: (row: string, t: string, h = 'h') => `(${inProjected(row, h, t)}) * D`,
    key: (row: string, t: string, kvHead = 'h / group') =>
      `(${inProjected(row, `heads + ${kvHead}`, t)}) * D`,
    value: (row: string, t: string, kvHead = 'h / group') =>
      separate
        ? `(((${row}) * kvHeads + ${kvHead}) * T + ${t}) * D`
        : `(${inProjected(row, `heads + kvHeads + ${kvHead}`, t)}) * D`,
    mixed: (row: string, t: string) => `(((${row}) * T + ${t}) * heads + h) * D`,
    /**
     * Body of a kernel of rows · heads · T threads: delta (rows, heads, T) = dy·out of each query and head (Dao et al.
     * 2022).
     */
    delta: `
      let t = i % T; let h = (i / T) % heads; let row = i / T / heads;
      let at = ((row * T + t) * heads + h) * D;
      var sum = 0.0;
      for (var c = 0; c < D; c++) { sum += inner_(dy[at + c], out[at + c]); }
      result[i] = sum;`,
    /** Index of a query's number in a tensor (rows, heads, T). */
    perQuery: (row: string, t: string) => `((${row}) * heads + h) * T + ${t}`,
    /** Declares NAME_0, NAME_1, … with the entries of a vector. */
    load: (name: string, buffer: string, at: string) =>
      `let ${name}_at = ${at}; ${entries.map((c) => `let ${name}_${c} = ${buffer}[${name}_at + ${c}];`).join(' ')}`,
    zero: (name: string) => entries.map((c) => `var ${name}_${c} = Entry();`).join(' '),
    /** Adds to NAME the sum of weight times vector over `terms`. */
    add: (name: string, terms: (readonly [weight: string, vector: string])[]) =>
      entries
        .map((c) => `${name}_${c} += ${terms.map(([w, v]) => `${w} * ${v}_${c}`).join(' + ')};`)
        .join(' '),
    store: (name: string, buffer: string, at: string, factor = '') =>
      `{ let to = ${at}; ${entries.map((c) => `${buffer}[to + ${c}] = ${name}_${c}${factor};`).join(' ')} }`,
    dot: (a: string, b: string) => entries.map((c) => `inner_(${a}_${c}, ${b}_${c})`).join(' + '),
  };
}
