/**
 * Products in tiles shared through workgroup memory, for GPUs: a workgroup fetches a slab of A and of B once, and each of its
 * threads computes 4 × 4 entries of C from it.
 */
import type { Panel, Product, ProductCode } from './matmul';

const four = [0, 1, 2, 3];
/** Steps along k that are fetched at a time. */
const slab = 16;
/** From so many large tiles on, a GPU is busy with them. */
const enoughTiles = 128;

export function sharedTiles(product: Product): ProductCode {
  const { rows, panels, sum, aLayout, bLayout, aStride, residual } = product;
  const columns = sum ? [panels[0] as Panel] : panels;
  const tilesOf = (side: number) => columns.map((p) => Math.ceil(p.width / side));
  const countOf = (side: number) => Math.ceil(rows / side) * tilesOf(side).reduce((a, b) => a + b);
  const side = countOf(64) >= enoughTiles ? 64 : 32;
  const perRow = side / 4;
  const workgroup = perRow * perRow;
  const tiles = tilesOf(side);
  const across = tiles.reduce((a, b) => a + b);

  /** WGSL that fills a slab: each thread takes entries so that neighbours read neighbours. */
  const fetch = (
    into: string,
    along: 'k' | 'other',
    valid: (x: string, k: string) => string,
    value: (x: string, k: string) => string,
  ) => `
    for (var e = local; e < ${side * slab}; e += ${workgroup}) {
      let x = ${along === 'k' ? `e / ${slab}` : `e % ${side}`};
      let kk = ${along === 'k' ? `e % ${slab}` : `e / ${side}`};
      let k = k0 + kk;
      var entry = 0.0;
      if (${valid('x', 'k')}) { entry = ${value('x', 'k')}; }
      ${into}[kk * ${side} + x] = entry;
    }`;

  const accumulate = ({ b, depth, width, aOffset, bOffset, bStride }: Panel) => `
    for (var k0 = 0; k0 < ${depth}; k0 += ${slab}) {
      workgroupBarrier();
      ${fetch(
        'slabA',
        aLayout === 'mk' ? 'k' : 'other',
        (x, k) => `m0 + ${x} < ${rows} && ${k} < ${depth}`,
        (x, k) =>
          aLayout === 'mk'
            ? `a[(m0 + ${x}) * ${aStride} + ${aOffset} + ${k}]`
            : `a[${k} * ${aStride} + m0 + ${x}]`,
      )}
      ${fetch(
        'slabB',
        bLayout === 'nk' ? 'k' : 'other',
        (x, k) => `n0 + ${x} < ${width} && ${k} < ${depth}`,
        (x, k) =>
          bLayout === 'kn'
            ? `${b}[${k} * ${bStride} + ${bOffset} + n0 + ${x}]`
            : `${b}[(n0 + ${x}) * ${bStride} + ${k}]`,
      )}
      workgroupBarrier();
      for (var kk = 0; kk < ${slab}; kk++) {
        let atA = kk * ${side} + (local / ${perRow}) * 4;
        let atB = kk * ${side} + (local % ${perRow}) * 4;
        let bv = vec4<f32>(${four.map((c) => `slabB[atB + ${c}]`).join(', ')});
        ${four.map((r) => `c${r} += bv * slabA[atA + ${r}];`).join(' ')}
        ${panels.some((p) => p.sums) ? 'total += bv;' : ''}
      }
    }`;

  const store = ({ out, bias, sums, width, outOffset, outStride }: Panel) => `
    let m = m0 + (local / ${perRow}) * 4;
    let n = n0 + (local % ${perRow}) * 4;
    for (var c = 0; c < 4; c++) {
      if (n + c < ${width}) {
        let add = ${bias ? `${bias}[n + c]` : '0.0'};
        ${four
          .map((r) => {
            const at = `(m + ${r}) * ${outStride} + ${outOffset} + n + c`;
            return `if (m + ${r} < ${rows}) { ${out}[${at}] = c${r}[c] + add${residual ? ` + residual[${at}]` : ''}; }`;
          })
          .join('\n')}
        ${sums ? `if (m == 0) { ${sums}[n + c] = total[c]; }` : ''}
      }
    }`;

  let first = 0;
  const branches = columns.map((panel, p) => {
    const start = first;
    first += tiles[p] as number;
    const code = `
      let n0 = (tile - ${start}) * ${side};
      ${(sum ? panels : [panel]).map(accumulate).join('\n')}
      ${store(panel)}`;
    return p === columns.length - 1 ? `{ ${code} }` : `if (tile < ${first}) { ${code} } else`;
  });
  return {
    declarations: `
      var<workgroup> slabA : array<f32, ${slab * side}>;
      var<workgroup> slabB : array<f32, ${slab * side}>;`,
    vec4: [],
    threads: countOf(side) * workgroup,
    workgroup,
    body: `
      let tile = groupIndex % ${across};
      let m0 = (groupIndex / ${across}) * ${side};
      ${four.map((r) => `var c${r} = vec4<f32>(0.0);`).join(' ')}
      var total = vec4<f32>(0.0);
      ${branches.join(' ')}`,
  };
}
