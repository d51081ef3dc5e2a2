// Questions and exercises: what the results say, whether an answer holds, and how far off one is.
import { describe, expect, it } from 'vitest';
import { claimHolds } from '../../../src/lessons/claims';
import { exerciseSchema, gradeBest, gradeRun, isTried } from '../../../src/lessons/exercise';
import {
  answerHolds,
  blankQuestion,
  firstAnswer,
  type Question,
  questionKinds,
  questionSchema,
  questionTruth,
  readAnswer,
} from '../../../src/lessons/questions';
import { knots, meanDistance } from '../../../src/lessons/questions/curve';
import { pairsSwapped } from '../../../src/lessons/questions/rank';
import { encodeCapture } from '../../../src/measure/capture';
import { Series } from '../../../src/runtime/series';
import { experiment, outcomeWith } from './lesson';

const prompt = { en: 'What?' };
const untrained = outcomeWith({});
const trained = outcomeWith({
  a: { accuracy: [0.5, 0.9, 1], loss: [1, 0.5, 0.25] },
  b: { accuracy: [0.5, 0.6, 0.55], loss: [1, 0.9, 0.95] },
});
const question = (value: unknown): Question => questionSchema.parse(value);

it('tells nothing of what is not trained', () => {
  const all: Record<keyof typeof questionKinds, unknown> = {
    choose: {
      kind: 'choose',
      prompt,
      options: [
        { text: prompt, right: [{ measure: { run: 'a', of: 'accuracy' }, is: 'above', than: 50 }] },
        { text: prompt, right: [{ measure: { run: 'a', of: 'accuracy' }, is: 'below', than: 50 }] },
      ],
    },
    rank: { kind: 'rank', prompt, runs: ['a', 'b'], by: { of: 'loss' } },
    number: {
      kind: 'number',
      prompt,
      measure: { run: 'a', of: 'loss' },
      from: 0,
      to: 9,
      step: 1,
      tolerance: 1,
    },
    curve: { kind: 'curve', prompt, run: 'a', of: 'loss', steps: 20, from: 0, to: 1, tolerance: 1 },
    cell: { kind: 'cell', prompt, run: 'a', layer: 0, head: 0, tokens: ['x', 'y'], query: 1 },
  };
  expect(Object.keys(all)).toEqual(Object.keys(questionKinds));
  for (const one of Object.values(all).map(question)) {
    expect(questionTruth(one, untrained)).toBeNull();
    expect(answerHolds(one, firstAnswer(one) ?? 0, untrained)).toBeNull();
  }
});

it('a claim reads what an evaluation found of a run, shares in percent, and tells nothing before', () => {
  const found = {
    ...trained,
    results: {
      ...trained.results,
      evaluations: {
        a: {
          step: 20,
          outcomes: {
            skip: { metrics: { skip: { value: 40, stderr: 1, n: 8 } } },
            choice: { metrics: { choiceAccuracy: { value: 0.6, stderr: 0.1, n: 8 } } },
          },
        },
        b: { step: 20, outcomes: { skip: { unavailable: 'no other layers' } } },
      },
    },
  };
  const skipped = { run: 'a', of: 'skip', at: 'end' as const };
  expect(claimHolds({ measure: skipped, is: 'above', than: 16 }, trained)).toBeNull();
  expect(claimHolds({ measure: skipped, is: 'above', than: 16 }, found)).toBe(true);
  expect(claimHolds({ measure: skipped, is: 'below', than: 16 }, found)).toBe(false);
  expect(claimHolds({ measure: { ...skipped, run: 'b' }, is: 'below', than: 16 }, found)).toBeNull();
  const chosen = { ...skipped, of: 'choiceAccuracy' };
  expect(claimHolds({ measure: chosen, is: 'above', than: 59 }, found)).toBe(true);
});

it('claims hold against a number and against another run, at the end, the best and a step', () => {
  const a = { run: 'a', of: 'accuracy' as const };
  const holds = (at: 'end' | 'best' | number, than: number) =>
    claimHolds({ measure: { run: 'b', of: 'accuracy', at }, is: 'above', than }, trained);
  expect([holds('end', 54), holds('end', 56), holds('best', 59), holds(9, 51), holds(10, 59)]).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
  const than = { run: 'b', of: 'accuracy' as const, at: 'end' as const };
  expect(claimHolds({ measure: { ...a, at: 'end' }, is: 'above', than }, trained)).toBe(true);
  expect(claimHolds({ measure: { ...a, at: 'end' }, is: 'below', than }, trained)).toBe(false);
  // The lowest loss is the best one.
  const loss = { run: 'b', of: 'loss' as const, at: 'best' as const };
  expect(claimHolds({ measure: loss, is: 'below', than: 0.91 }, trained)).toBe(true);
  expect(claimHolds({ measure: { ...loss, run: 'constructor' }, is: 'below', than: 1 }, trained)).toBeNull();
});

