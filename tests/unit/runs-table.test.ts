// The table of runs: its filter, its columns, its order, and differences to a pinned run with their errors.
import { range } from 'es-toolkit';
import { describe, expect, it, test } from 'vitest';
import { Random } from '../../src/data/random';
import { branchRun } from '../../src/experiment/branches';
import { defaultExperiment } from '../../src/experiment/defaults';
import { addRun, setVariant } from '../../src/experiment/edit';
import { perRunSettings, setOverride, toggleHead } from '../../src/experiment/overrides';
import { differingColumns, sortedRows } from '../../src/experiment/runsTable/columns';
import { runFilter, textsOfRuns } from '../../src/experiment/runsTable/filter';
import type { Experiment, Run } from '../../src/experiment/schema';
import { batchDelta, deltaTexts, seedDelta, valueDelta } from '../../src/measure/deltas';
import { Series } from '../../src/runtime/series';
import { listedRows, type RunSort } from '../../src/ui/panels/runs/listedRuns';
import { seed } from '../support/seed';

const experiment = defaultExperiment();
const setting = (id: string) => perRunSettings.find((one) => one.id === id)!;

const found = (typed: string, e: Experiment = experiment) => {
  const filter = runFilter(typed);
  if (!filter.ok) throw new Error(filter.message);
  const texts = textsOfRuns(e);
  return e.runs.map(({ id }) => id).filter((id) => filter.matches(texts.get(id) ?? ''));
};

describe('the filter', () => {
  it('finds what the columns have of a run: its heads that are off, and what it is a branch of', () => {
    const off = toggleHead('hybrid', 1, 0)(branchRun('standard', 40, () => (e) => e)(experiment));
    const branch = off.runs.find(({ branchOf }) => branchOf)!;
    expect(found('heads off', off)).toEqual(['hybrid']);
    expect(found('/^heads off 2.1$/', off)).toEqual(['hybrid']);
    expect(found('1 head off', off)).toEqual(['hybrid']);
    expect(found('branch step 40', off)).toEqual([branch.id]);
    expect(found('branch')).toEqual([]);
  });

  const own = setOverride('relaxed', setting('seed'), 7)(experiment);
  test.each([
    ['', ['standard', 'relaxed', 'hybrid']],
    ['  STANDARD ', ['standard', 'hybrid']],
    ['approximate standard', ['hybrid']],
    ['seed 7', ['relaxed']],
    ['/^all/', ['standard', 'relaxed']],
    ['/^all/u', []],
    ['/^All/u', ['standard', 'relaxed']],
    // A stack is one line, from the bottom up: the hybrid has standard layers higher up alone.
    ['/^non-approximate/', ['relaxed', 'hybrid']],
    ['/^standard/', ['standard']],
    ['/^interleaved$/', ['hybrid']],
    ['/standard, non-approximate/', ['hybrid']],
    ['/seed [17]$/', ['standard', 'relaxed', 'hybrid']],
    ['/seed 7$/gi', ['relaxed']],
    ['nothing of it', []],
    // No expression without its second slash.
    ['/all', []],
  ])('finds by “%s”', (typed, ids) => {
    expect(found(typed, own)).toEqual(ids);
    // Once more, as an expression has a place of its own where it begins.
    expect(found(typed, own)).toEqual(ids);
  });

  it('looks in settings only where runs differ in them, and there in the value of each', () => {
    expect(found('/seed/')).toEqual([]);
    expect(found('seed')).toEqual([]);
    const all = ['standard', 'relaxed', 'hybrid'];
    expect(found('/seed/', own)).toEqual(all);
    expect(found(`seed ${experiment.seed}`, own)).toEqual(['standard', 'hybrid']);
    const shared = experiment.runs.reduce((e, { id }) => setOverride(id, setting('seed'), 7)(e), experiment);
    expect(found('seed', shared)).toEqual([]);
  });

  it.each([
    ['/(/', /is no regular expression: .* or type words without slashes\.$/],
    // Without the flag it is one.
    ['/\\-/u', /“.*” is no regular expression/],
    ['/a/xyz', /^“xyz” is none of the flags .*: leave out what follows the second slash\.$/],
  ])('says what to do with %s', (typed, sentence) => {
    const filter = runFilter(typed);
    expect(filter.ok).toBe(false);
    expect(!filter.ok && filter.message).toMatch(sentence);
  });
});

