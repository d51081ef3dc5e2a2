// Settings that a run has of its own: what the schema takes, how links and files carry them, and that training uses them.
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { layerOf } from '../../src/attention/layers';
import { Random } from '../../src/data/random';
import { taskSource } from '../../src/data/source';
import { chosenTask, taskChoice } from '../../src/data/tasks';
import type { LabDocument } from '../../src/document/document';
import { readBundle, writeBundle } from '../../src/document/file/bundle';
import { decodeLink, encodeLink } from '../../src/document/link/link';
import { documentVersion } from '../../src/document/migrations';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { removeLayer, renameRun, setModel, trainsAlike } from '../../src/experiment/edit';
import {
  hasOtherBatches,
  headsOffOf,
  overrideOf,
  overridesInWords,
  perRunSettings,
  seedGroups,
  seedsOf,
  setOverride,
  settingsOfRun,
  toggleHead,
} from '../../src/experiment/overrides';
import {
  type Experiment,
  type Overrides,
  overridesSchema,
  parseExperiment,
  type Run,
} from '../../src/experiment/schema';
import { modelConfig } from '../../src/model/config';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import { Trainer } from '../../src/train/trainer';
import { alone } from '../support/alone';

const start = defaultExperiment();
const withOwn = (...own: (Overrides | undefined)[]): Experiment => ({
  ...start,
  runs: start.runs.map((run, i) => ({ ...run, ...(own[i] && { overrides: own[i] }) })),
});
const setting = (id: string) => perRunSettings.find((s) => s.id === id)!;
const run = (e: Experiment, i = 0) => e.runs[i] as Run;
const full: Overrides = {
  seed: 7,
  optimizer: {
    learningRate: 0.01,
    warmup: 3,
    minLearningRate: 0,
    beta1: 0.5,
    beta2: 0.75,
    epsilon: 1e-6,
    weightDecay: 0,
    clipNorm: 2,
  },
  model: { qkNorm: true },
};

