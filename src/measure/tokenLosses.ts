/** Computes a model's cross-entropy on each token of a text, nats, and its likeliest predictions there. */
import type { EngineModel } from '../engine/engine';
import { rankedTokens, type TokenProbability } from '../model/generate';

/** Of the tokens that are predicted; a longer text is cut. */
export const mostReadTokens = 1024;

/** How many of the likeliest tokens are told of each place. */
const likeliestCount = 5;

/** What a model makes of each token after the first. */
export interface TokenLosses {
  /** −ln of the probability that it gives the token, nats. */
  losses: Float32Array;
  likeliest: TokenProbability[][];
}

/**
 * Predicts every token after the first from those before it. A text that is longer than the context T is read in windows that begin
 * T/2 tokens after one another, so that a token has at least T/2 tokens before it, or all there are.
 * @param ids 2 to mostReadTokens token ids
 */
export async function tokenLosses(model: EngineModel, ids: Int32Array): Promise<TokenLosses> {
  const { context, vocab } = model.config;
  const losses = new Float32Array(ids.length - 1);
  const likeliest: TokenProbability[][] = [];
  const stride = Math.max(1, Math.floor(context / 2));
  /** Tokens that are predicted so far, the first one among them. */
  let read = 1;
  for (let from = 0; read < ids.length; from += stride) {
    const window = new Int32Array(context);
    window.set(ids.subarray(from, from + context));
    const logits = await model.logits(window, 1, []);
    const end = Math.min(from + context, ids.length - 1);
    for (let place = read - 1; place < end; place++) {
      const ranked = rankedTokens(logits.subarray((place - from) * vocab, (place - from + 1) * vocab));
      const target = ranked.find(({ token }) => token === ids[place + 1]);
      losses[place] = -Math.log(target?.probability ?? 0);
      likeliest.push(ranked.slice(0, likeliestCount));
    }
    read = end + 1;
  }
  return { losses, likeliest };
}
