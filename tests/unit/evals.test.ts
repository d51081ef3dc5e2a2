// Evaluations on a fake model whose logits are known, against values worked out by hand.
import { expect, test } from 'vitest';
import { evaluationWindows } from '../../src/data/batches';
import { charTokenizer } from '../../src/data/tokenizers/char';
import { evaluations, getEvaluations } from '../../src/measure/evals';
import { choice, choiceItems } from '../../src/measure/evals/choice';
import { contextLength, contextLengths } from '../../src/measure/evals/contextLength';
import { lastWord } from '../../src/measure/evals/lastWord';
import { findPassages, passageOf, passageRequest } from '../../src/measure/evals/passages';
import { perplexity } from '../../src/measure/evals/perplexity';
import { nextTokens, scoreRequests, scoresFromLogits } from '../../src/measure/evals/score';
import type {
  EvalData,
  EvalModel,
  EvalRequest,
  Evaluation,
  HeldOutText,
  Outcome,
  Prepared,
} from '../../src/measure/evals/types';

const context = 8;

/** A model whose next token depends on its window so far, as `logitsOf` says. */
function fake(
  vocab: number,
  logitsOf: (soFar: number[]) => number[],
  shape = { context, rows: 3 },
): EvalModel {
  return {
    ...shape,
    canSkip: false,
    async score(inputs, targets) {
      const logits = new Float32Array(inputs.length * vocab);
      inputs.forEach((_, i) => {
        const row = Math.floor(i / shape.context) * shape.context;
        logits.set(logitsOf([...inputs.slice(row, i + 1)]), i * vocab);
      });
      return scoresFromLogits(logits, targets, vocab);
    },
  };
}

function dataOf(text: string, length = context) {
  const tokenizer = charTokenizer.train(text);
  const tokens = tokenizer.encode(text);
  const heldOut: HeldOutText = { tokens, tokenizer, bytesPerToken: 2 };
  const windows = (count: number) => evaluationWindows(tokens, length, count);
  const data: EvalData = { context: length, windows, text: heldOut };
  return { data, tokenizer, heldOut };
}

const options = () => ({ skip: false, signal: new AbortController().signal, onBatch: async () => {} });

async function outcomeOf(evaluation: Evaluation, data: EvalData, model: EvalModel) {
  const prepared = evaluation.prepare(data);
  if (!('requests' in prepared)) throw new Error(prepared.unavailable);
  return found(prepared.measure(await scoreRequests(model, prepared.requests, options())));
}

function found(outcome: Outcome) {
  if ('unavailable' in outcome) throw new Error(outcome.unavailable);
  return outcome;
}

const asked = ({ targets }: EvalRequest) => targets.filter((target) => target >= 0);
const requestsOf = (prepared: Prepared) => ('requests' in prepared ? prepared.requests : []);

test('scores are the log-softmax at the targets, and say which is the likeliest', () => {
  // softmax of (ln 1, ln 2, ln 5) is (1/8, 2/8, 5/8).
  const row = [Math.log(1), Math.log(2), Math.log(5)];
  const scores = scoresFromLogits(Float32Array.from([...row, ...row, ...row]), Int32Array.of(1, 2, -1), 3);
  expect(scores.logProbs[0]).toBeCloseTo(Math.log(2 / 8), 6);
  expect(scores.logProbs[1]).toBeCloseTo(Math.log(5 / 8), 6);
  expect([...(scores.likeliest as Uint8Array)]).toEqual([0, 1, 0]);
  const huge = scoresFromLogits(Float32Array.of(1000, 999), Int32Array.of(1), 2);
  expect(huge.logProbs[0]).toBeCloseTo(-1 - Math.log(1 + Math.exp(-1)), 5);
});

