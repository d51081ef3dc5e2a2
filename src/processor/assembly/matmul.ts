/**
 * Matrix products, C = A·B or C += A·B, in float32. B is packed into panels of 8 columns (k by k, zeros past its last
 * column); A is read where it lies, by rows or by columns. Tiles of 4 rows × 8 columns stay in registers over a panel.
 */
import { breadth, depth, panelWidth } from './scratch';
import { fma } from './simd';

/** Rows of A that are gone through for each panel. */
const height: i32 = 64;

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
  const step = (<usize>stride) << 2;
  for (let j = 0; j < N; j += panelWidth) {
    let to = panels + ((<usize>(j >> 3) * rowsOfPanel) << 5);
    const columns = min(panelWidth, N - j);
    if (byRows) {
      let from = b + ((<usize>j) << 2);
      if (columns === panelWidth) {
        for (let k = 0; k < K; k++) {
          v128.store(to, v128.load(from));
          v128.store(to, v128.load(from, 16), 16);
          from += step;
          to += 32;
        }
      } else {
        for (let k = 0; k < K; k++) {
          for (let c = 0; c < panelWidth; c++)
            store<f32>(to + ((<usize>c) << 2), c < columns ? load<f32>(from + ((<usize>c) << 2)) : 0);
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
  if (columns === panelWidth) {
    for (let k = 0; k < whole; k += 4) {
      transpose4(from, step, to, 32);
      transpose4(from + 4 * step, step, to + 16, 32);
      from += 16;
      to += 128;
    }
    for (let k = whole; k < K; k++) {
      for (let c = 0; c < panelWidth; c++)
        store<f32>(to + ((<usize>c) << 2), load<f32>(from + <usize>c * step));
      from += 4;
      to += 32;
    }
    return;
  }
  for (let k = 0; k < K; k++) {
    for (let c = 0; c < panelWidth; c++)
      store<f32>(to + ((<usize>c) << 2), c < columns ? load<f32>(from + <usize>c * step) : 0);
    from += 4;
    to += 32;
  }
}

/** Transposes four rows of four, `step` bytes apart, to rows `toStep` bytes apart. */
function transpose4(from: usize, step: usize, to: usize, toStep: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + step);
  const r2 = v128.load(from + 2 * step);
  const r3 = v128.load(from + 3 * step);
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(a, b, 0, 1, 4, 5));
  v128.store(to + toStep, v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  v128.store(to + 2 * toStep, v128.shuffle<f32>(c, d, 0, 1, 4, 5));
  v128.store(to + 3 * toStep, v128.shuffle<f32>(c, d, 2, 3, 6, 7));
}

/** Writes the last columns of a row of C, fewer than 8. */
function storeSome(to: usize, low: v128, high: v128, columns: i32, add: i32): void {
  for (let c = 0; c < columns; c++) {
    let value: f32 = 0;
    if (c === 0) value = f32x4.extract_lane(low, 0);
    else if (c === 1) value = f32x4.extract_lane(low, 1);
    else if (c === 2) value = f32x4.extract_lane(low, 2);
    else if (c === 3) value = f32x4.extract_lane(low, 3);
    else if (c === 4) value = f32x4.extract_lane(high, 0);
    else if (c === 5) value = f32x4.extract_lane(high, 1);
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

/** A packed panel of A, four floats for each k, times a packed panel of B. */
function tile(a: usize, b: usize, c: usize, ldc: usize, K: i32, columns: i32, add: i32): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = a + ((<usize>K) << 4);
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
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
    a += 16;
    b += 32;
  }
  storeRow(c, c00, c01, columns, add);
  storeRow(c + ldc, c10, c11, columns, add);
  storeRow(c + 2 * ldc, c20, c21, columns, add);
  storeRow(c + 3 * ldc, c30, c31, columns, add);
}

/** Packs whole tiles of A, (M × K) with M a multiple of 4, into panels of four floats for each k. */
function packTiles(a: usize, step: usize, byRows: i32, M: i32, K: i32, to: usize): void {
  const whole = K & ~3;
  for (let i = 0; i < M; i += 4) {
    if (byRows) {
      let from = a + <usize>i * step;
      for (let k = 0; k < whole; k += 4) {
        transpose4(from, step, to, 16);
        from += 16;
        to += 64;
      }
      for (let k = whole; k < K; k++) {
        store<f32>(to, load<f32>(from));
        store<f32>(to, load<f32>(from + step), 4);
        store<f32>(to, load<f32>(from + 2 * step), 8);
        store<f32>(to, load<f32>(from + 3 * step), 12);
        from += 4;
        to += 16;
      }
    } else {
      let from = a + ((<usize>i) << 2);
      for (let k = 0; k < K; k++) {
        v128.store(to, v128.load(from));
        from += step;
        to += 16;
      }
    }
  }
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
  const stepA = (<usize>lda) << 2;
  const stepC = (<usize>ldc) << 2;
  const rowA: usize = byRows ? stepA : 4;
  const columnA: usize = byRows ? 4 : stepA;
  const tiles = panelsOfA();
  for (let top = 0; top < M; top += height) {
    const bottom = min(M, top + height);
    const inTiles = (bottom - top) & ~3;
    const from = a + <usize>top * rowA;
    packTiles(from, stepA, byRows, inTiles, K, tiles);
    for (let j = 0; j < N; j += panelWidth) {
      const panel = panels + ((<usize>(j >> 3) * rowsOfPanel) << 5);
      const columns = min(panelWidth, N - j);
      let to = c + <usize>top * stepC + ((<usize>j) << 2);
      for (let i = 0; i < inTiles; i += 4) {
        tile(tiles + ((<usize>i * K) << 2), panel, to, stepC, K, columns, add);
        to += 4 * stepC;
      }
      for (let i = inTiles; i < bottom - top; i++) {
        tileOfOne(from + <usize>i * rowA, columnA, panel, to, K, columns, add);
        to += stepC;
      }
    }
  }
}

/** Where A is packed: a static block. */
function panelsOfA(): usize {
  return tilesOfA;
}
const tilesOfA: usize = memory.data(64 * 1024 * 4);

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
      packPanels(b + ((<usize>part) << 2), ldb, bByRows, deep, some, scratch, deep);
      const left = aByRows ? k : k * lda;
      timesPanels(
        a + ((<usize>left) << 2),
        lda,
        aByRows,
        scratch,
        deep,
        c + ((<usize>n) << 2),
        ldc,
        M,
        some,
        deep,
        add | i32(k > 0),
      );
    }
  }
}
