/**
 * Products in register tiles: each thread holds up to 16 × 16 entries of C and shares nothing. Made for software
 * adapters, where a barrier costs dear and a load costs as much as a dozen multiplications, so that large tiles win.
 * Everything is unrolled, and each entry is touched once for four steps along k.
 */
import { type Product, type ProductCode, productSizes } from './product';

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const four = range(4);

/** How fast a tile side is for each entry it computes, measured on SwiftShader beside a side of 16. */
const speed = { 4: 0.45, 8: 0.7, 16: 1 } as const;

/** Multiplications from which on a larger side pays for the second or two that its unrolled code takes to compile. */
const worthLargeTiles = { 16: 12e6, 8: 1e6 } as const;

/** Fewer tiles than this leave a core idle. */
const enoughTiles = 16;

interface Tile {
  height: number;
  width: number;
}

/** The tile side that covers `length` in the least time. */
function sideFor(length: number, sides: readonly (keyof typeof speed)[]): number {
  const time = (side: keyof typeof speed) => (Math.ceil(length / side) * side) / speed[side];
  return sides.reduce((best, side) => (time(side) < time(best) ? side : best));
}

function tileFor({ M, N, K, widths }: Product): Tile & { tiles: number[]; count: number } {
  const sides = ([16, 8, 4] as const).filter((side) => side === 4 || M * N * K >= worthLargeTiles[side]);
  let height = sideFor(M, sides);
  let width = sideFor(Math.max(...widths), sides);
  const tiles = () => widths.map((w) => Math.ceil(w / width));
  const count = () => Math.ceil(M / height) * tiles().reduce((a, b) => a + b);
  while (count() < enoughTiles && height * width > 16) {
    if (height >= width) height /= 2;
    else width /= 2;
  }
  return { height, width, tiles: tiles(), count: count() };
}

/** Writes the kernel of a product for a software adapter. */
export function registerTiles(product: Product): ProductCode {
  const { widths, sums } = product;
  const { tiles, count, ...tile } = tileFor(product);
  const vectors = vectorAccess(product);
  const across = range(tile.width / 4);
  const last = widths.length - 1;
  const place = widths.map((_, n) => {
    const code = `n = (tile - tiles${n}) * ${tile.width}; start = start${n};`;
    return n === last ? `{ ${code} }` : `if (tile < tiles${n + 1}) { ${code} } else`;
  });
  const stores = widths.map((_, n) => {
    const code = store(product, n, tile, vectors);
    return n === last ? `{ ${code} }` : `if (tile < tiles${n + 1}) { ${code} } else`;
  });
  return {
    vec4: [...vectors],
    sizes: productSizes(product, tiles),
    threads: count,
    workgroup: count >= 1024 ? 16 : 4,
    body: `
      let tile = i % across;
      let m = (i / across) * ${tile.height};
      var n : i32;
      var start : i32;
      ${place.join(' ')}
      ${range(tile.height)
        .map((r) => across.map((v) => `var c${r}_${v} = vec4<f32>(0.0);`).join(' '))
        .join('\n')}
      ${sums ? across.map((v) => `var total${v} = vec4<f32>(0.0);`).join(' ') : ''}
      ${accumulate(product, tile, vectors)}
      ${stores.join(' ')}`,
  };
}

/** The bindings whose rows start at multiples of four, and may so be read and written as vec4. */
function vectorAccess({ M, N, K, aLayout, bLayout, widths, bias, residual, sums }: Product): Set<string> {
  const by4 = (n: number) => n % 4 === 0;
  const found = new Set<string>();
  if (by4(aLayout === 'mk' ? K : M)) found.add('a');
  if (bLayout === 'nk' ? by4(K) : widths.every(by4)) found.add('b');
  if (widths.every(by4)) {
    widths.forEach((_, n) => {
      found.add(`c${n}`);
      if (sums) found.add(`sums${n}`);
    });
    if (bias) found.add('bias');
    if (residual && by4(N)) found.add('residual');
  }
  return found;
}

/** WGSL of four entries of `name` from index `at`, a multiple of four where it is bound as vec4. */
const load4 = (vectors: Set<string>, name: string, at: string) =>
  vectors.has(name)
    ? `${name}[(${at}) / 4]`
    : `vec4<f32>(${four.map((x) => `${name}[${at} + ${x}]`).join(', ')})`;

const load1 = (vectors: Set<string>, name: string, at: string) =>
  vectors.has(name) ? `${name}[(${at}) / 4][(${at}) % 4]` : `${name}[${at}]`;

