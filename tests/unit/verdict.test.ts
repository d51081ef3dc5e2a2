// Which run is best, on curves whose answer is known: docs/verdicts.md has the rule.
import { describe, expect, it, test } from 'vitest';
import { Random } from '../../src/data/random';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import {
  type Contender,
  curveError,
  earlyBecause,
  errorsNeeded,
  judge,
  shareError,
  windowError,
} from '../../src/measure/verdict';
import { noResults, type Results, reduceRunEvent } from '../../src/runtime/runReducer';
import { lossVerdict } from '../../src/ui/panels/curves/lossVerdict';

const windowCount = 16;
const deviation = 0.1;
/** Standard error of the mean over pairs whose differences have that deviation. */
const pairError = deviation / Math.sqrt(windowCount);

/** Numbers of mean 0 and exactly this deviation. */
function noise(random: Random, count: number, size: number): number[] {
  const drawn = Array.from({ length: count }, () => random.normal());
  const mean = drawn.reduce((a, b) => a + b, 0) / count;
  const spread = Math.sqrt(drawn.reduce((a, b) => a + (b - mean) ** 2, 0) / (count - 1));
  return drawn.map((value) => ((value - mean) / spread) * size);
}

/** How hard each window is, for every run; far apart, so that unpaired errors are ten times as large. */
const difficulty = noise(new Random(1), windowCount, 10 * deviation);
const differences = noise(new Random(2), windowCount, deviation);
const windowsOf = (loss: number, own: readonly number[]) =>
  difficulty.map((d, i) => loss + d + (own[i] as number));

const steps = Array.from({ length: 20 }, (_, i) => 50 * i);
/** From 5 down to a plateau, with noise. */
const plateau = (seed: number, level: number) => {
  const jitter = noise(new Random(seed), steps.length, 0.005);
  return steps.map((step, i) => level + 3 * Math.exp(-step / 60) + (jitter[i] as number));
};
const falling = (level: number) => steps.map((step) => level + 2 - step / 500);

interface Told {
  values: number[];
  /** By how much the windows of the lowest loss differ from the others'; none where they are not known. */
  own?: readonly number[];
  accuracy?: number[];
  answers?: number;
  failed?: boolean;
}

/** The verdict of the page on such runs, told as the worker tells them. */
function verdictOf(told: Told[], change: Partial<Experiment> = {}) {
  const { runs, ...shared } = { ...defaultExperiment(), ...change };
  const experiment: Experiment = { ...shared, runs: runs.slice(0, Math.max(1, told.length)) };
  const names = experiment.runs.map(({ id }) => id);
  let results: Results = noResults;
  told.forEach(({ values, own, accuracy, answers, failed }, r) => {
    const runId = names[r] as string;
    values.forEach((loss, i) => {
      const point = { step: steps[i] as number, loss, accuracy: accuracy?.[i] ?? null };
      const windows = own && windowsOf(loss, own);
      const more = { ...(windows ? { windows, answers: 100 } : {}), ...(answers ? { answers } : {}) };
      results = reduceRunEvent(results, { type: 'validation', runId, point: { ...point, ...more } });
    });
    if (failed)
      results = reduceRunEvent(results, {
        type: 'runFailed',
        runId,
        step: 999,
        checkpointStep: 0,
        message: '',
      });
  });
  const verdict = lossVerdict(experiment, results);
  return { ...verdict, ids: 'ids' in verdict ? [...verdict.ids] : [] };
}

const none = Array<number>(windowCount).fill(0);