test('requests of any length come in batches of one shape, each answered at its own tokens', async () => {
  const shapes: number[] = [];
  const model = fake(4, (soFar) =>
    [0, 1, 2, 3].map((v) => (v === (soFar.at(-1) as number) ? Math.log(3) : 0)),
  );
  const { score } = model;
  model.score = (inputs, ...rest) => {
    shapes.push(inputs.length);
    return score(inputs, ...rest);
  };
  // The token before has 3 of 6 parts, each other 1 of 6.
  const requests = [
    nextTokens(Int32Array.of(1, 1, 2), 1),
    nextTokens(Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 3), 7),
    nextTokens(Int32Array.of(2, 2), 1),
    nextTokens(Int32Array.of(3, 0), 1),
  ];
  const scores = await scoreRequests(model, requests, options());
  expect(shapes).toEqual([24, 24]);
  const probabilities = scores.map(({ logProbs }) => logProbs.map((p) => Number(Math.exp(p).toFixed(5))));
  expect(probabilities).toEqual([[0.5, 0.16667], [0.5, 0.16667], [0.5], [0.16667]]);
  expect(scores.map(({ likeliest }) => likeliest)).toEqual([[true, false], [true, false], [true], [false]]);
  const bad = [nextTokens(new Int32Array(10), 1)];
  await expect(scoreRequests(model, bad, options())).rejects.toThrow('9 tokens');
});

test('scoring ends at the batch at which it is aborted', async () => {
  const controller = new AbortController();
  const requests = Array.from({ length: 9 }, () => nextTokens(Int32Array.of(0, 1), 1));
  let batches = 0;
  const onBatch = async () => {
    if (++batches === 2) controller.abort();
  };
  const scoring = scoreRequests(
    fake(2, () => [0, 0]),
    requests,
    {
      skip: false,
      signal: controller.signal,
      onBatch,
    },
  );
  await expect(scoring).rejects.toThrow('aborted');
  expect(batches).toBe(2);
});

test('perplexity is exp of the mean loss, its error and interval from the losses of windows', async () => {
  // Two windows of 8 targets: "a" has probability 1/2, any other token 1/4. All a: ln 2; half a: 1.5 ln 2.
  const { data, tokenizer } = dataOf('aaaaaaaaababababa');
  const a = tokenizer.encode('a')[0];
  expect(tokenizer.vocabSize).toBe(3);
  const model = fake(3, () => [0, 1, 2].map((v) => (v === a ? Math.log(2) : 0)));
  const { perplexity: estimate, accuracy, bitsPerByte } = (await outcomeOf(perplexity, data, model)).metrics;
  expect(accuracy).toEqual({ value: 0.75, stderr: 0.25, n: 2, items: [1, 0.5] });
  const [low, high] = [Math.log(2), 1.5 * Math.log(2)];
  const loss = (low + high) / 2;
  // 1 and 1.5 bits for each token of two bytes.
  expect(bitsPerByte?.value).toBeCloseTo(0.625, 6);
  expect(bitsPerByte?.stderr).toBeCloseTo(0.125, 6);
  // Of two values the sample deviation over √2 is half their distance.
  const error = (high - low) / 2;
  expect(estimate?.n).toBe(2);
  expect(estimate?.value).toBeCloseTo(Math.exp(loss), 5);
  expect(estimate?.stderr).toBeCloseTo(Math.exp(loss) * error, 5);
  expect(estimate?.interval?.[0]).toBeCloseTo(Math.exp(loss - 1.96 * error), 5);
  expect(estimate?.interval?.[1]).toBeCloseTo(Math.exp(loss + 1.96 * error), 5);
});

test('perplexity of a uniform guess is the vocabulary, which the metric says chance is', async () => {
  const { data } = dataOf('abcdefghijklmnopqrstuvwxyz'.repeat(3));
  const { perplexity: estimate } = (
    await outcomeOf(
      perplexity,
      data,
      fake(27, () => new Array(27).fill(0)),
    )
  ).metrics;
  expect(estimate?.value).toBeCloseTo(27, 4);
  expect(estimate?.stderr).toBeCloseTo(0, 6);
  expect(perplexity.metrics[0]?.chance?.({ vocab: 27, chance: 1 / 27 })).toBe(27);
});

test('context lengths are 1/16 to 1 of the context, whole and different', () => {
  expect(contextLengths(64)).toEqual([4, 8, 16, 32, 64]);
  expect(contextLengths(8)).toEqual([1, 2, 4, 8]);
});

