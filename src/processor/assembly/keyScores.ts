/** Scores of the key-only form (paper §3.2, Eqs. 7-8), which are of a key's position alone, and their way back. */
import { floats, headDim, keyScoresOf, scale, strideK, strideQ, T } from './attentionSizes';
import { exp1, fma, sigmoid4, sumOf, wholeFours } from './simd';

/** s_j = Σ SiLU(q_jc) k_jc / √headDim of the key-only form, (T). */
export function keyScores(qHead: usize, kHead: usize): void {
  const factor = scale();
  const to = keyScoresOf(0);
  for (let j = 0; j < T; j++)
    store<f32>(to + floats(j), factor * siluDot(qHead + floats(j * strideQ), kHead + floats(j * strideK)));
}

/** Σ SiLU(q_c) k_c of one head. */
function siluDot(q: usize, k: usize): f32 {
  const whole = <usize>wholeFours(headDim);
  let sums = f32x4.splat(0);
  for (let c: usize = 0; c < whole; c += 16) {
    const x = v128.load(q + c);
    sums = fma(f32x4.mul(x, sigmoid4(x)), v128.load(k + c), sums);
  }
  let sum = sumOf(sums);
  for (let c = whole; c < floats(headDim); c += 4) {
    const x = load<f32>(q + c);
    sum += (x / (1 + exp1(-x))) * load<f32>(k + c);
  }
  return sum;
}

/** What the gradients of the key-only scores come to for q and k. */
export function keyScoresBack(qHead: usize, kHead: usize, dqHead: usize, dkHead: usize): void {
  const factor = scale();
  for (let j = 0; j < T; j++) {
    const atQ = floats(j * strideQ);
    const atK = floats(j * strideK);
    siluDotBack(
      load<f32>(keyScoresOf(1) + floats(j)) * factor,
      qHead + atQ,
      kHead + atK,
      dqHead + atQ,
      dkHead + atK,
    );
  }
}

function siluDotBack(ds: f32, q: usize, k: usize, dq: usize, dk: usize): void {
  const whole = <usize>wholeFours(headDim);
  const one = f32x4.splat(1);
  const ds4 = f32x4.splat(ds);
  for (let c: usize = 0; c < whole; c += 16) {
    const x = v128.load(q + c);
    const s = sigmoid4(x);
    const silu = f32x4.mul(x, s);
    v128.store(dk + c, fma(ds4, silu, v128.load(dk + c)));
    const slope = fma(silu, f32x4.sub(one, s), s);
    v128.store(dq + c, fma(f32x4.mul(ds4, v128.load(k + c)), slope, v128.load(dq + c)));
  }
  for (let c = whole; c < floats(headDim); c += 4) {
    const x = load<f32>(q + c);
    const s: f32 = 1 / (1 + exp1(-x));
    store<f32>(dk + c, load<f32>(dk + c) + ds * x * s);
    store<f32>(dq + c, load<f32>(dq + c) + ds * load<f32>(k + c) * (s + x * s * (1 - s)));
  }
}