describe('the settings that may differ from run to run', () => {
  it('are those that the schema takes', () => {
    const leaves = Object.entries(overridesSchema.parse(full)).flatMap(([key, value]) =>
      typeof value === 'object' ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key],
    );
    expect(perRunSettings.map(({ id }) => id).sort()).toEqual(leaves.sort());
    for (const each of perRunSettings) expect(overrideOf({ overrides: full }, each), each.id).toBeDefined();
  });

  it('are refused where no experiment could have them', () => {
    const isTaken = (own: object) => parseExperiment(withOwn(own as Overrides)).ok;
    expect(isTaken({ seed: -1 })).toBe(false);
    expect(isTaken({ optimizer: { beta1: 1 } })).toBe(false);
    expect(isTaken({ model: { dModel: 8 } })).toBe(false);
    expect(isTaken({ batch: 4 })).toBe(false);
    expect(isTaken({})).toBe(true);
  });

  it('stand in place of the shared ones, of which the others stay', () => {
    const e = withOwn({ seed: 7, optimizer: { beta1: 0.5 }, model: { qkNorm: true } });
    expect(settingsOfRun(e, run(e))).toEqual({
      ...e,
      seed: 7,
      optimizer: { ...start.optimizer, beta1: 0.5 },
      model: { ...start.model, qkNorm: true },
    });
    expect(settingsOfRun(e, run(e, 1))).toBe(e);
    expect(modelConfig(e, run(e), 10).qkNorm).toBe(true);
    expect(modelConfig(e, run(e, 1), 10).qkNorm).toBe(false);
    const wide = setModel({ dModel: 128 })(e);
    expect(settingsOfRun(wide, run(wide)).model).toMatchObject({ dModel: 128, qkNorm: true });
  });

  it('are set and shared again one by one', () => {
    const seeded = setOverride('standard', setting('seed'), 7)(start);
    const both = setOverride('standard', setting('optimizer.beta1'), 0.5)(seeded);
    expect(run(both).overrides).toEqual({ seed: 7, optimizer: { beta1: 0.5 } });
    expect(run(both, 1)).toEqual(run(start, 1));
    const one = setOverride('standard', setting('seed'), undefined)(both);
    expect(run(one).overrides).toEqual({ optimizer: { beta1: 0.5 } });
    expect(setOverride('standard', setting('optimizer.beta1'), undefined)(one)).toEqual(start);
  });

  it('make another experiment to train, unlike a name', () => {
    const seeded = setOverride('standard', setting('seed'), 7)(start);
    expect(trainsAlike(start, seeded)).toBe(false);
    expect(trainsAlike(seeded, renameRun('standard', 'S')(seeded))).toBe(true);
  });

  it('hold heads that are switched off, one by one, which other settings leave alone', () => {
    const two = toggleHead('standard', 0, 3)(toggleHead('standard', 2, 1)(start));
    expect(run(two).overrides).toEqual({
      headsOff: [
        [0, 3],
        [2, 1],
      ],
    });
    expect(parseExperiment(two).ok).toBe(true);
    const seeded = setOverride('standard', setting('seed'), 7)(two);
    expect(run(seeded).overrides).toEqual({
      seed: 7,
      headsOff: [
        [0, 3],
        [2, 1],
      ],
    });
    const fewer = setModel({ heads: 2, kvHeads: 2 })(seeded);
    expect(headsOffOf(fewer, run(fewer))).toEqual([[2, 1]]);
    const on = toggleHead('standard', 0, 3)(toggleHead('standard', 2, 1)(two));
    expect(on).toEqual(start);
    expect(trainsAlike(start, two)).toBe(false);
    expect(run(removeLayer('standard', 1)(two)).overrides?.headsOff).toEqual([
      [0, 3],
      [1, 1],
    ]);
    expect(run(removeLayer('standard', 0)(two)).overrides?.headsOff).toEqual([[1, 1]]);
  });

  it('are told in words, and whose seeds all runs have', () => {
    const e = withOwn({ ...full, optimizer: { learningRate: 0.01 }, headsOff: [[0, 1]] });
    expect(overridesInWords(e, run(e))).toEqual(['Learning rate 0.01', 'Seed 7', 'QK-norm on', '1 head off']);
    expect(overridesInWords(e, run(e, 1))).toEqual([]);
    expect(seedsOf(e)).toEqual([7, start.seed]);
    expect(seedsOf(start)).toEqual([start.seed]);
  });

  it('mean other batches with another seed alone', () => {
    expect(hasOtherBatches(start, { overrides: { seed: 7 } })).toBe(true);
    expect(hasOtherBatches(start, { overrides: { seed: start.seed } })).toBe(false);
    expect(hasOtherBatches(start, { overrides: { model: { qkNorm: true } } })).toBe(false);
    expect(hasOtherBatches(start, {})).toBe(false);
  });
});

