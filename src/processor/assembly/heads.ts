/** What happens to queries and keys between their projection and their scores: QK-norm, RoPE, feature maps. In place. */
import { exp1, exp4 } from './simd';

/** x is (rows, heads · headDim), its rows `stride` floats apart. */

/**
 * RMSNorm of each head with one gain (headDim).
 * @param before where x is kept as it was, (rows, heads · headDim), for the way back
 * @param inverse 1 / √(mean x² + eps) of each head, (rows, heads)
 */
export function normHeads(
  x: usize,
  stride: i32,
  rows: i32,
  heads: i32,
  headDim: i32,
  gain: usize,
  before: usize,
  inverse: usize,
  eps: f32,
): void {
  const bytes = (<usize>headDim) << 2;
  for (let i = 0; i < rows; i++) {
    let head = x + ((<usize>i * stride) << 2);
    for (let h = 0; h < heads; h++) {
      let squares: f32 = 0;
      for (let c: usize = 0; c < bytes; c += 4) squares += load<f32>(head + c) * load<f32>(head + c);
      const r: f32 = 1 / sqrt<f32>(squares / <f32>headDim + eps);
      store<f32>(inverse, r);
      for (let c: usize = 0; c < bytes; c += 4) {
        const value = load<f32>(head + c);
        store<f32>(before + c, value);
        store<f32>(head + c, value * r * load<f32>(gain + c));
      }
      head += bytes;
      before += bytes;
      inverse += 4;
    }
  }
}

/** Turns the gradient of normed heads into that of heads before the norm, in place; adds to dGain (headDim). */
export function normHeadsBack(
  dx: usize,
  stride: i32,
  rows: i32,
  heads: i32,
  headDim: i32,
  gain: usize,
  before: usize,
  inverse: usize,
  dGain: usize,
): void {
  const bytes = (<usize>headDim) << 2;
  for (let i = 0; i < rows; i++) {
    let head = dx + ((<usize>i * stride) << 2);
    for (let h = 0; h < heads; h++) {
      const r = load<f32>(inverse);
      let dot: f32 = 0;
      for (let c: usize = 0; c < bytes; c += 4) {
        const t = load<f32>(head + c) * load<f32>(before + c);
        dot += t * load<f32>(gain + c);
        store<f32>(dGain + c, load<f32>(dGain + c) + t * r);
      }
      const shift = (dot * r * r * r) / <f32>headDim;
      for (let c: usize = 0; c < bytes; c += 4)
        store<f32>(head + c, load<f32>(head + c) * load<f32>(gain + c) * r - load<f32>(before + c) * shift);
      head += bytes;
      before += bytes;
      inverse += 4;
    }
  }
}

/**
 * RoPE: turns the pair (c, c + headDim / 2) of each head by the angle of its position; `direction` −1 turns it back, which
 * is what a gradient needs. @param cosines (T, headDim / 2) @param sines (T, headDim / 2)
 */
export function rotateHeads(
  x: usize,
  stride: i32,
  rows: i32,
  T: i32,
  heads: i32,
  headDim: i32,
  cosines: usize,
  sines: usize,
  direction: f32,
): void {
  const half = (<usize>(headDim >> 1)) << 2;
  const whole = half & ~15;
  const turn = f32x4.splat(direction);
  for (let i = 0; i < rows; i++) {
    const at = <usize>(i % T) * half;
    const cos = cosines + at;
    const sin = sines + at;
    let low = x + ((<usize>i * stride) << 2);
    for (let h = 0; h < heads; h++) {
      const high = low + half;
      for (let c: usize = 0; c < whole; c += 16) {
        const u = v128.load(low + c);
        const v = v128.load(high + c);
        const cosine = v128.load(cos + c);
        const sine = f32x4.mul(turn, v128.load(sin + c));
        v128.store(low + c, f32x4.sub(f32x4.mul(u, cosine), f32x4.mul(v, sine)));
        v128.store(high + c, f32x4.add(f32x4.mul(v, cosine), f32x4.mul(u, sine)));
      }
      for (let c = whole; c < half; c += 4) {
        const u = load<f32>(low + c);
        const v = load<f32>(high + c);
        const cosine = load<f32>(cos + c);
        const sine = direction * load<f32>(sin + c);
        store<f32>(low + c, u * cosine - v * sine);
        store<f32>(high + c, v * cosine + u * sine);
      }
      low = high + half;
    }
  }
}

/** φ(x) = elu(x) + 1 of (rows, n), rows `stride` floats apart. */
export function features(x: usize, stride: i32, rows: i32, n: i32): void {
  const bytes = (<usize>n) << 2;
  const whole = bytes & ~15;
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (let i = 0; i < rows; i++) {
    const row = x + ((<usize>i * stride) << 2);
    for (let c: usize = 0; c < whole; c += 16) {
      const v = v128.load(row + c);
      v128.store(row + c, v128.bitselect(f32x4.add(v, one), exp4(v), f32x4.gt(v, zero)));
    }
    for (let c = whole; c < bytes; c += 4) {
      const v = load<f32>(row + c);
      store<f32>(row + c, v > 0 ? v + 1 : exp1(v));
    }
  }
}

/** Turns the gradient of features into that of what they are of, in place: the slope is 1 above 1, else the feature itself. */
export function featuresBack(dx: usize, x: usize, stride: i32, rows: i32, n: i32): void {
  const bytes = (<usize>n) << 2;
  for (let i = 0; i < rows; i++) {
    const at = (<usize>i * stride) << 2;
    for (let c: usize = at; c < at + bytes; c += 4)
      store<f32>(dx + c, load<f32>(dx + c) * min<f32>(load<f32>(x + c), 1));
  }
}
