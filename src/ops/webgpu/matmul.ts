/**
 * C = A B for the shapes of a small transformer. Each thread holds a 4 × 4 tile of C in registers and no workgroup memory:
 * a barrier costs dear on a software adapter, and these matrices fit a GPU's cache. Loads are vec4 where the shapes allow.
 */
import type * as tf from '@tensorflow/tfjs';
import { runKernel } from './kernel';

export interface MatMulOptions {
  /** A is stored (K, M). */
  transposeA?: boolean;
  /** B is stored (N, K). */
  transposeB?: boolean;
  /** (N), added to every row. */
  bias?: tf.Tensor;
}

/**
 * @param a (M, K), flat @param b (K, N), flat
 * @returns (M, N)
 */
export function matmul(
  a: tf.Tensor,
  b: tf.Tensor,
  M: number,
  K: number,
  N: number,
  { transposeA = false, transposeB = false, bias }: MatMulOptions = {},
): tf.Tensor2D {
  const vecA = (transposeA ? M : K) % 4 === 0;
  const vecB = (transposeB ? K : N) % 4 === 0;
  const vecC = N % 4 === 0;
  const tilesM = Math.ceil(M / 4);
  const tilesN = Math.ceil(N / 4);
  const rows = [0, 1, 2, 3];
  return runKernel<tf.Rank.R2>(
    {
      name: 'matmul',
      inputs: bias ? { a, b, bias } : { a, b },
      vec4: [vecA ? 'a' : '', vecB ? 'b' : ''],
      vec4Result: vecC,
      threads: tilesM * tilesN,
      declarations: `
        const M = ${M}; const K = ${K}; const N = ${N};
        ${tile('a', 'tileA', { vector: vecA, along: transposeA ? 'rows' : 'columns', rows: 'M', columns: 'K' })}
        ${tile('b', 'tileB', { vector: vecB, along: transposeB ? 'rows' : 'columns', rows: 'K', columns: 'N' })}`,
      body: `
        let m = (i / ${tilesN}) * 4;
        let n = (i % ${tilesN}) * 4;
        ${rows.map((r) => `var c${r} = vec4<f32>(0.0);`).join(' ')}
        for (var k = 0; k < K; k += 4) {
          let ta = tileA(m, k);
          let tb = tileB(k, n);
          ${rows.map((r) => `c${r} += tb * ta[${r}];`).join('\n          ')}
        }
        ${bias ? `let add = vec4<f32>(${rows.map((c) => `bias[min(n + ${c}, N - 1)]`).join(', ')});` : ''}
        ${rows
          .map((r) => {
            const value = bias ? `c${r} + add` : `c${r}`;
            const store = vecC
              ? `result[((m + ${r}) * N + n) / 4] = ${value};`
              : rows
                  .map((c) => `if (n + ${c} < N) { result[(m + ${r}) * N + n + ${c}] = (${value})[${c}]; }`)
                  .join(' ');
            return `if (m + ${r} < M) { ${store} }`;
          })
          .join('\n        ')}`,
    },
    [M, N],
  );
}

/**
 * A WGSL function that loads a 4 × 4 tile of a logical (rows, columns) matrix at (r, c) as a mat4x4 whose "columns" are
 * the tile's rows for A (so that tb * ta[r] is a row of C) and the transpose of B's rows for B. Entries beyond the edge of
 * the summed dimension are 0; beyond the other edges they are repeats, never stored.
 */
function tile(
  buffer: string,
  name: string,
  layout: { vector: boolean; along: 'rows' | 'columns'; rows: string; columns: string },
): string {
  const { vector, along, rows, columns } = layout;
  const four = [0, 1, 2, 3];
  const head = `fn ${name}(r : i32, c : i32) -> mat4x4<f32>`;
  if (vector) {
    const [outer, limit, inner, stride] =
      along === 'columns' ? ['r', rows, 'c', columns] : ['c', columns, 'r', rows];
    const lines = four.map(
      (o) => `${buffer}[(min(${outer} + ${o}, ${limit} - 1) * ${stride} + ${inner}) / 4]`,
    );
    const summedOutside = (name === 'tileA') === (along === 'rows');
    // A vector runs along the stored rows. Where the summed dimension is the outer one, its tail must count as 0.
    const loaded = lines.map((line, o) =>
      summedOutside ? `select(vec4<f32>(0.0), ${line}, ${outer} + ${o} < ${limit})` : line,
    );
    const matrix = `mat4x4<f32>(${loaded.join(', ')})`;
    // tileA wants rows of A as columns; tileB wants, as columns, the entries of each summed index.
    return `${head} { return ${along === 'columns' ? matrix : `transpose(${matrix})`}; }`;
  }
  const index = (o: number, x: number) =>
    along === 'columns'
      ? `min(r + ${o}, ${rows} - 1) * ${columns} + min(c + ${x}, ${columns} - 1)`
      : `min(c + ${x}, ${columns} - 1) * ${rows} + min(r + ${o}, ${rows} - 1)`;
  const inside = (o: number, x: number) =>
    name === 'tileA' ? `c + ${x} < ${columns}` : `r + ${o} < ${rows}`;
  const cell = (o: number, x: number) => `select(0.0, ${buffer}[${index(o, x)}], ${inside(o, x)})`;
  const vectors = four.map((o) => `vec4<f32>(${four.map((x) => cell(o, x)).join(', ')})`);
  return `${head} { return mat4x4<f32>(${vectors.join(', ')}); }`;
}