describe('losses on the same windows', () => {
  const base = plateau(3, 1.5);
  const than = (lead: number): Told[] => [
    { values: base.map((loss) => loss - lead), own: differences },
    { values: base, own: none },
  ];
  test('equal runs: none is best', () => {
    const { kind } = verdictOf([
      { values: base, own: none },
      { values: base, own: none },
    ]);
    expect(kind).toBe('open');
  });
  test('four standard errors apart: the lower is best, though its windows differ ten times as much', () => {
    const { kind, ids, why } = verdictOf(than(4 * pairError));
    expect([kind, ids]).toEqual(['best', ['standard']]);
    expect(why).toBe('It is 0.10 nats ahead of All non-approximate; 0.053 nats or less could be chance.');
  });
  test('one standard error apart: none is', () => {
    const { kind, why } = verdictOf(than(pairError));
    expect(kind).toBe('open');
    expect(why).toBe(
      'The first is 0.025 nats ahead of All non-approximate; 0.053 nats or less could be chance.',
    );
  });
  test('the third run too must lie that far behind', () => {
    const third = { values: base.map((loss) => loss - 3.5 * pairError), own: none };
    expect(verdictOf([...than(4 * pairError), third]).kind).toBe('open');
  });
  test('still falling: too early, and who leads', () => {
    const fall = (level: number) => ({ values: falling(level).map((v) => 2 * v), own: none });
    const { kind, ids, why } = verdictOf([fall(1), fall(2)]);
    expect([kind, ids]).toEqual(['tooEarly', ['standard']]);
    expect(why).toMatch(
      /^All standard still fell by 0\.80 nats over its last 5 validations; its noise is 0\.25/,
    );
  });
  test('one run still falls: too early for all, as it may pass the leader', () => {
    const { kind } = verdictOf([...than(4 * pairError), { values: falling(5).map((v) => 2 * v), own: none }]);
    expect(kind).toBe('tooEarly');
  });
  test('a run behind in steps, a single point, and none at all: too early or nothing to say', () => {
    expect(verdictOf([than(1)[0]!, { values: base.slice(0, 12), own: none }]).why).toBe(
      'All non-approximate is at step 550, and others at 950.',
    );
    const untrained = verdictOf([
      { values: [4], own: none },
      { values: [5], own: none },
    ]);
    expect(untrained).toMatchObject({ kind: 'open', why: null });
    const single = verdictOf([
      { values: [4, 3], own: none },
      { values: [5, 4], own: none },
    ]);
    expect(single).toMatchObject({ kind: 'tooEarly', ids: ['standard'] });
    expect(single.why).toContain('fewer than 4 validations');
    expect(verdictOf([])).toMatchObject({ kind: 'open', why: null });
    expect(verdictOf([{ values: base, own: none }])).toMatchObject({ kind: 'open' });
    expect(verdictOf([than(1)[0]!, { values: [] }])).toMatchObject({ kind: 'open', why: null });
  });
  test('a run that diverged is no rival, and is not best', () => {
    const diverged = { values: base.map((loss) => loss - 1), own: none, failed: true };
    const others = than(4 * pairError);
    expect(verdictOf([diverged, others[0]!, others[1]!])).toMatchObject({ kind: 'best', ids: ['relaxed'] });
  });
});

describe('losses whose windows are not known', () => {
  test('are held against the scatter of the curves', () => {
    expect(verdictOf([{ values: plateau(3, 1.4) }, { values: plateau(4, 1.5) }])).toMatchObject({
      kind: 'best',
      ids: ['standard'],
    });
    expect(verdictOf([{ values: plateau(3, 1.499) }, { values: plateau(4, 1.5) }]).kind).toBe('open');
  });
  test('NaN is no value', () => {
    const run = { id: 'a', name: 'A', value: Number.NaN, error: null, early: null };
    expect(judge([run, { ...run, id: 'b', value: 1 }], 'lower')).toEqual({ kind: 'open', why: null });
    expect(curveError({ steps, values: steps.map(() => Number.NaN) })?.stderr).toBeNaN();
  });
});

