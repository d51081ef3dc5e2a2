// The loss of each token of a text, held to the model's own logits, within and beyond the context.
import { expect, test } from 'vitest';
import type { EngineModel } from '../../src/engine/engine';
import { tokenLosses } from '../../src/measure/tokenLosses';

const [context, vocab] = [8, 5];

/** A model whose logits depend on the token before and on how many tokens of the window it has seen. */
const logitAt = (token: number, place: number, next: number) =>
  Math.sin(7 * token + 3 * next) + 0.1 * place * next;
const seen: Int32Array[] = [];
const model = {
  config: { context, vocab },
  async logits(inputs: Int32Array) {
    seen.push(inputs.slice());
    return Float32Array.from({ length: context * vocab }, (_, i) => {
      const place = Math.floor(i / vocab);
      return logitAt(inputs[place] as number, place, i % vocab);
    });
  },
} as unknown as EngineModel;

const lossAt = (token: number, place: number, target: number) => {
  const logits = Array.from({ length: vocab }, (_, next) => logitAt(token, place, next));
  return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - (logits[target] as number);
};

test('within the context each token is predicted from all tokens before it', async () => {
  const ids = Int32Array.from([1, 4, 0, 2, 3]);
  const { losses, likeliest } = await tokenLosses(model, ids);
  expect(losses).toHaveLength(4);
  expect(likeliest).toHaveLength(4);
  for (let i = 0; i < 4; i++)
    expect(losses[i]).toBeCloseTo(lossAt(ids[i] as number, i, ids[i + 1] as number), 5);
});

test('beyond it every token is predicted once, from at least half a context', async () => {
  const ids = Int32Array.from({ length: 23 }, (_, i) => (i * i + 1) % vocab);
  seen.length = 0;
  const { losses, likeliest } = await tokenLosses(model, ids);
  expect(losses).toHaveLength(22);
  expect(likeliest).toHaveLength(22);
  expect(seen.map((window) => [...window].slice(0, 3))).toEqual(
    [0, 4, 8, 12, 16].map((from) => [...ids.subarray(from, from + 3)]),
  );
  for (let i = 0; i < 22; i++) {
    // Windows begin at 0, 4, 8 …; the first one predicts as far as it reaches, each later one its second half.
    const from = i < 8 ? 0 : 4 * (Math.floor(i / 4) - 1);
    expect(losses[i], `token ${i + 1}`).toBeCloseTo(
      lossAt(ids[i] as number, i - from, ids[i + 1] as number),
      5,
    );
  }
});
