/**
 * Text from a model, one token at a time: a KV cache or a recurrent state in each layer, as its form and mask need, and
 * for sources that are fixed the reference row's q and k of every position, computed once. One row is a few matrix-vector
 * products, so this runs in plain numbers: reading the weights back once costs less than a thousand dispatches a token.
 */

import { layerDecoder, type RowMixer } from '../attention/decoding';
import type { QueryKey } from '../attention/forms/form';
import { referenceKinds, referenceOf } from '../attention/layers';
import type { Random } from '../data/random';
import { matVec, rmsNormRow, swiGLURow } from '../ops/vector';
import { headsOffIn, type ModelConfig } from './config';
import type { ModelValues } from './values';

/** Feeds tokens to a model in order; each step gives the logits (V) of the token that follows. */
export interface Decoder {
  /** Tokens fed since the start or the last reset; at most the context. */
  readonly position: number;
  /** @throws Error where the context is full or the token is not of the vocabulary */
  step(token: number): Float32Array;
  /** Forgets every token. */
  reset(): void;
  /**
   * What the last token looks at: by layer and head its weight on each token since the start or the last reset; null for a layer that
   * mixes no tokens. Only a decoder that was created to tell it does.
   */
  lookedAt(): (Float32Array[] | null)[];
}

/** One row on its way through the layers: its input at each position and each layer's state. */
interface Stream {
  input: Float32Array;
  mixers: RowMixer[];
}

/**
 * Creates a decoder of one row; the reference rows are run at once, for the whole context.
 * @param tells whether it is asked what tokens look at, for which it keeps the queries and keys of every layer
 * @throws Error where a parameter is missing
 */
export function createDecoder(config: ModelConfig, values: ModelValues, tells = false): Decoder {
  const { dModel: d, rmsEps, context } = config;
  const weight = (name: string): Float32Array => {
    const found = values.params.get(name);
    if (!found) throw new Error(`The model has no parameter "${name}".`);
    return found;
  };
  const embed = weight('embed.weight');
  const embedding = (token: number) => embed.subarray(token * d, (token + 1) * d);
  const kinds = referenceKinds(config.layers);
  const layers = config.layers.map((layer, l) => {
    const p = (name: string) => weight(`layers.${l}.${name}`);
    const mixer = layerDecoder(layer, config, (name) => p(`mixer.${name}`), headsOffIn(config, l));
    return { p, mixer, reference: referenceOf(layer), referenceQK: [] as (QueryKey | null)[] };
  });
  const newMixers = () => layers.map((layer) => layer.mixer.newRow());

  /**
   * One position of rows that move together, x (d) of each out. Reference rows come first, in the order of `kinds`.
   * @param kept of each layer, where the position's query and key are to be kept
   */
  const advance = (streams: Stream[], position: number, kept: QueryKey[][] = []): Float32Array[] => {
    const xs = streams.map((stream) => stream.input.slice());
    layers.forEach(({ p, mixer, reference, referenceQK }, l) => {
      const norm = (x: Float32Array) => rmsNormRow(x, p('norm1.gain'), rmsEps);
      const ns = xs.map(norm);
      streams.forEach((stream, r) => {
        const x = xs[r] as Float32Array;
        const n = ns[r] as Float32Array;
        const queryKey = () =>
          mixer.queryKey(
            {
              n,
              staticNormed: () => norm(stream.input),
              reference: (kind) => ns[kinds.indexOf(kind)] as Float32Array,
            },
            position,
          );
        if (reference) referenceQK[position] ??= queryKey();
        const qk = reference ? (referenceQK[position] as QueryKey) : queryKey();
        if (qk) kept[l]?.push(qk);
        addInto(x, (stream.mixers[l] as RowMixer)(n, qk));
        const m = rmsNormRow(x, p('norm2.gain'), rmsEps);
        addInto(x, swiGLURow(m, p('ffn.gate.weight'), p('ffn.up.weight'), p('ffn.down.weight')));
      });
    });
    return xs;
  };

  // The reference rows run once, ahead of any text; afterwards only their q and k are looked up.
  const references = kinds.map(() => newMixers());
  for (let t = 0; t < (kinds.length > 0 ? context : 0); t++) {
    const inputs = {
      random: () => values.randomEmbedding.subarray(t * d, (t + 1) * d),
      text: () => embedding(values.fixedSequence[t] as number),
    };
    advance(
      kinds.map((kind, r) => ({ input: inputs[kind](), mixers: references[r] as RowMixer[] })),
      t,
    );
  }

  const nothingKept = (): QueryKey[][] => (tells ? layers.map(() => []) : []);
  let mixers = newMixers();
  let kept = nothingKept();
  let position = 0;
  return {
    get position() {
      return position;
    },
    step(token) {
      if (position >= context) throw new Error(`The context of ${context} tokens is full; reset first.`);
      if (!(token >= 0 && token < config.vocab))
        throw new Error(`Token ${token} is not in 0..${config.vocab - 1}.`);
      const [x] = advance([{ input: embedding(token), mixers }], position++, kept);
      const unembedding = config.tieEmbeddings ? embed : weight('head.weight');
      return matVec(unembedding, rmsNormRow(x as Float32Array, weight('norm.gain'), rmsEps));
    },
    reset() {
      mixers = newMixers();
      kept = nothingKept();
      position = 0;
    },
    lookedAt: () => layers.map(({ mixer }, l) => mixer.lookedAt(kept[l] as QueryKey[])),
  };
}