test('every context length asks for the same tokens, and one that ignores context is flat', async () => {
  const text = Array.from({ length: 1000 }, (_, i) => 'abcdefg'[(i * i) % 7]).join('');
  const { data } = dataOf(text, 64);
  const requests = requestsOf(contextLength.prepare(data));
  const windows = requests.length / 5;
  const targets = requests.map((request) => [...asked(request)].join());
  for (let length = 1; length < 5; length++) {
    expect(targets.slice(length * windows, (length + 1) * windows)).toEqual(targets.slice(0, windows));
  }
  // Two positions of each window, with 3 and 4 tokens before them at the shortest.
  const { inputs, targets: last } = requests[0] as EvalRequest;
  expect([...last.slice(0, 2)]).toEqual([-1, -1]);
  expect([...last.slice(2)]).toEqual([inputs[3], data.windows(1).targets[63]]);

  const shape = { context: 64, rows: 4 };
  const bigram = fake(
    8,
    (soFar) => [0, 1, 2, 3, 4, 5, 6, 7].map((v) => ((v * (soFar.at(-1) ?? 0)) % 5) / 2),
    shape,
  );
  const flat = await outcomeOf(contextLength, data, bigram);
  expect(flat.metrics.contextGain?.value).toBeCloseTo(0, 10);
  expect(new Set(flat.series?.map(({ perplexity: p }) => p.value.toFixed(9))).size).toBe(1);

  // One that loses a nat at each doubling of its context.
  const prepared = contextLength.prepare(data);
  if (!('requests' in prepared)) throw new Error(prepared.unavailable);
  const scores = prepared.requests.map(({ inputs: soFar }) => {
    const loss = 8 - Math.log2(soFar.length);
    return { logProbs: [-loss, -loss], likeliest: [false, false] };
  });
  const falling = found(prepared.measure(scores));
  // 4 to 64 are four doublings.
  expect(falling.metrics.contextGain).toMatchObject({ value: 4, stderr: 0, n: windows });
  expect(falling.series?.map(({ x, perplexity: p }) => [x, Math.log(p.value).toFixed(6)])).toEqual([
    [4, '6.000000'],
    [8, '5.000000'],
    [16, '4.000000'],
    [32, '3.000000'],
    [64, '2.000000'],
  ]);
});

test('a passage ends with its last whole word that came before', () => {
  expect(passageOf('d whale swam; the whale of whal')).toEqual({
    text: 'd whale swam; the',
    answer: ' whale',
  });
  expect(passageOf('a ship, the "ship" sank')).toEqual({ text: 'a ship, the "', answer: 'ship' });
  expect(passageOf('the ship, the ship')).toBeNull();
  expect(passageOf('a big big big cat')).toBeNull();
  expect(passageOf('whale, a whale ')).toBeNull();
});

test('passages are spread over the whole text where there are more than are wanted', () => {
  const { heldOut } = dataOf(Array.from({ length: 40 }, (_, i) => `. ship ${i % 10} ship .`).join(''), 16);
  const all = findPassages(heldOut, 16, 1000);
  expect(all.length).toBeGreaterThan(10);
  const some = findPassages(heldOut, 16, 4);
  expect(some).toHaveLength(4);
  expect(some[1]).toEqual(all[Math.floor(all.length / 4)]);
});

test('a passage is asked for from the answer on, and not at all where it does not fit', () => {
  const { tokenizer } = dataOf('Ann gave the ball to Bob. ', 20);
  const read = (passage: { text: string; answer: string }, length = 20) => {
    const request = passageRequest(passage, tokenizer, length);
    return request && [tokenizer.decode(request.inputs), tokenizer.decode(asked(request))];
  };
  const passage = { text: 'gave the ball to', answer: ' Bob' };
  expect(read(passage)).toEqual(['gave the ball to Bo', ' Bob']);
  expect(read(passage, 19)).not.toBeNull();
  expect(read(passage, 18)).toBeNull();
  expect(read({ text: '', answer: ' Bob' })).toBeNull();
});