describe('are carried', () => {
  const parts = { view: defaultView, text: null, curves: null };
  const own: (Overrides | undefined)[][] = [
    [full, undefined, { seed: 0 }],
    [undefined, { optimizer: { epsilon: 1e-9 } }, undefined],
    [{ model: { qkNorm: false } }, { model: { qkNorm: true } }, full],
    [
      {
        headsOff: [
          [0, 1],
          [3, 0],
        ],
      },
      undefined,
      { seed: 4, headsOff: [[23, 31]] },
    ],
  ];

  it.each(own)('by a link, each to its run', (...each) => {
    const link = encodeLink({ experiment: withOwn(...each), ...parts });
    const decoded = decodeLink(link);
    expect(decoded).toMatchObject({ ok: true, warnings: [] });
    const { runs } = (decoded as Extract<typeof decoded, { ok: true }>).shared.experiment;
    expect(runs.map(({ overrides }) => overrides)).toEqual(each);
    expect(decoded.ok && encodeLink(decoded.shared)).toBe(link);
  });

  it('not at all by a link of runs without any', () => {
    expect(encodeLink({ experiment: start, ...parts })).toBe(encodeLink({ experiment: withOwn(), ...parts }));
    expect(encodeLink({ experiment: start, ...parts })).toMatch(/^#1rrr\./);
  });

  it('to the right run where another could not be read', () => {
    const link = encodeLink({ experiment: withOwn(undefined, { seed: 5 }, { seed: 6 }), ...parts });
    const [head, , ...rest] = link.split('.');
    const decoded = decodeLink([head, 'AAAAAAAA', ...rest].join('.'));
    const { runs } = (decoded as Extract<typeof decoded, { ok: true }>).shared.experiment;
    expect(runs.map(({ name, overrides }) => [name, overrides?.seed])).toEqual([
      [run(start, 1).name, 5],
      [run(start, 2).name, 6],
    ]);
  });

  it('by a file', () => {
    const experiment = withOwn(full, { seed: 3 });
    const document: LabDocument = {
      version: documentVersion,
      sweeps: [],
      experiment,
      ownText: null,
      view: defaultView,
      results: {
        info: null,
        evaluations: {},
        failures: {},
        gentler: {},
        heldOut: {},
        curves: {},
        state: null,
        message: null,
        progress: null,
        look: null,
      },
      checkpoints: {},
      captures: {},
      backend: null,
    };
    expect(readBundle(writeBundle(alone(document)), 'x.zip').document).toEqual(document);
  });
});

describe('training', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });
  const small: Experiment = {
    ...start,
    task: taskChoice('lookBack'),
    batch: 2,
    steps: 3,
    evalWindows: 2,
    model: { ...start.model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 16 },
  };
  const source = taskSource(chosenTask(small.task!), small.model.context);

  /** Losses of three steps and what is held out, before any. */
  async function trained(e: Experiment, overrides?: Overrides) {
    const trainer = new Trainer(
      createTensorEngine('cpu'),
      e,
      { id: 'a', name: 'A', layers: [layerOf('standard')], overrides },
      source,
    );
    const { loss: heldOut } = await trainer.validate();
    for (let i = 0; i < 3; i++) trainer.step();
    const losses = (await trainer.readLosses()).map(({ loss }) => loss);
    trainer.dispose();
    return { losses, heldOut };
  }

  it('uses them as if they were the experiment’s', async () => {
    const own: Overrides = { seed: 9, optimizer: { learningRate: 0.05, warmup: 0 }, model: { qkNorm: true } };
    const inPlace = settingsOfRun(small, { overrides: own });
    expect((await trained(small, own)).losses).toEqual((await trained(inPlace)).losses);
    const shared = await trained(small);
    for (const one of [
      { seed: 9 },
      { optimizer: { learningRate: 0.05, warmup: 0 } },
      { model: { qkNorm: true } },
    ])
      expect((await trained(small, one)).losses).not.toEqual(shared.losses);
  });

  it('holds out the same, whatever a run’s own seed', () => {
    const heldOut = (seed: number) => source.validation(2, new Random(seed).fork('validation')).inputs;
    const of = (overrides?: Overrides) => {
      const trainer = new Trainer(
        createTensorEngine('cpu'),
        small,
        { id: 'a', name: 'A', layers: [layerOf('mlp')], overrides },
        source,
      );
      const { inputs } = (trainer as unknown as { heldOut: { inputs: Int32Array } }).heldOut;
      trainer.dispose();
      return inputs;
    };
    expect(of({ seed: 9 })).toEqual(heldOut(small.seed));
    expect(of({ seed: 9 })).not.toEqual(heldOut(9));
  });
});

describe('runs that differ by their seed alone', () => {
  const [first] = start.runs as [Run];
  const group = (...own: (Overrides | undefined)[]) => {
    const runs = own.map((overrides, i) => ({
      ...first,
      id: `${i}`,
      name: `${i}`,
      ...(overrides && { overrides }),
    }));
    return Object.values(seedGroups({ ...start, runs }));
  };
  it('are one group, with that of the shared seed', () => {
    const [shared, one, two] = group(undefined, { seed: 2 }, { seed: 3 });
    expect(shared).toBe(one);
    expect(two).toBe(one);
  });
  it('are not where anything else differs, in whatever order it is given, nor where the seed is the same', () => {
    const [plain, normed, again, slower] = group(
      { seed: 2 },
      { seed: 3, model: { qkNorm: true } },
      { model: { qkNorm: true }, seed: 4 },
      { seed: 5, optimizer: { learningRate: 1e-4 } },
    );
    expect(new Set([plain, normed, slower]).size).toBe(3);
    expect(again).toBe(normed);
    const [once, twice] = group(undefined, { seed: start.seed });
    expect(twice).not.toBe(once);
  });
});