export interface Sampling {
  /** 0 takes the likeliest token. */
  temperature: number;
  /** Only the k likeliest tokens are drawn from; 0 for all. */
  topK: number;
  /** Only the likeliest tokens that together reach this probability are drawn from (nucleus sampling, Holtzman et al. 2020); 1 for all. */
  topP: number;
}

/** A token and the probability that the model gives it, at temperature 1 and with every token allowed. */
export interface TokenProbability {
  token: number;
  probability: number;
}

/** Tokens by their probability, the likeliest first. @param logits (V) */
export function rankedTokens(logits: Float32Array): TokenProbability[] {
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);
  const weights = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights
    .map((weight, token) => ({ token, probability: weight / sum }))
    .sort((a, b) => b.probability - a.probability);
}

/**
 * Samples a token from softmax(logits / temperature) over the top k, and of those over the top p.
 * @param ranked all tokens, the likeliest first
 */
export function sample(
  ranked: readonly TokenProbability[],
  { temperature, topK, topP }: Sampling,
  random: Random,
): TokenProbability {
  const best = ranked[0] as TokenProbability;
  if (temperature <= 0) return best;
  const candidates = topK > 0 ? ranked.slice(0, topK) : ranked;
  const weights = candidates.map(({ probability }) => (probability / best.probability) ** (1 / temperature));
  const sum = weights.reduce((a, b) => a + b);
  let nucleus = 0;
  // The first one always stays, whatever its share.
  const kept =
    topP >= 1
      ? weights
      : weights.filter((weight, i) => {
          const before = nucleus;
          nucleus += weight / sum;
          return i === 0 || before < topP;
        });
  let rest = random.next() * kept.reduce((a, b) => a + b);
  const drawn = kept.findIndex((weight) => {
    rest -= weight;
    return rest < 0;
  });
  return candidates[drawn] ?? best;
}

/** How many of the likeliest tokens are told beside the one that is drawn. */
const alternativeCount = 5;

/** A token that was drawn, and the likeliest ones in its place, among which it may be. */
export interface DrawnToken extends TokenProbability {
  alternatives: TokenProbability[];
}

/**
 * Generates tokens that continue a prompt, without end. Where the context is full, the decoder is reset and prefilled
 * with the last half of it.
 * @throws Error where the prompt is empty
 */
export function* generate(
  decoder: Decoder,
  config: Pick<ModelConfig, 'context'>,
  prompt: ArrayLike<number>,
  sampling: Sampling,
  random: Random,
): Generator<DrawnToken, never> {
  decoder.reset();
  const history = Array.from(prompt).slice(-config.context);
  if (history.length === 0) throw new Error('Generation needs a prompt of at least one token.');
  let logits = prefill(decoder, history);
  for (;;) {
    const ranked = rankedTokens(logits);
    const drawn = sample(ranked, sampling, random);
    const { token } = drawn;
    yield { ...drawn, alternatives: ranked.slice(0, alternativeCount) };
    history.push(token);
    if (decoder.position >= config.context) {
      decoder.reset();
      history.splice(0, history.length - Math.ceil(config.context / 2));
      logits = prefill(decoder, history);
    } else {
      logits = decoder.step(token);
    }
  }
}

function prefill(decoder: Decoder, tokens: number[]): Float32Array {
  let logits = new Float32Array();
  for (const token of tokens) logits = decoder.step(token) as Float32Array<ArrayBuffer>;
  return logits;
}

function addInto(x: Float32Array, y: Float32Array): void {
  for (let c = 0; c < x.length; c++) x[c] = (x[c] as number) + (y[c] as number);
}