test('last-word accuracy counts words of which each token is the likeliest; perplexity is of whole words', async () => {
  const { data, heldOut, tokenizer } = dataOf('to Bo Al ', 20);
  const [space, B, o] = tokenizer.encode(' Bo');
  // After a space always B with 1/2, after B always o with 2/3, else all 8 tokens alike.
  const vocab = tokenizer.vocabSize;
  const parts = (likely: number, weight: number) =>
    Array.from({ length: vocab }, (_, v) => (v === likely ? Math.log(weight) : 0));
  const model = fake(
    vocab,
    (soFar) => {
      const last = soFar.at(-1);
      if (last === space) return parts(B as number, vocab - 1);
      if (last === B) return parts(o as number, 2 * (vocab - 1));
      return parts(space as number, 1.5);
    },
    { context: 20, rows: 2 },
  );
  const passages = [
    { text: 'to', answer: ' Bo' },
    { text: 'to', answer: ' Al' },
  ];
  const { metrics } = await outcomeOf(
    lastWord,
    { ...data, text: { ...heldOut, passages: () => passages } },
    model,
  );
  expect(metrics.lastWordAccuracy?.value).toBe(0.5);
  expect(metrics.lastWordAccuracy?.stderr).toBeCloseTo(Math.SQRT1_2 / Math.SQRT2, 10);
  const all = vocab - 1 + 1.5;
  const right = (1.5 / all) * (1 / 2) * (2 / 3);
  const wrong = (1.5 / all) * (1 / (2 * (vocab - 1))) * (1 / all);
  expect(metrics.lastWordPerplexity?.value).toBeCloseTo(1 / Math.sqrt(right * wrong), 3);
});

test('last word says so where the text has no such passage', () => {
  expect(lastWord.prepare(dataOf('abcdefgh'.repeat(20)).data)).toEqual({
    unavailable: 'too few passages that fit the context',
  });
});

const words = Array.from({ length: 400 }, (_, i) => `${'abcdefghij'[i % 10]}${'klmnopq'[i % 7]} `).join('');

test('choices: the true continuation follows its prompt, the others lie elsewhere, all begin with a word', () => {
  const { heldOut, tokenizer } = dataOf(words, 16);
  const items = choiceItems(heldOut, 16);
  expect(items.length).toBeGreaterThan(50);
  expect(items).toEqual(choiceItems(heldOut, 16));
  for (const { prompt, continuations } of items) {
    const [truth, ...others] = continuations.map((tokens) => tokenizer.decode(tokens));
    expect(words).toContain(tokenizer.decode(prompt) + truth);
    expect(tokenizer.decode(prompt)).toMatch(/ $/);
    expect(others).toHaveLength(3);
    for (const text of [truth, ...others]) expect(text).toMatch(/^\w\w .{5}$/);
  }
});

test('the choice is the likeliest for each character, a tie is wrong, and chance is a quarter', async () => {
  const { data } = dataOf(words, 16);
  const prepared = choice.prepare(data);
  if (!('requests' in prepared)) throw new Error(prepared.unavailable);
  const items = prepared.requests.length / 4;
  const measured = (values: (item: number) => number[]) => {
    const scores = Array.from({ length: items }, (_, i) => values(i)).flat();
    return found(prepared.measure(scores.map((p) => ({ logProbs: [p, p], likeliest: [false, false] }))))
      .metrics.choiceAccuracy;
  };
  expect(measured(() => [-1, -2, -3, -4])).toMatchObject({ value: 1, stderr: 0, n: items });
  expect(measured(() => [-1, -1, -3, -4])?.value).toBe(0);
  expect(measured(() => [Number.NaN, -1, -3, -4])?.value).toBe(0);
  const half = measured((i) => (i % 2 === 0 ? [-1, -2, -3, -4] : [-2, -1, -3, -4]));
  const p = Math.ceil(items / 2) / items;
  expect(half?.value).toBeCloseTo(p, 10);
  expect(half?.stderr).toBeCloseTo(Math.sqrt((p * (1 - p)) / (items - 1)), 10);
  expect(choice.metrics[0]?.chance?.({ vocab: 99, chance: 0 })).toBe(0.25);
});

