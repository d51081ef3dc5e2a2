/** Four lanes of float32: what kernels share. Every function is small enough for the compiler to put in place. */

/** a·b + c; rounded once where the build has relaxed SIMD, twice where it has not. */
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

export function sumOf(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) +
    f32x4.extract_lane(a, 1) +
    (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

export function largestOf(a: v128): f32 {
  return max(
    max(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1)),
    max(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3)),
  );
}

/**
 * exp in each lane: 2^n times a polynomial of degree 6 on [−ln 2 / 2, ln 2 / 2], about 1e-7 off, relative. Below −87 it is
 * exp(−87), 1.6e-38; above 88 it is exp(88).
 */
export function exp4(x: v128): v128 {
  const clamped = f32x4.max(f32x4.min(x, f32x4.splat(88)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(<f32>Math.LOG2E)));
  // ln 2 in two parts, so that n·ln 2 is exact to twice float32's digits.
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693145752)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(1.42860677e-6)));
  let p = f32x4.splat(1.3888889e-3);
  p = fma(p, r, f32x4.splat(8.3333333e-3));
  p = fma(p, r, f32x4.splat(4.1666667e-2));
  p = fma(p, r, f32x4.splat(1.6666667e-1));
  p = fma(p, r, f32x4.splat(0.5));
  p = fma(p, r, f32x4.splat(1));
  p = fma(p, r, f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** 1 / (1 + exp(−x)) in each lane. */
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** exp of one number, by the same polynomial. */
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** Bytes of the whole groups of four float32 in a row of n. */
export function wholeFours(n: i32): i32 {
  return (n & ~3) << 2;
}