describe('the columns', () => {
  const names = (e: Experiment) => differingColumns(e, e.runs).map(({ id }) => id);

  it('have rates as a person writes them, to read and to copy', () => {
    const minRate = setting('optimizer.minLearningRate');
    const rates = [0.05 * (5e-4 / 5e-3), 3e-4 / 10, 1e-5];
    expect(rates[0]).not.toBe(0.005);
    const e = experiment.runs.reduce((now, { id }, i) => setOverride(id, minRate, rates[i])(now), experiment);
    const { cell } = differingColumns(e, e.runs).find(({ id }) => id === minRate.id)!;
    expect(e.runs.map((run) => cell(run))).toEqual([
      { text: '0.005', value: 0.005 },
      { text: '3e-5', value: 3e-5 },
      { text: '1e-5', value: 1e-5 },
    ]);
  });

  it('are of what differs alone', () => {
    expect(names(experiment)).toEqual(['stack']);
    expect(names({ ...experiment, runs: [experiment.runs[0]!] })).toEqual([]);
    expect(names(addRun({ ...experiment, runs: [experiment.runs[0]!] }))).toEqual([]);
  });

  it('have settings, heads and branches, as they are in effect', () => {
    const changed = [
      setOverride('standard', setting('optimizer.learningRate'), 0.01),
      // What all share is no difference, though one says so itself.
      setOverride('standard', setting('optimizer.warmup'), experiment.optimizer.warmup),
      setOverride('hybrid', setting('model.qkNorm'), true),
      toggleHead('hybrid', 1, 2),
      branchRun('relaxed', 300, (id) => setVariant(id, 0, 'mlp')),
    ].reduce((e, change) => change(e), experiment);
    const columns = differingColumns(changed, changed.runs);
    expect(columns.map(({ id }) => id)).toEqual([
      'stack',
      'optimizer.learningRate',
      'model.qkNorm',
      'headsOff',
      'branch',
    ]);
    const cells = (id: string) =>
      changed.runs.map((run) => columns.find((one) => one.id === id)?.cell(run)?.text);
    expect(cells('optimizer.learningRate')).toEqual(['0.01', '0.003', '0.003', '0.003']);
    expect(cells('model.qkNorm')).toEqual(['off', 'off', 'off', 'on']);
    expect(cells('headsOff')).toEqual([undefined, undefined, undefined, '2.3']);
    expect(cells('branch')).toEqual([undefined, undefined, 'All non-approximate, step 300', undefined]);
  });
});

describe('the order', () => {
  const sorted = (values: (number | string | null)[], direction: 'rising' | 'falling') =>
    sortedRows(values, (value) => value, direction);

  it('has what is not there last, whichever way', () => {
    expect(sorted([3, null, 1, Number.NaN, 2], 'rising')).toEqual([1, 2, 3, null, Number.NaN]);
    expect(sorted([3, null, 1, Number.NaN, 2], 'falling')).toEqual([3, 2, 1, null, Number.NaN]);
  });

  it('has numbers in texts as numbers, and equal ones as they stood', () => {
    expect(sorted(['seed 10', 'seed 9', 4], 'rising')).toEqual([4, 'seed 9', 'seed 10']);
    const rows = range(6).map((place) => ({ place, value: place % 2 }));
    expect(sortedRows(rows, ({ value }) => value, 'falling').map(({ place }) => place)).toEqual([
      1, 3, 5, 0, 2, 4,
    ]);
  });
});

