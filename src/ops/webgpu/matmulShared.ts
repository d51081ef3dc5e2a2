/**
 * Products in tiles shared through workgroup memory, for GPUs: a workgroup fetches a slab of A and of B once, and each of
 * its threads computes 4 × 4 entries of C from it.
 */
import { type Product, type ProductCode, productSizes } from './product';

const four = [0, 1, 2, 3];
/** Steps along k that are fetched at a time. */
const slab = 16;
/** From so many large tiles on, a GPU is busy with them. */
const enoughTiles = 128;

/** Writes the kernel of a product for a GPU. */
export function sharedTiles(product: Product): ProductCode {
  const { M, widths, aLayout, bLayout, bias, residual, sums } = product;
  const tilesOf = (side: number) => widths.map((w) => Math.ceil(w / side));
  const countOf = (side: number) => Math.ceil(M / side) * tilesOf(side).reduce((a, b) => a + b);
  const side = countOf(64) >= enoughTiles ? 64 : 32;
  const perRow = side / 4;
  const workgroup = perRow * perRow;
  const last = widths.length - 1;
  const eachPart = (code: (part: number) => string) =>
    widths
      .map((_, n) => (n === last ? `{ ${code(n)} }` : `if (tile < tiles${n + 1}) { ${code(n)} } else`))
      .join(' ');

  /** WGSL that fills a slab: each thread takes entries so that neighbours read neighbours. */
  const fetch = (into: string, alongK: boolean, valid: string, value: string) => `
    for (var e = local; e < ${side * slab}; e += ${workgroup}) {
      let x = ${alongK ? `e / ${slab}` : `e % ${side}`};
      let kk = ${alongK ? `e % ${slab}` : `e / ${side}`};
      let k = k0 + kk;
      var entry = 0.0;
      if (${valid} && k < K) { entry = ${value}; }
      ${into}[kk * ${side} + x] = entry;
    }`;

  const store = (part: number) => `
    for (var c = 0; c < 4; c++) {
      if (n + c < width${part}) {
        let add = ${bias ? 'bias[n + c]' : '0.0'};
        ${four
          .map((r) => {
            const at = `(m + ${r}) * width${part} + n + c`;
            return `if (m + ${r} < M) { c${part}[${at}] = c_${r}[c] + add${residual ? ` + residual[${at}]` : ''}; }`;
          })
          .join('\n')}
        ${sums ? `if (m == 0) { sums${part}[n + c] = total[c]; }` : ''}
      }
    }`;

  return {
    declarations: `
      var<workgroup> slabA : array<f32, ${slab * side}>;
      var<workgroup> slabB : array<f32, ${slab * side}>;`,
    vec4: [],
    sizes: productSizes(product, tilesOf(side)),
    meet: true,
    threads: countOf(side) * workgroup,
    workgroup,
    body: `
      let tile = groupIndex % across;
      let m0 = (groupIndex / across) * ${side};
      var n0 : i32;
      var start : i32;
      var width : i32;
      ${eachPart((n) => `n0 = (tile - tiles${n}) * ${side}; start = start${n}; width = width${n};`)}
      ${four.map((r) => `var c_${r} = vec4<f32>(0.0);`).join(' ')}
      var total = vec4<f32>(0.0);
      for (var k0 = 0; k0 < K; k0 += ${slab}) {
        workgroupBarrier();
        ${fetch('slabA', aLayout === 'mk', 'm0 + x < M', aLayout === 'mk' ? 'a[(m0 + x) * K + k]' : 'a[k * M + m0 + x]')}
        ${fetch(
          'slabB',
          bLayout === 'nk',
          'n0 + x < width',
          bLayout === 'kn' ? 'b[k * N + start + n0 + x]' : 'b[(start + n0 + x) * K + k]',
        )}
        workgroupBarrier();
        for (var kk = 0; kk < ${slab}; kk++) {
          let atA = kk * ${side} + (local / ${perRow}) * 4;
          let atB = kk * ${side} + (local % ${perRow}) * 4;
          let bv = vec4<f32>(${four.map((c) => `slabB[atB + ${c}]`).join(', ')});
          ${four.map((r) => `c_${r} += bv * slabA[atA + ${r}];`).join(' ')}
          ${sums ? 'total += bv;' : ''}
        }
      }
      let m = m0 + (local / ${perRow}) * 4;
      let n = n0 + (local % ${perRow}) * 4;
      ${eachPart(store)}`,
  };
}