/** Adds A B to the tile: steps of four along k, then what is left one by one. */
function accumulate(
  { K, aLayout, bLayout, sums }: Product,
  { height, width }: Tile,
  vectors: Set<string>,
): string {
  const rows = range(height);
  const across = range(width / 4);
  const aAt = (r: string, k: string) =>
    aLayout === 'mk' ? `(m + ${r}) * K + ${k}` : `(${k}) * M + m + ${r}`;
  const bAt = (k: string, c: string) =>
    bLayout === 'kn' ? `(${k}) * N + start + n + ${c}` : `(start + n + ${c}) * K + ${k}`;
  /** Entry (row r, k + kk) of A, given what `loadA` declared. */
  const aEntry = (r: number, kk: number) =>
    aLayout === 'mk' ? `a${r}[${kk}]` : `a${kk}_${r >> 2}[${r & 3}]`;
  const loadA =
    aLayout === 'mk'
      ? rows.map((r) => `let a${r} = ${load4(vectors, 'a', aAt(`${r}`, 'k'))};`)
      : four.flatMap((kk) =>
          range(height / 4).map(
            (v) => `let a${kk}_${v} = ${load4(vectors, 'a', aAt(`${4 * v}`, `(k + ${kk})`))};`,
          ),
        );
  const loadB =
    bLayout === 'kn'
      ? four.flatMap((kk) =>
          across.map((v) => `let b${kk}_${v} = ${load4(vectors, 'b', bAt(`(k + ${kk})`, `${4 * v}`))};`),
        )
      : range(width).map((c) => `let b${c} = ${load4(vectors, 'b', bAt('k', `${c}`))};`);
  const addTo = (r: number, v: number) =>
    bLayout === 'kn'
      ? `c${r}_${v} += ${four.map((kk) => `b${kk}_${v} * ${aEntry(r, kk)}`).join(' + ')};`
      : `c${r}_${v} += vec4<f32>(${four.map((c) => `dot(a${r}, b${4 * v + c})`).join(', ')});`;
  const columnSums = sums
    ? across.map((v) => `total${v} += ${four.map((kk) => `b${kk}_${v}`).join(' + ')};`)
    : [];
  const column4 = (v: number) =>
    `vec4<f32>(${four.map((c) => load1(vectors, 'b', bAt('k', `${4 * v + c}`))).join(', ')})`;
  const rest = `
    for (var k = whole; k < K; k++) {
      ${across.map((v) => `let b${v} = ${column4(v)}; ${sums ? `total${v} += b${v};` : ''}`).join('\n')}
      ${rows
        .map(
          (r) =>
            `{ let factor = ${load1(vectors, 'a', aAt(`${r}`, 'k'))}; ${across.map((v) => `c${r}_${v} += b${v} * factor;`).join(' ')} }`,
        )
        .join('\n')}
    }`;
  return `
    let whole = K - K % 4;
    for (var k = 0; k < whole; k += 4) {
      ${loadA.join('\n')}
      ${loadB.join('\n')}
      ${columnSums.join(' ')}
      ${rows.map((r) => across.map((v) => addTo(r, v)).join(' ')).join('\n')}
    }
    ${K % 4 > 0 ? rest : ''}`;
}

/** Writes the tile to part `part` of C, and the column sums of its first row of tiles. */
function store(
  { bias, residual, sums }: Product,
  part: number,
  { height, width }: Tile,
  vectors: Set<string>,
): string {
  const columns = `width${part}`;
  /** Writes `value`, a vec4, from column n + c on, to `name` at index `at(column)`. */
  const write = (name: string, c: number, at: (column: number) => string, value: string) =>
    vectors.has(name)
      ? `if (n + ${c} < ${columns}) { ${name}[(${at(c)}) / 4] = ${value}; }`
      : `{ let entry = ${value}; ${four.map((x) => `if (n + ${c + x} < ${columns}) { ${name}[${at(c + x)}] = entry[${x}]; }`).join(' ')} }`;
  const row = (r: number) =>
    range(width / 4).map((v) => {
      const at = (c: number) => `(m + ${r}) * ${columns} + n + ${c}`;
      const value = [
        `c${r}_${v}`,
        ...(bias ? [load4(vectors, 'bias', `n + ${4 * v}`)] : []),
        ...(residual ? [load4(vectors, 'residual', at(4 * v))] : []),
      ].join(' + ');
      return write(`c${part}`, 4 * v, at, value);
    });
  const writeSums = range(width / 4).map((v) => write(`sums${part}`, 4 * v, (c) => `n + ${c}`, `total${v}`));
  return `
    ${range(height)
      .map((r) => `if (m + ${r} < M) { ${row(r).join(' ')} }`)
      .join('\n')}
    ${sums ? `if (m == 0) { ${writeSums.join(' ')} }` : ''}`;
}