describe('a difference', () => {
  it('over windows has the error of their differences, which what is hard for both is no part of', () => {
    const theirs = [1, 5, 9];
    const own = { value: 5.1, error: { stderr: 2, df: 2 }, items: [1.1, 5.2, 9] };
    const delta = valueDelta(own, { value: 5, error: { stderr: 2, df: 2 }, items: theirs });
    expect(delta.value).toBeCloseTo(0.1, 10);
    expect(delta.pairedOver).toBe('items');
    expect(delta.error?.stderr).toBeCloseTo(0.1 / Math.sqrt(3), 10);
    expect(delta.error?.df).toBe(2);
    expect(delta.isClear).toBe(false);
  });

  it('without them has both errors together, and none where one is not known', () => {
    const own = { value: 1, error: { stderr: 0.3, df: Infinity } };
    const delta = valueDelta(own, { value: 0, error: { stderr: 0.4, df: Infinity } });
    expect(delta).toEqual({
      value: 1,
      error: { stderr: 0.5, df: Infinity },
      pairedOver: null,
      isClear: false,
    });
    expect(valueDelta({ ...own, value: 2 }, { value: 0, error: { stderr: 0.4, df: Infinity } }).isClear).toBe(
      true,
    );
    expect(valueDelta(own, { value: 0, error: null })).toMatchObject({
      value: 1,
      error: null,
      isClear: null,
    });
  });

  it('over batches is of the steps that both have, and finds what the losses alone would hide', () => {
    const random = new Random(seed);
    const steps = range(1, 201);
    // The batches differ by far more than the runs.
    const hardness = steps.map(() => 3 + random.normal());
    const theirs = { steps, values: hardness };
    const own = {
      steps: steps.slice(0, 180),
      values: hardness.slice(0, 180).map((loss) => loss - 0.05 + 0.01 * random.normal()),
    };
    const delta = batchDelta(own, theirs, 100);
    expect(delta?.value).toBeCloseTo(-0.05, 1);
    expect(delta?.pairedOver).toBe('batches');
    expect(delta?.error?.df).toBe(9);
    expect(delta?.error?.stderr).toBeLessThan(0.01);
    expect(delta?.isClear).toBe(true);
    expect(batchDelta(own, theirs, 19)).toBeNull();
    expect(batchDelta({ steps: [300], values: [1] }, theirs, 100)).toBeNull();
  });

  it('of runs that are the same is 0, and no clear one', () => {
    const curve = { steps: range(1, 101), values: range(100) };
    expect(batchDelta(curve, curve, 100)).toMatchObject({ value: 0, error: { stderr: 0 }, isClear: false });
  });

  it('over seeds is of those that both have', () => {
    const own = new Map([
      [1, 2],
      [2, 4],
      [3, 9],
    ]);
    const pinned = new Map([
      [1, 1],
      [2, 2],
      [4, 7],
    ]);
    const delta = seedDelta(own, pinned);
    expect(delta).toMatchObject({ value: 1.5, pairedOver: 'seeds', error: { df: 1 } });
    expect(delta?.error?.stderr).toBeCloseTo(0.5, 10);
  });

  it('over seeds of which not two are the same is held against how each side differs between its own', () => {
    const own = new Map([
      [1, 2],
      [2, 4],
      [3, 9],
    ]);
    const others = new Map([
      [4, 1],
      [5, 3],
    ]);
    const delta = seedDelta(own, others);
    // Squares about the means of 5 and 2: 9 + 1 + 16 and 1 + 1, over three degrees of freedom.
    expect(delta).toMatchObject({ value: 3, pairedOver: null, isClear: false, error: { df: 3 } });
    expect(delta?.error?.stderr).toBeCloseTo(Math.sqrt((28 / 3) * (1 / 3 + 1 / 2)), 10);
    expect(delta?.isOfOneSeed).toBeUndefined();
  });

  it('over seeds to a single run takes its seeds to differ as the others do, and says so', () => {
    const own = new Map([
      [1, 2],
      [2, 4],
      [3, 9],
    ]);
    const single = new Map([[1, 1]]);
    const delta = seedDelta(own, single);
    expect(delta).toMatchObject({
      value: 4,
      pairedOver: null,
      isClear: false,
      isOfOneSeed: true,
      error: { df: 2 },
    });
    // Squares about the mean of 5, over two degrees of freedom: a deviation of √13, of one value and of the mean of three.
    expect(delta?.error?.stderr).toBeCloseTo(Math.sqrt(13 * (1 + 1 / 3)), 10);
    expect(seedDelta(single, own)).toMatchObject({ ...delta, value: -4 });
    // Of one seed each nothing tells how they differ.
    expect(seedDelta(new Map([[1, 2]]), new Map([[2, 1]]))).toMatchObject({
      value: 1,
      error: null,
      isClear: null,
    });
    expect(seedDelta(own, new Map())).toBeNull();
  });

  it('of perplexities carries the errors of the losses over by the slope', () => {
    const perplexity = { value: Math.exp, slope: Math.exp };
    const own = { value: Math.log(4), error: null, items: [Math.log(4) + 0.1, Math.log(4) - 0.1] };
    const pinned = { value: Math.log(2), error: null, items: [Math.log(2) + 0.1, Math.log(2) - 0.1] };
    const delta = valueDelta(own, pinned, perplexity);
    expect(delta.value).toBeCloseTo(2, 10);
    // 4 × 0.1 − 2 × 0.1 to each side of the mean: the deviation is 0.2 √2, over √2.
    expect(delta.error?.stderr).toBeCloseTo(0.2, 10);
    const apart = valueDelta(
      { value: Math.log(4), error: { stderr: 0.03, df: 9 } },
      { value: Math.log(2), error: { stderr: 0.08, df: 9 } },
      perplexity,
    );
    expect(apart.error?.stderr).toBeCloseTo(Math.hypot(4 * 0.03, 2 * 0.08), 10);
  });

  it('of runs that saw other batches has the scatter of each, and finds less', () => {
    const random = new Random(seed);
    const curve = (mean: number) => ({
      steps: range(1, 201),
      values: range(200).map(() => mean + random.normal()),
    });
    const [own, pinned] = [curve(2.95), curve(3)];
    const delta = batchDelta(own, pinned, 100, { sameBatches: false });
    const mean = (values: readonly number[]) => values.slice(-100).reduce((a, b) => a + b) / 100;
    expect(delta?.pairedOver).toBeNull();
    expect(delta?.value).toBeCloseTo(mean(own.values) - mean(pinned.values), 10);
    // The standard error of a mean of 100 values is 0.1 each, estimated from ten parts.
    expect(delta?.error?.stderr).toBeGreaterThan(0.05);
    expect(delta?.error?.stderr).toBeLessThan(0.3);
  });

  it('is written with its sign, and with its error where that is known', () => {
    const write = (value: number) => value.toFixed(2);
    const error = { stderr: 0.25, df: 3 };
    const told = (value: number, of: typeof error | null) =>
      deltaTexts({ value, error: of, pairedOver: null, isClear: null }, write);
    expect(told(-1.5, error)).toEqual(['−1.50', '± 0.25']);
    expect(told(1.5, null)).toEqual(['+1.50']);
    expect(told(0, error)).toEqual(['0.00', '± 0.25']);
  });
});

