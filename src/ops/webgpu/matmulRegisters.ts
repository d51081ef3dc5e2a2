/**
 * Products in register tiles: each thread holds up to 16 × 16 entries of C and shares nothing. Made for software adapters,
 * where a barrier costs dear and a load costs as much as a dozen multiplications, so that large tiles win. Everything is
 * unrolled, and each entry is touched once for four steps along k.
 */
import type { Panel, Product, ProductCode } from './matmul';

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const four = [0, 1, 2, 3];

/** How fast a tile side is for each entry it computes, measured on SwiftShader beside a side of 16. */
const speed = { 4: 0.45, 8: 0.7, 16: 1 } as const;

/** Multiplications from which on a larger side is worth the second or two that its unrolled code takes to compile. */
const worthLargeTiles = { 16: 12e6, 8: 1e6 } as const;

/** The tile side that covers `length` in the least time. */
function sideFor(length: number, sides: readonly (keyof typeof speed)[]): number {
  const time = (side: keyof typeof speed) => (Math.ceil(length / side) * side) / speed[side];
  return sides.reduce((best, side) => (time(side) < time(best) ? side : best));
}

/** Fewer tiles than this leave a core idle. */
const enoughTiles = 16;

export function registerTiles(product: Product): ProductCode {
  const { rows, panels, sum } = product;
  const columns = sum ? [panels[0] as Panel] : panels;
  const widest = Math.max(...columns.map((p) => p.width));
  const work = rows * panels.reduce((total, p) => total + p.width * p.depth, 0);
  const sides = ([16, 8, 4] as const).filter((side) => side === 4 || work >= worthLargeTiles[side]);
  let height = sideFor(rows, sides);
  let width = sideFor(widest, sides);
  const tilesOf = (w: number) => columns.map((p) => Math.ceil(p.width / w));
  const count = () => Math.ceil(rows / height) * tilesOf(width).reduce((a, b) => a + b);
  while (count() < enoughTiles && height * width > 16) {
    if (height >= width) height /= 2;
    else width /= 2;
  }
  const tiles = tilesOf(width);
  const across = tiles.reduce((a, b) => a + b);
  const tile = { height, width };
  const vectors = vectorAccess(product);
  const compute = (panel: Panel, first: number) => `
    n = (tile - ${first}) * ${width};
    ${(sum ? panels : [panel]).map((p) => accumulate(product, p, tile, vectors)).join('\n')}
    ${store(product, panel, tile, vectors)}`;
  let first = 0;
  const branches = columns.map((panel, p) => {
    const start = first;
    first += tiles[p] as number;
    const code = compute(panel, start);
    return p === columns.length - 1 ? `{ ${code} }` : `if (tile < ${first}) { ${code} } else`;
  });
  const threads = count();
  return {
    declarations: '',
    vec4: [...vectors],
    threads,
    workgroup: threads >= 1024 ? 16 : 4,
    body: `
      let tile = i % ${across};
      let m = (i / ${across}) * ${height};
      var n : i32;
      ${range(height)
        .map((r) =>
          range(width / 4)
            .map((v) => `var c${r}_${v} = vec4<f32>(0.0);`)
            .join(' '),
        )
        .join('\n')}
      ${
        panels.some((p) => p.sums)
          ? range(width / 4)
              .map((v) => `var total${v} = vec4<f32>(0.0);`)
              .join(' ')
          : ''
      }
      ${branches.join(' ')}`,
  };
}

