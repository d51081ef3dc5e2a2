/** The two cost profiles that more than one variant has. */
import type { VariantCost } from '../variant';

/** Full attention over the text at hand: quadratic in length, a cache of every key and value. */
export const quadraticCost: VariantCost = {
  timeTex: 'BL^2d + BLd^2',
  prefillTex: '4BL^2d + 6BLd^2',
  decodeTex: '6Bd^2 + 4BLd',
  cacheTex: '4BLd',
  activationTex: '10BLd + 2BhL^2',
  prefillFlops: ({ B, L, d }) => 4 * B * L * L * d + 6 * B * L * d * d,
  decodeFlops: ({ B, L, d }) => 6 * B * d * d + 4 * B * L * d,
  cacheBytes: ({ B, L, d }) => 4 * B * L * d,
  activationBytes: ({ B, L, d, h }) => 10 * B * L * d + 2 * B * h * L * L,
};

/** One map for every row: it is computed once, and its keys are cached once. */
export const sharedMapCost: VariantCost = {
  timeTex: 'BL^2d + BLd^2',
  prefillTex: '2L^2d + 2BL^2d + 6BLd^2',
  decodeTex: '2Ld + 2BLd + 6Bd^2',
  cacheTex: '2{(B+1)}Ld',
  activationTex: '6{(B+1)}Ld + 2hL^2',
  prefillFlops: ({ B, L, d }) => 2 * L * L * d + 2 * B * L * L * d + 6 * B * L * d * d,
  decodeFlops: ({ B, L, d }) => 2 * L * d + 2 * B * L * d + 6 * B * d * d,
  cacheBytes: ({ B, L, d }) => 2 * (B + 1) * L * d,
  activationBytes: ({ B, L, d, h }) => 6 * (B + 1) * L * d + 2 * h * L * L,
};