describe('a list of runs', () => {
  const [first, second, third] = experiment.runs.slice(0, 3) as [Run, Run, Run];
  const all = { ok: true, matches: () => true } as const;
  const curvesOf = (validation: number, accuracy: number) => ({
    train: Series.empty,
    validation: Series.of([0, 5], [9, validation]),
    accuracy: Series.of([5], [accuracy]),
  });
  const curves = {
    [first.id]: curvesOf(2, 0.5),
    [second.id]: curvesOf(1, 0.1),
    [third.id]: curvesOf(4, 0.9),
  };
  const listed = (rows: Run[][], sort: RunSort) =>
    listedRows(experiment, rows, { filter: all, sort, curves }).map((members) =>
      members.map(({ id }) => id).join(' '),
    );

  it('is sorted by the last loss from the lowest, by accuracy from the highest', () => {
    const rows = [[first], [second], [third]];
    expect(listed(rows, 'added')).toEqual([first.id, second.id, third.id]);
    expect(listed(rows, 'loss')).toEqual([second.id, first.id, third.id]);
    expect(listed(rows, 'accuracy')).toEqual([third.id, first.id, second.id]);
  });

  it('has runs that are shown as one by their mean', () => {
    // 2.5 of the two, and 2.
    expect(listed([[second, third], [first]], 'loss')).toEqual([first.id, `${second.id} ${third.id}`]);
  });
});
