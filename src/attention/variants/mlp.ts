import type { Variant } from '../variant';

/** A gated MLP in the mixer's place: no token sees another. */
export const mlp: Variant<'mlp'> = {
  id: 'mlp',
  linkCode: 1,
  name: 'MLP',
  short: 'MLP',
  principle: 'mixing',
  summary: 'Attention is replaced by a gated MLP of the same size, so no token ever sees another.',
  tex: '\\operatorname{out} = \\bigl(\\operatorname{SiLU}(n W_{g}) \\odot n W_{u}\\bigr) W_{d}',
  citation: '§3.1',
  cost: {
    timeTex: 'BLd^2',
    prefillTex: '6BLd^2',
    decodeTex: '6Bd^2',
    cacheTex: '0',
    activationTex: '10BLd',
    prefillFlops: ({ B, L, d }) => 6 * B * L * d * d,
    decodeFlops: ({ B, d }) => 6 * B * d * d,
    cacheBytes: () => 0,
    activationBytes: ({ B, L, d }) => 10 * B * L * d,
  },
  options: {},
  mixing: null,
};