test('choices are scored for each character, not each token', () => {
  const { data, heldOut, tokenizer } = dataOf(words, 16);
  // A tokenizer that writes its first symbols as four characters: what holds more of them is longer.
  const long = {
    encode: tokenizer.encode.bind(tokenizer),
    decode: (ids: ArrayLike<number>) => tokenizer.decode(ids).replaceAll('a', 'aaaa'),
  };
  const prepared = choice.prepare({ ...data, text: { ...heldOut, tokenizer: long } });
  if (!('requests' in prepared)) throw new Error(prepared.unavailable);
  const lengths = prepared.requests.map((request) => long.decode(asked(request)).length);
  expect(new Set(lengths).size).toBeGreaterThan(1);
  // Equal for each character all are tied; a little more for the first makes it right everywhere.
  const scores = lengths.map((length, i) => ({
    logProbs: [-length * (i % 4 === 0 ? 0.99 : 1)],
    likeliest: [],
  }));
  expect(found(prepared.measure(scores)).metrics.choiceAccuracy?.value).toBe(1);
});

test('a character of two units of a string is one: of letters alike but for that, none is likelier', async () => {
  // Every other line is in Deseret, whose letters are beyond U+FFFF.
  const lines = Array.from({ length: 400 }, (_, i) =>
    Array.from('the sea is wide and deep', (letter) =>
      i % 2 === 0 || letter === ' ' ? letter : String.fromCodePoint(0x10400 + letter.charCodeAt(0) - 97),
    ).join(''),
  ).join('\n');
  const { data, tokenizer } = dataOf(lines, 16);
  const prepared = choice.prepare(data);
  if (!('requests' in prepared)) throw new Error(prepared.unavailable);
  const texts = prepared.requests.map((request) => tokenizer.decode(asked(request)));
  expect(texts.some((text) => text.length > [...text].length)).toBe(true);
  const scores = prepared.requests.map((request) => ({
    logProbs: Array.from(asked(request), () => -1),
    likeliest: [],
  }));
  expect(found(prepared.measure(scores)).metrics.choiceAccuracy?.value).toBe(0);
});

test('the registry: ids and metrics are unique, each says what it measures, and an unknown one is refused', () => {
  const unique = (values: string[]) => expect(new Set(values).size).toBe(values.length);
  unique(evaluations.map(({ id }) => id));
  unique(evaluations.flatMap(({ metrics }) => metrics.map(({ id }) => id)));
  for (const { measures } of evaluations) expect(measures).toMatch(/^[A-Z].*\.$/);
  expect(getEvaluations(['skip', 'perplexity']).map(({ id }) => id)).toEqual(['perplexity', 'skip']);
  expect(() => getEvaluations(['taste'])).toThrow('There is no evaluation "taste". There are: perplexity,');
});

test('where no text is trained on, only windows are asked about, and only what is due in them', async () => {
  const inputs = Int32Array.from({ length: 16 }, (_, i) => i % 2);
  const targets = new Int32Array(16).fill(-1);
  targets.set([0, 1], 6);
  targets.set([1], 15);
  const task: EvalData = { context, windows: () => ({ inputs, targets, rows: 2 }), text: null };
  const can = evaluations.filter((evaluation) => 'requests' in evaluation.prepare(task));
  expect(can.map(({ id }) => id)).toEqual(['perplexity', 'skip']);
  // Always finds 1 likelier, by 3 to 1.
  const { metrics } = await outcomeOf(
    perplexity,
    task,
    fake(2, () => [0, Math.log(3)]),
  );
  expect(metrics.accuracy?.value).toBe(0.75);
  const losses = [(Math.log(4) + Math.log(4 / 3)) / 2, Math.log(4 / 3)];
  expect(metrics.perplexity?.value).toBeCloseTo(Math.exp(((losses[0] ?? 0) + (losses[1] ?? 0)) / 2), 6);
});

test('every evaluation fits the context with every request it makes', () => {
  for (const length of [8, 16, 64]) {
    const { data } = dataOf('the old whale and the young whale swam on. '.repeat(40), length);
    for (const evaluation of evaluations) {
      for (const request of requestsOf(evaluation.prepare(data))) {
        expect(request.inputs.length).toBeLessThanOrEqual(length);
        expect(request.targets.length).toBe(request.inputs.length);
        expect(asked(request).length).toBeGreaterThan(0);
      }
    }
  }
});
