// Sweeps: the runs that each comes to, what it refuses, and how it stands in a document and in a link.
import { uniq } from 'es-toolkit';
import { describe, expect, it, test } from 'vitest';
import { variants } from '../../src/attention/variants';
import { readBundle, writeBundle } from '../../src/document/file/bundle';
import { decodeLink, encodeLink } from '../../src/document/link/link';
import { fromRecords, toRecords } from '../../src/document/records';
import { type Sweep, sweepsSchema } from '../../src/document/sweepsSchema';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { settingsOfRun } from '../../src/experiment/overrides';
import { place, placements } from '../../src/experiment/placements';
import { type Experiment, parseExperiment } from '../../src/experiment/schema';
import {
  defaultChoice,
  experimentOfRuns,
  findSweep,
  type SweepChoice,
  sweepLimits,
  sweepRuns,
} from '../../src/experiment/sweeps/choice';
import { sweepKinds } from '../../src/experiment/sweeps/index';
import { evenPoints, partMeans } from '../../src/runtime/thinned';
import { alone } from '../support/alone';
import { file3 } from '../support/documents';

const experiment = defaultExperiment();

function runsOf(sweep: string, parameters: SweepChoice['parameters'] = {}, seeds = 1, e = experiment) {
  const kind = findSweep(sweep)!;
  const choice = defaultChoice(kind, e);
  const listed = sweepRuns(e, { ...choice, parameters: { ...choice.parameters, ...parameters }, seeds });
  if (!listed.ok) throw new Error(listed.message);
  return listed.runs;
}
const stackOf = ({ run }: ReturnType<typeof runsOf>[number]) => run.layers.map(({ variant }) => variant);

describe('the registry', () => {
  it('has ids and link codes of its own, of sweeps and of their parameters', () => {
    for (const list of [sweepKinds, ...sweepKinds.map(({ parameters }) => Object.values(parameters))]) {
      const codes = list.map(({ linkCode }) => linkCode);
      expect(uniq(codes)).toEqual(codes);
    }
    const ids = sweepKinds.map(({ id }) => id);
    expect(uniq(ids)).toEqual(ids);
  });

  it.each(sweepKinds)('$id: each run is one of its own, and the schema takes it', (kind) => {
    const choice = { ...defaultChoice(kind, experiment), seeds: 2 };
    const listed = sweepRuns(experiment, choice);
    if (!listed.ok) throw new Error(listed.message);
    const ids = listed.runs.map(({ run }) => run.id);
    expect(uniq(ids)).toEqual(ids);
    const trained = listed.runs.map(({ run, seed }) => JSON.stringify([run.layers, run.overrides, seed]));
    expect(uniq(trained)).toHaveLength(trained.length);
    for (const { run, seed } of listed.runs) {
      expect(parseExperiment(experimentOfRuns(experiment, [run]))).toMatchObject({ ok: true });
      expect(settingsOfRun(experiment, run).seed).toBe(seed);
    }
  });
});

