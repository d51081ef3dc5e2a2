/**
 * Matrix products, C = A·B or C += A·B, in float32. B is packed into panels of 8 columns (k by k, zeros past its last
 * column); A is read where it lies, by rows or by columns. Tiles of 4 rows × 8 columns stay in registers over a panel.
 */
import { fma } from './simd';

/** Columns of a panel. */
export const panelWidth: i32 = 8;
/** Rows of B that are packed at a time: a panel of them, 8 KiB, stays in the first cache. */
const depth: i32 = 256;
/** Columns of B that are packed at a time. */
const breadth: i32 = 512;
/** Rows of A that are gone through for each panel. */
const height: i32 = 64;

/** Floats of scratch that `matmul` packs into. */
export function matmulScratch(): i32 {
  return depth * breadth;
}

/**
 * Packs B (K × N) into panels, each `rowsOfPanel` rows of 8 floats long.
 * @param byRows 1 where B lies in rows `stride` floats apart, 0 where it is the transpose of a matrix that does
 */
export function packPanels(
  b: usize,
  stride: i32,
  byRows: i32,
  K: i32,
  N: i32,
  panels: usize,
  rowsOfPanel: i32,
): void {
  const step = <usize>stride << 2;
  for (let j = 0; j < N; j += panelWidth) {
    let to = panels + ((<usize>(j >> 3) * rowsOfPanel) << 5);
    const columns = min(panelWidth, N - j);
    if (byRows) {
      let from = b + (<usize>j << 2);
      if (columns == panelWidth) {
        for (let k = 0; k < K; k++) {
          v128.store(to, v128.load(from));
          v128.store(to, v128.load(from, 16), 16);
          from += step;
          to += 32;
        }
      } else {
        for (let k = 0; k < K; k++) {
          for (let c = 0; c < panelWidth; c++)
            store<f32>(to + (<usize>c << 2), c < columns ? load<f32>(from + (<usize>c << 2)) : 0);
          from += step;
          to += 32;
        }
      }
    } else {
      packColumns(b + <usize>j * step, step, K, columns, to);
    }
  }
}

/** Packs one panel whose columns lie as rows, `step` bytes apart. */
function packColumns(from: usize, step: usize, K: i32, columns: i32, to: usize): void {
  const whole = K & ~3;
  if (columns == panelWidth) {
    for (let k = 0; k < whole; k += 4) {
      transpose4(from, step, to);
      transpose4(from + 4 * step, step, to + 16);
      from += 16;
      to += 128;
    }
    for (let k = whole; k < K; k++) {
      for (let c = 0; c < panelWidth; c++) store<f32>(to + (<usize>c << 2), load<f32>(from + <usize>c * step));
      from += 4;
      to += 32;
    }
    return;
  }
  for (let k = 0; k < K; k++) {
    for (let c = 0; c < panelWidth; c++)
      store<f32>(to + (<usize>c << 2), c < columns ? load<f32>(from + <usize>c * step) : 0);
    from += 4;
    to += 32;
  }
}

/** Four rows of four, `step` bytes apart, become the halves of four rows of a panel. */
function transpose4(from: usize, step: usize, to: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + step);
  const r2 = v128.load(from + 2 * step);
  const r3 = v128.load(from + 3 * step);
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(a, b, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(a, b, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(c, d, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(c, d, 2, 3, 6, 7), 96);
}

/** Writes the last columns of a row of C, fewer than 8. */
function storeSome(to: usize, low: v128, high: v128, columns: i32, add: i32): void {
  for (let c = 0; c < columns; c++) {
    let value: f32 = 0;
    if (c == 0) value = f32x4.extract_lane(low, 0);
    else if (c == 1) value = f32x4.extract_lane(low, 1);
    else if (c == 2) value = f32x4.extract_lane(low, 2);
    else if (c == 3) value = f32x4.extract_lane(low, 3);
    else if (c == 4) value = f32x4.extract_lane(high, 0);
    else if (c == 5) value = f32x4.extract_lane(high, 1);
    else value = f32x4.extract_lane(high, 2);
    if (add) value += load<f32>(to);
    store<f32>(to, value);
    to += 4;
  }
}

function storeRow(to: usize, low: v128, high: v128, columns: i32, add: i32): void {
  if (columns < panelWidth) {
    storeSome(to, low, high, columns, add);
    return;
  }
  if (add) {
    low = f32x4.add(low, v128.load(to));
    high = f32x4.add(high, v128.load(to, 16));
  }
  v128.store(to, low);
  v128.store(to, high, 16);
}

/** Four rows of A that lie in rows, `row` bytes apart, times a panel. */
function tileOfRows(a: usize, row: usize, panel: usize, c: usize, ldc: usize, K: i32, columns: i32, add: i32): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let a0 = a;
  let a1 = a + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  const whole = a + <usize>wholeBytes(K);
  while (a0 < whole) {
    let b0 = v128.load(panel);
    let b1 = v128.load(panel, 16);
    let x = v128.load32_splat(a0);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a1);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a2);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a3);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    b0 = v128.load(panel, 32);
    b1 = v128.load(panel, 48);
    x = v128.load32_splat(a0, 4);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a1, 4);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a2, 4);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a3, 4);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    b0 = v128.load(panel, 64);
    b1 = v128.load(panel, 80);
    x = v128.load32_splat(a0, 8);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a1, 8);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a2, 8);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a3, 8);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    b0 = v128.load(panel, 96);
    b1 = v128.load(panel, 112);
    x = v128.load32_splat(a0, 12);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a1, 12);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a2, 12);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a3, 12);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    panel += 128;
    a0 += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
  }
  for (let k = K & 3; k > 0; k--) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let x = v128.load32_splat(a0);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a1);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a2);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a3);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    panel += 32;
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
  }
  storeRow(c, c00, c01, columns, add);
  storeRow(c + ldc, c10, c11, columns, add);
  storeRow(c + 2 * ldc, c20, c21, columns, add);
  storeRow(c + 3 * ldc, c30, c31, columns, add);
}