describe('runs that differ by their seed alone', () => {
  const [first] = defaultExperiment().runs;
  const stack = (id: string, layers: Experiment['runs'][0]['layers'], seed: number) => ({
    id,
    name: id,
    layers,
    overrides: { seed },
  });
  const other = defaultExperiment().runs[1]?.layers ?? [];
  const runs = [1, 2, 3, 4].flatMap((seed) => [
    stack(`a${seed}`, first?.layers ?? [], seed),
    stack(`b${seed}`, other, seed),
  ]);
  const told = (lead: number) =>
    [-0.03, -0.01, 0.01, 0.03].flatMap((own, s) =>
      [0, lead].map((behind, k) => ({
        values: plateau(10 + 2 * s + k, 1.5).map((v) => v + own + behind),
        own: none,
      })),
    );
  test('are compared by their means, against how seeds differ', () => {
    const clear = verdictOf(told(0.2), { runs });
    expect([clear.kind, clear.ids]).toEqual(['best', ['a1', 'a2', 'a3', 'a4']]);
    expect(clear.why).toContain('Held against how runs of different seeds differ.');
    // Every pair of windows would call it: all of them differ by the same.
    expect(verdictOf(told(0.02), { runs }).kind).toBe('open');
  });
  test('alone are no contest', () => {
    const alone = runs.filter(({ id }) => id.startsWith('a'));
    expect(verdictOf(told(0.2).slice(0, 4), { runs: alone })).toMatchObject({ kind: 'open', why: null });
  });
});

describe('accuracies', () => {
  const task = { id: 'recall' as const, knobs: { pairs: 4, values: 4, hints: 1 } };
  const flat = steps.map(() => 2);
  const at = (accuracy: number, answers: number): Told => ({
    values: flat,
    accuracy: steps.map((step) => (step === 0 ? 0.1 : accuracy)),
    answers,
  });
  test('are held against the binomial error', () => {
    expect(verdictOf([at(0.9, 1000), at(0.8, 1000)], { task })).toMatchObject({
      kind: 'best',
      ids: ['standard'],
    });
    expect(verdictOf([at(0.9, 50), at(0.8, 50)], { task }).kind).toBe('open');
  });
  test('are not certain where all are right', () => {
    expect(verdictOf([at(1, 16), at(0.875, 16)], { task }).kind).toBe('open');
    expect(shareError(1, 16).stderr).toBeGreaterThan(0.04);
  });
});

it('asks for two standard errors, for more where few values tell them, and for none that nothing tells', () => {
  expect([1, 2, 15, 30, 31, 1000].map(errorsNeeded)).toEqual([12.71, 4.3, 2.13, 2.04, 2, 2]);
  expect(errorsNeeded(0)).toBe(Number.POSITIVE_INFINITY);
  expect(windowError([1, 3])).toEqual({ stderr: 1, df: 1 });
});

it('crowns one of two equal runs in at most one of twenty draws', () => {
  const random = new Random(7);
  const draws = 400;
  const crowned = Array.from({ length: draws }, () => {
    const one = (id: string): Contender => {
      const windows = Array.from({ length: 12 }, () => 1.5 + 0.1 * random.normal());
      const value = windows.reduce((a, b) => a + b, 0) / windows.length;
      return { id, name: id, value, items: windows, error: null, early: null };
    };
    return judge([one('a'), one('b')], 'lower').kind === 'best';
  }).filter(Boolean).length;
  expect(crowned / draws).toBeGreaterThan(0.02);
  expect(crowned / draws).toBeLessThan(0.08);
});

it('tells a curve that falls by more than its noise from one that does not', () => {
  const curve = (values: number[]) => ({ steps, values });
  expect(earlyBecause('A', curve(plateau(5, 2)), 'lower', null)).toBeNull();
  expect(earlyBecause('A', curve(falling(2)), 'lower', null)).toContain('still fell by 0.40');
  expect(earlyBecause('A', curve(falling(2)), 'higher', null)).toBeNull();
  // A loss that is unsure by more than it falls.
  expect(earlyBecause('A', curve(falling(2)), 'lower', { stderr: 0.3, df: 15 })).toBeNull();
});