describe('the runs', () => {
  it('of every variant alone are one of each, however many the registry has', () => {
    const runs = runsOf('uniformVariants', { layers: 3 });
    expect(runs.map(stackOf)).toEqual(variants.map(({ id }) => [id, id, id]));
  });

  it('of hybrids at a placement have the standard layers there', () => {
    const runs = runsOf('hybrids', { placement: 'odd', layers: 4 });
    expect(runs.map(stackOf)).toEqual(
      variants.filter(({ id }) => id !== 'standard').map(({ id }) => ['standard', id, 'standard', id]),
    );
  });

  it('of placements are those of Table 11, each stack once', () => {
    const runs = runsOf('placements', { variant: 'mlp', layers: 24 });
    expect(runs.map(({ run }) => run.layers)).toEqual(
      placements.map((placement) => place(placement, { variant: 'mlp' }, 24)),
    );
    // Of two layers, even and last are one stack, for example.
    const few = runsOf('placements', { variant: 'mlp', layers: 2 });
    expect(few.map(stackOf)).toEqual([
      ['mlp', 'mlp'],
      ['mlp', 'standard'],
      ['standard', 'mlp'],
      ['standard', 'standard'],
    ]);
  });

  it('of standard layers go from none to all, from either end', () => {
    const counts = (from: string) =>
      runsOf('standardLayers', { variant: 'linear', layers: 2, from }).map(stackOf);
    expect(counts('bottom')).toEqual([
      ['linear', 'linear'],
      ['standard', 'linear'],
      ['standard', 'standard'],
    ]);
    expect(counts('top')[1]).toEqual(['linear', 'standard']);
  });

  it('of orders are all 2 to the L, as they are read from layer 1', () => {
    const runs = runsOf('orders', { first: 'standard', second: 'mlp', layers: 3 });
    expect(runs.map(({ x }) => x)).toEqual(['000', '001', '010', '011', '100', '101', '110', '111']);
    expect(stackOf(runs[4]!)).toEqual(['mlp', 'standard', 'standard']);
    expect(runsOf('orders', { first: 'mlp', second: 'mlp', layers: 3 })).toHaveLength(1);
  });

  it('of learning rates are even in the logarithm, and keep the ratio of the lowest rate', () => {
    const runs = runsOf('learningRates', { lowest: 1e-4, highest: 1e-2, count: 3 });
    expect(runs).toHaveLength(3 * experiment.runs.length);
    const own = runs.slice(0, 3).map(({ run }) => settingsOfRun(experiment, run).optimizer);
    expect(own.map(({ learningRate }) => learningRate)).toEqual([1e-4, 1e-3, 1e-2]);
    const { learningRate, minLearningRate } = experiment.optimizer;
    for (const rates of own)
      expect(rates.minLearningRate / rates.learningRate).toBeCloseTo(minLearningRate / learningRate, 10);
  });

  it('of learning rates are the numbers that a person would write', () => {
    // A tenth of 1e-4 is 9.999999999999999e-6 where it is worked out as 3e-4 / 3e-3 * 1e-4.
    const optimizer = { ...experiment.optimizer, learningRate: 3e-3, minLearningRate: 3e-4 };
    const e = { ...experiment, optimizer, runs: experiment.runs.slice(0, 1) };
    const runs = runsOf('learningRates', { lowest: 1e-5, highest: 1e-3, count: 5 }, 1, e);
    expect(runs.map(({ x }) => x)).toEqual([1e-5, 3.2e-5, 1e-4, 3.2e-4, 1e-3]);
    expect(runs.map(({ run }) => settingsOfRun(e, run).optimizer.minLearningRate)).toEqual([
      1e-6, 3.2e-6, 1e-5, 3.2e-5, 1e-4,
    ]);
    expect(runs[0]!.run).toMatchObject({ id: '1@0.00001/1', name: expect.stringMatching(/, rate 1e-5$/) });
  });

  it('at seeds differ in the seed alone, from the run’s own on', () => {
    const withSeed: Experiment = {
      ...experiment,
      runs: [{ ...experiment.runs[0]!, overrides: { seed: 2 ** 32 - 1, model: { qkNorm: true } } }],
    };
    const runs = runsOf('seeds', {}, 3, withSeed);
    expect(runs.map(({ seed }) => seed)).toEqual([2 ** 32 - 1, 0, 1]);
    // That of the experiment is no override.
    expect(runs[2]!.run.overrides).toEqual({ model: { qkNorm: true } });
    expect(runs[1]!.run.overrides).toEqual({ seed: 0, model: { qkNorm: true } });
  });
});

describe('refuses with a sentence', () => {
  test.each([
    ['a sweep that is not there', { sweep: 'none' }, /There is no sweep “.*none.*”\. The sweeps are seeds/],
    [
      'a parameter that is missing',
      { parameters: {} },
      /^Every order.*First variant: Choose one of standard/,
    ],
    [
      'layers out of bounds',
      { parameters: { first: 'mlp', second: 'linear', layers: 9 } },
      /Layers: Give a whole number from 1 to 8\./,
    ],
    [
      'a parameter it does not have',
      { parameters: { first: 'mlp', second: 'linear', layers: 2, more: 1 } },
      /It has no parameter “.*more.*”\./,
    ],
    ['no seed', { seeds: 0 }, /Give a whole number of seeds from 1 to 20\./],
    [
      'more runs than there can be',
      { parameters: { first: 'mlp', second: 'linear', layers: 8 }, seeds: 20 },
      /This sweep has 5,120 runs, and the most is 1,000\. Choose fewer seeds or layers\./,
    ],
  ])('%s', (_what, change, sentence) => {
    const choice = { ...defaultChoice(findSweep('orders')!, experiment), ...change };
    const listed = sweepRuns(experiment, choice);
    expect(listed).toEqual({ ok: false, message: expect.stringMatching(sentence) });
  });
});