function wholeBytes(K: i32): i32 {
  return (K & ~3) << 2;
}

/** Four rows of A that lie as columns: four floats side by side for each k, `column` bytes apart. */
function tileOfColumns(
  a: usize,
  column: usize,
  panel: usize,
  c: usize,
  ldc: usize,
  K: i32,
  columns: i32,
  add: i32,
): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = panel + (<usize>K << 5);
  while (panel < end) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let x = v128.load32_splat(a);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    panel += 32;
    a += column;
  }
  storeRow(c, c00, c01, columns, add);
  storeRow(c + ldc, c10, c11, columns, add);
  storeRow(c + 2 * ldc, c20, c21, columns, add);
  storeRow(c + 3 * ldc, c30, c31, columns, add);
}

/** One row of A, its entries `step` bytes apart, times a panel: for rows that fill no tile. */
function tileOfOne(a: usize, step: usize, panel: usize, c: usize, K: i32, columns: i32, add: i32): void {
  let low = f32x4.splat(0);
  let high = low;
  for (let k = 0; k < K; k++) {
    const x = v128.load32_splat(a);
    low = fma(x, v128.load(panel), low);
    high = fma(x, v128.load(panel, 16), high);
    panel += 32;
    a += step;
  }
  storeRow(c, low, high, columns, add);
}

/**
 * C (M × N) = or += A (M × K) · packed B.
 * @param lda floats between the rows of A, or between its columns where `byRows` is 0
 * @param rowsOfPanel as B was packed; `panels` may point to a later row of the first panel
 */
export function timesPanels(
  a: usize,
  lda: i32,
  byRows: i32,
  panels: usize,
  rowsOfPanel: i32,
  c: usize,
  ldc: i32,
  M: i32,
  N: i32,
  K: i32,
  add: i32,
): void {
  const stepA = <usize>lda << 2;
  const stepC = <usize>ldc << 2;
  const rowA: usize = byRows ? stepA : 4;
  const columnA: usize = byRows ? 4 : stepA;
  for (let top = 0; top < M; top += height) {
    const bottom = min(M, top + height);
    for (let j = 0; j < N; j += panelWidth) {
      const panel = panels + ((<usize>(j >> 3) * rowsOfPanel) << 5);
      const columns = min(panelWidth, N - j);
      let i = top;
      let from = a + <usize>top * rowA;
      let to = c + <usize>top * stepC + (<usize>j << 2);
      for (; i + 4 <= bottom; i += 4) {
        if (byRows) tileOfRows(from, stepA, panel, to, stepC, K, columns, add);
        else tileOfColumns(from, stepA, panel, to, stepC, K, columns, add);
        from += 4 * rowA;
        to += 4 * stepC;
      }
      for (; i < bottom; i++) {
        tileOfOne(from, columnA, panel, to, K, columns, add);
        from += rowA;
        to += stepC;
      }
    }
  }
}

/** C (M × N) = or += A (M × K) · B (K × N). @param scratch `matmulScratch()` floats */
export function matmul(
  a: usize,
  lda: i32,
  aByRows: i32,
  b: usize,
  ldb: i32,
  bByRows: i32,
  c: usize,
  ldc: i32,
  M: i32,
  N: i32,
  K: i32,
  add: i32,
  scratch: usize,
): void {
  for (let n = 0; n < N; n += breadth) {
    const some = min(breadth, N - n);
    for (let k = 0; k < K; k += depth) {
      const deep = min(depth, K - k);
      const part = bByRows ? k * ldb + n : n * ldb + k;
      packPanels(b + (<usize>part << 2), ldb, bByRows, deep, some, scratch, deep);
      const left = aByRows ? k : k * lda;
      timesPanels(
        a + (<usize>left << 2),
        lda,
        aByRows,
        scratch,
        deep,
        c + (<usize>n << 2),
        ldc,
        M,
        some,
        deep,
        add | i32(k > 0),
      );
    }
  }
}