describe('each kind', () => {
  it('choose: the option whose claims all hold', () => {
    const above = (than: number) => ({ measure: { run: 'a', of: 'accuracy' }, is: 'above', than });
    const below = (than: number) => ({ measure: { run: 'a', of: 'accuracy' }, is: 'below', than });
    const asked = question({
      kind: 'choose',
      prompt,
      options: [
        { text: prompt, right: [below(60)] },
        { text: prompt, right: [above(60), above(90)] },
        { text: prompt, right: false },
      ],
    });
    expect(firstAnswer(asked)).toBeNull();
    expect(questionTruth(asked, trained)).toBe(1);
    expect([0, 1, 2].map((answer) => answerHolds(asked, answer, trained))).toEqual([false, true, false]);
  });

  it('rank: the best first, by losses and by accuracies; pairs the other way round are counted', () => {
    const by = (of: string) => question({ kind: 'rank', prompt, runs: ['b', 'a'], by: { of } });
    expect(questionTruth(by('loss'), trained)).toMatchObject([{ run: 'a', value: 0.25 }, { run: 'b' }]);
    expect(questionTruth(by('accuracy'), trained)).toMatchObject([{ run: 'a', value: 100 }, { run: 'b' }]);
    expect(answerHolds(by('loss'), ['a', 'b'], trained)).toBe(true);
    expect(answerHolds(by('loss'), ['b', 'a'], trained)).toBe(false);
    const truth = ['a', 'b', 'c'].map((run) => ({ run }));
    expect(pairsSwapped(['a', 'b', 'c'], truth)).toEqual([0, 3]);
    expect(pairsSwapped(['c', 'b', 'a'], truth)).toEqual([3, 3]);
    expect(pairsSwapped(['b', 'a', 'c'], truth)).toEqual([1, 3]);
  });

  it('number: within its tolerance', () => {
    const asked = question({
      kind: 'number',
      prompt,
      measure: { run: 'b', of: 'accuracy' },
      from: 0,
      to: 100,
      step: 0.5,
      tolerance: 5,
    });
    expect(firstAnswer(asked)).toBe(50);
    expect(questionTruth(asked, trained)).toBeCloseTo(55);
    expect([50, 49.5, 60, 60.5].map((answer) => answerHolds(asked, answer, trained))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(readAnswer(asked, 'fifty')).toBeNull();
  });

  it('curve: the mean distance to the run’s curve, once that is at the last step', () => {
    const asked = question({
      kind: 'curve',
      prompt,
      run: 'a',
      of: 'loss',
      steps: 20,
      from: 0,
      to: 1,
      tolerance: 0.01,
    });
    if (asked.kind !== 'curve') throw new Error('another kind');
    const truth = { steps: [0, 10, 20], values: [1, 0.5, 0.25] };
    expect(questionTruth(asked, trained)).toEqual(truth);
    expect(questionTruth({ ...asked, steps: 21 }, trained)).toBeNull();
    // On the line between the points: 1 to 0.5 over the first half, to 0.25 over the second.
    const exact = Array.from({ length: knots }, (_, k) => (k <= 6 ? 1 - k / 12 : 0.5 - (k - 6) / 24));
    expect(meanDistance(asked, exact, truth)).toBeCloseTo(0, 12);
    expect(
      meanDistance(
        asked,
        exact.map((value) => value + 0.1),
        truth,
      ),
    ).toBeCloseTo(0.1, 12);
    expect(answerHolds(asked, exact, trained)).toBe(true);
    expect(answerHolds(asked, firstAnswer(asked) ?? [], trained)).toBe(false);
    expect(readAnswer(asked, exact.slice(1))).toBeNull();
  });

  it('cell: the key with the most weight in the last capture', () => {
    const asked = question({
      kind: 'cell',
      prompt,
      run: 'a',
      layer: 0,
      head: 1,
      tokens: ['x', 'y', 'z'],
      query: 2,
    });
    const map = Float32Array.from([1, 0, 0, 0.5, 0.5, 0, 0, 0, 1, 1, 0, 0, 0.5, 0.5, 0, 0.125, 0.75, 0.125]);
    const layers = [{ map, scores: null, headScores: null, indicators: null }];
    const probe = { heads: 2, tokens: ['x', 'y', 'z'], layers, cut: false, unknown: [] };
    const capture = encodeCapture(probe, 20, 'x y z')!;
    const outcome = { ...trained, results: { ...trained.results, captures: { a: [capture] } } };
    expect(questionTruth(asked, outcome)).toMatchObject({ key: 1 });
    expect([0, 1].map((answer) => answerHolds(asked, answer, outcome))).toEqual([false, true]);
    expect(questionTruth({ ...asked, head: 0 } as Question, outcome)).toMatchObject({ key: 2 });
  });
});

it('begins a question of each kind that the lab reads, where there is what it asks about', () => {
  const about = { experiment, run: 'b', tokens: [...'abc'] };
  const kinds = Object.keys(questionKinds) as (keyof typeof questionKinds)[];
  for (const kind of kinds) {
    const blank = blankQuestion(kind, about);
    expect(question(JSON.parse(JSON.stringify(blank)))).toEqual(blank);
    expect(blank?.kind).toBe(kind);
  }
  expect(blankQuestion('cell', about)).toMatchObject({ run: 'b', query: 2 });
  expect(blankQuestion('cell', { ...about, tokens: null })).toBeNull();
  const alone = { ...experiment, runs: experiment.runs.slice(0, 1) };
  expect(blankQuestion('rank', { ...about, experiment: alone })).toBeNull();
  expect(blankQuestion('number', { ...about, experiment: { ...experiment, task: null } })).toMatchObject({
    measure: { of: 'perplexity' },
  });
});

describe('an exercise', () => {
  const hint = { en: 'Try.' };
  const exercise = exerciseSchema.parse({
    requirements: [
      { ask: 'task', id: 'recall', hint },
      { ask: 'layersOf', variant: 'standard', atMost: 1, hint },
      { ask: 'layersOf', variant: 'mlp', atLeast: 1, hint },
      { ask: 'parameters', below: 100, hint },
      { ask: 'steps', atMost: 20, hint },
      { ask: 'reaches', of: 'accuracy', bound: 55, hint },
    ],
    solution: [{ do: 'addLayer', run: 'a' }],
  });
  const holds = (run: number, outcome = trained) =>
    gradeRun(exercise, experiment.runs[run]!, outcome).map((one) => one.holds);

  it('is graded by what the run is, and by what it came to', () => {
    const known = outcomeWith(
      { a: { accuracy: [0.5, 0.9, 1], loss: [1, 1, 1] }, b: { accuracy: [0.5, 0.9, 0.54], loss: [1, 1, 1] } },
      { a: 100, b: 99 },
    );
    expect(holds(0, known)).toEqual([true, false, false, false, true, true]);
    expect(holds(1, known)).toEqual([true, true, true, true, true, false]);
    const elsewhere = { ...known, experiment: { ...experiment, task: null, moreSteps: 1 } };
    expect(holds(1, elsewhere)).toEqual([false, true, true, true, false, false]);
  });

  it('is tried once a run has a curve, whatever holds by itself', () => {
    expect(isTried(untrained)).toBe(false);
    const train = { train: Series.of([1], [2]), validation: Series.empty, accuracy: Series.empty };
    const begun = { ...untrained, results: { ...untrained.results, curves: { a: train } } };
    expect(isTried(begun)).toBe(true);
  });

  it('tells nothing of a training that there was not, and is solved only where all holds', () => {
    expect(holds(1, untrained)).toEqual([true, true, true, null, true, null]);
    expect(gradeBest(exercise, untrained)).toMatchObject({ run: { id: 'b' }, solved: false });
    const solved = outcomeWith({ b: { accuracy: [0, 0, 0.55], loss: [1, 1, 1] } }, { b: 99 });
    expect(gradeBest(exercise, solved)).toMatchObject({ run: { id: 'b' }, solved: true });
  });

  it('holds losses against their bound from above', () => {
    const loss = exerciseSchema.parse({
      requirements: [{ ask: 'reaches', of: 'loss', bound: 0.5, hint }],
      solution: exercise.solution,
    });
    expect(gradeBest(loss, trained)).toMatchObject({ run: { id: 'a' }, solved: true });
    expect(gradeRun(loss, experiment.runs[1]!, trained)[0]).toMatchObject({ holds: false, has: 0.95 });
  });
});