const { run } = runsOf('seeds', {}, 2)[1]!;
const curve = { steps: [1, 2], values: [4.4, 4.3] };
const sweep: Sweep = {
  id: 'sweep',
  choice: { sweep: 'seeds', parameters: {}, seeds: 2 },
  experiment,
  textHash: null,
  results: [
    {
      run,
      steps: 2,
      loss: 4.25,
      best: { step: 2, loss: 4.25 },
      accuracy: null,
      answers: 16,
      windows: [4.2, 4.3],
      curves: { train: curve, validation: curve, accuracy: { steps: [], values: [] } },
      failed: null,
    },
  ],
};

describe('in a document', () => {
  const old = readBundle(file3(), 'file-3.zip').document;

  it('there are none in one of version 3, all else of which is there', () => {
    expect(old.sweeps).toEqual([]);
    expect(old.captures.a?.map(({ step }) => step)).toEqual([0, 1]);
    expect(Object.keys(old.checkpoints).length).toBeGreaterThan(0);
  });

  it('come back from a file and from records, which have them apart', () => {
    const document = { ...old, sweeps: [sweep] };
    expect(readBundle(writeBundle(alone(document)), 'x.zip').document).toEqual(document);
    const records = toRecords(document, { id: 'w', name: 'Whale', createdAt: 1 });
    expect(records.contents).not.toHaveProperty('sweeps');
    const read = fromRecords(structuredClone(records));
    expect(read.ok && read.document.sweeps).toEqual([sweep]);
  });

  it('are refused where a curve goes back', () => {
    const back = structuredClone(sweep);
    back.results[0]!.curves.train.steps = [2, 1];
    expect(sweepsSchema.safeParse([back]).error?.issues[0]?.message).toMatch(/goes back/);
  });
});

describe('in a link', () => {
  const shared = { experiment, view: defaultView, text: null, curves: null };
  const opened = (link: string) => {
    const decoded = decodeLink(link);
    if (!decoded.ok) throw new Error(decoded.message);
    return decoded;
  };

  it.each(sweepKinds)('$id comes back, and takes no more room for more runs', (kind) => {
    // As many seeds as its stacks leave room for.
    const stacks = runsOf(kind.id).length;
    const seeds = Math.min(sweepLimits.seeds, Math.floor(sweepLimits.runs / stacks));
    const choice = { ...defaultChoice(kind, experiment), seeds };
    const link = encodeLink({ ...shared, sweep: choice });
    const { shared: back, warnings } = opened(link);
    expect(warnings).toEqual([]);
    expect(back.sweep).toEqual(choice);
    expect(back.experiment.runs).toHaveLength(experiment.runs.length);
    expect(link.length - encodeLink(shared).length).toBeLessThan(60);
  });

  it('that does not fit is left out with a sentence, and a link without one has none', () => {
    const choice = { sweep: 'orders', parameters: { first: 'mlp', second: 'linear', layers: 99 }, seeds: 1 };
    const { shared: back, warnings } = opened(encodeLink({ ...shared, sweep: choice }));
    expect(back).not.toHaveProperty('sweep');
    expect(warnings).toEqual([expect.stringMatching(/sweep does not fit, so it was left out\. .*1 to 8/)]);
    expect(opened(encodeLink(shared)).shared).not.toHaveProperty('sweep');
  });
});

describe('a thinned curve', () => {
  const long = {
    steps: Array.from({ length: 600 }, (_, i) => i + 1),
    values: Array(600)
      .fill(0)
      .map((_, i) => i),
  };

  it('has the means of equal parts, which together are the mean of all', () => {
    const { steps, values } = partMeans(long, 60);
    expect(steps).toHaveLength(60);
    expect(steps.at(-1)).toBe(600);
    expect(values[0]).toBe(4.5);
    expect(values.reduce((a, b) => a + b, 0) / 60).toBeCloseTo(299.5, 10);
    expect(partMeans({ steps: [], values: [] }, 64)).toEqual({ steps: [], values: [] });
  });

  it('has the first and the last point, and all where they are few', () => {
    const { steps, values } = evenPoints(long, 64);
    expect([steps.length, steps[0], steps.at(-1), values.at(-1)]).toEqual([64, 1, 600, 599]);
    expect(evenPoints(curve, 64)).toEqual(curve);
    expect(evenPoints({ steps: [3], values: [1] }, 64)).toEqual({ steps: [3], values: [1] });
  });
});