/** The bindings whose rows start at multiples of four, and may so be read and written as vec4. */
function vectorAccess({ aLayout, aStride, bLayout, panels, rows, residual }: Product): Set<string> {
  const all = (test: (p: Panel) => boolean) => panels.every(test);
  const by4 = (n: number) => n % 4 === 0;
  const found = new Set<string>();
  if (by4(aStride) && all((p) => by4(p.aOffset)) && (aLayout === 'mk' || by4(rows))) found.add('a');
  if (all((p) => by4(p.bStride) && by4(p.bOffset) && (bLayout === 'nk' || by4(p.width))))
    for (const p of panels) found.add(p.b);
  if (all((p) => by4(p.outStride) && by4(p.outOffset) && by4(p.width))) {
    for (const p of panels) {
      found.add(p.out);
      if (p.bias) found.add(p.bias);
      if (p.sums) found.add(p.sums);
    }
    if (residual) found.add('residual');
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

/** Adds A B of one panel to the tile: steps of four along k, then what is left one by one. */
function accumulate(
  { aLayout, aStride, bLayout }: Product,
  { b, depth, aOffset, bOffset, bStride, sums }: Panel,
  { height, width }: { height: number; width: number },
  vectors: Set<string>,
): string {
  const heights = range(height);
  const widths = range(width / 4);
  const aAt = (r: string, k: string) =>
    aLayout === 'mk' ? `(m + ${r}) * ${aStride} + ${aOffset} + ${k}` : `(${k}) * ${aStride} + m + ${r}`;
  const bAt = (k: string, c: string) =>
    bLayout === 'kn' ? `(${k}) * ${bStride} + ${bOffset} + n + ${c}` : `(n + ${c}) * ${bStride} + ${k}`;
  /** Entry (row r, k + kk) of A, given what `loadA` declared. */
  const aEntry = (r: number, kk: number) =>
    aLayout === 'mk' ? `a${r}[${kk}]` : `a${kk}_${r >> 2}[${r & 3}]`;
  const loadA =
    aLayout === 'mk'
      ? heights.map((r) => `let a${r} = ${load4(vectors, 'a', aAt(`${r}`, 'k'))};`)
      : four.flatMap((kk) =>
          range(height / 4).map(
            (v) => `let a${kk}_${v} = ${load4(vectors, 'a', aAt(`${4 * v}`, `(k + ${kk})`))};`,
          ),
        );
  const loadB =
    bLayout === 'kn'
      ? four.flatMap((kk) =>
          widths.map((v) => `let b${kk}_${v} = ${load4(vectors, b, bAt(`(k + ${kk})`, `${4 * v}`))};`),
        )
      : range(width).map((c) => `let b${c} = ${load4(vectors, b, bAt('k', `${c}`))};`);
  const addTo = (r: number, v: number) =>
    bLayout === 'kn'
      ? `c${r}_${v} += ${four.map((kk) => `b${kk}_${v} * ${aEntry(r, kk)}`).join(' + ')};`
      : `c${r}_${v} += vec4<f32>(${four.map((c) => `dot(a${r}, b${4 * v + c})`).join(', ')});`;
  const columnSums = sums
    ? widths.map((v) => `total${v} += ${four.map((kk) => `b${kk}_${v}`).join(' + ')};`)
    : [];
  const one = (v: number) =>
    `vec4<f32>(${four.map((c) => load1(vectors, b, bAt('k', `${4 * v + c}`))).join(', ')})`;
  const main = depth - (depth % 4);
  const rest = `
    for (var k = ${main}; k < ${depth}; k++) {
      ${widths.map((v) => `let b${v} = ${one(v)}; ${sums ? `total${v} += b${v};` : ''}`).join('\n')}
      ${heights
        .map(
          (r) =>
            `{ let factor = ${load1(vectors, 'a', aAt(`${r}`, 'k'))}; ${widths.map((v) => `c${r}_${v} += b${v} * factor;`).join(' ')} }`,
        )
        .join('\n')}
    }`;
  return `
    for (var k = 0; k < ${main}; k += 4) {
      ${loadA.join('\n')}
      ${loadB.join('\n')}
      ${columnSums.join(' ')}
      ${heights.map((r) => widths.map((v) => addTo(r, v)).join(' ')).join('\n')}
    }
    ${depth % 4 > 0 ? rest : ''}`;
}

function store(
  { rows, residual }: Product,
  { out, bias, sums, width: columns, outOffset, outStride }: Panel,
  { height, width }: { height: number; width: number },
  vectors: Set<string>,
): string {
  const vector = vectors.has(out);
  const at = (r: number, c: number) => `(m + ${r}) * ${outStride} + ${outOffset} + n + ${c}`;
  const write = (r: number, v: number) => {
    const c = 4 * v;
    const extra = [
      bias ? ` + ${load4(vectors, bias, `n + ${c}`)}` : '',
      residual ? ` + ${load4(vectors, 'residual', at(r, c))}` : '',
    ].join('');
    const value = `c${r}_${v}${extra}`;
    if (vector) return `if (n + ${c} < ${columns}) { ${out}[(${at(r, c)}) / 4] = ${value}; }`;
    return `{ let entry = ${value}; ${four.map((x) => `if (n + ${c + x} < ${columns}) { ${out}[${at(r, c + x)}] = entry[${x}]; }`).join(' ')} }`;
  };
  const writeSums = (name: string) =>
    `if (m == 0) { ${range(width / 4)
      .map((v) =>
        vectors.has(name)
          ? `if (n + ${4 * v} < ${columns}) { ${name}[(n + ${4 * v}) / 4] = total${v}; }`
          : four
              .map(
                (x) => `if (n + ${4 * v + x} < ${columns}) { ${name}[n + ${4 * v + x}] = total${v}[${x}]; }`,
              )
              .join(' '),
      )
      .join(' ')} }`;
  return `
    ${range(height)
      .map(
        (r) =>
          `if (m + ${r} < ${rows}) { ${range(width / 4)
            .map((v) => write(r, v))
            .join(' ')} }`,
      )
      .join('\n')}
    ${sums ? writeSums(sums) : ''}`;
}
