// Both engines on one experiment: the same losses for as long as rounding lets them, and checkpoints that go from one to the
// other.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { memoize } from 'es-toolkit';
import { beforeAll, expect, it } from 'vitest';
import { ownThreads } from '../../bench/threads';
import { type VariantId, variantIds } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import { textSource } from '../../src/data/source';
import type { Engine, LayerStep } from '../../src/engine/engine';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment, Run } from '../../src/experiment/schema';
import { type Intervention, uniformMap } from '../../src/model/intervention';
import { compileKernels } from '../../src/processor/compileKernels';
import { createProcessorEngine } from '../../src/processor/processorEngine';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import type { Checkpoint } from '../../src/train/checkpoint';
import { Trainer } from '../../src/train/trainer';
import { stack } from '../support/stack';

const runOf = (...ids: VariantId[]) => ({ id: 'r', name: 'r', layers: stack(...ids) });
const experiment: Experiment = {
  ...defaultExperiment(),
  batch: 2,
  steps: 500,
  evalWindows: 2,
  model: { ...defaultExperiment().model, dModel: 16, heads: 2, kvHeads: 1, ffn: 24, context: 12 },
};
const random = new Random(11);
const tokens = (count: number) => Int32Array.from({ length: count }, () => random.int(11));
const source = textSource({ train: tokens(4000), validation: tokens(200), vocab: 11 }, 12);

let webgpu: Engine;
const processor = createProcessorEngine(ownThreads(), await compileKernels());

beforeAll(async () => {
  expect(await tf.setBackend('webgpu')).toBe(true);
  await tf.ready();
  webgpu = createTensorEngine('webgpu');
});

/** Losses and the state after so many steps. */
async function train(engine: Engine, run: Run, steps: number, from?: Checkpoint) {
  const trainer = new Trainer(engine, experiment, run, source, { from });
  for (let step = 0; step < steps; step++) trainer.step();
  const losses = (await trainer.readLosses()).map(({ loss }) => loss);
  const checkpoint = await trainer.checkpoint();
  const validation = await trainer.validate();
  trainer.dispose();
  return { losses: [...losses, validation.loss], checkpoint };
}

/** Largest difference of two series of losses. */
const difference = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((loss, n) => Math.abs(loss - (b[n] as number))));

it.each(variantIds)('train %s beside standard alike for 200 steps', async (id) => {
  const run = runOf(id, 'standard');
  const [card, own] = [await train(webgpu, run, 200), await train(processor, run, 200)];
  expect(own.losses).toHaveLength(201);
  expect(difference(own.losses, card.losses)).toBeLessThan(1e-3);
  expect(own.losses[199]).not.toBe(own.losses[0]);
});

/** What each engine makes of all variants in one stack in 40 steps, trained once, for two tests. */
const unbroken = memoize(async (name: 'webgpu' | 'processor') =>
  train(name === 'webgpu' ? webgpu : processor, runOf(...variantIds), 40),
);

// A deep stack of all variants makes of the last digit's rounding, in 100 steps, differences that are seen. Two runs of one
// engine would too, were their sums taken in another order.
it('train all variants in one stack alike for 40 steps', async () => {
  const [card, own] = [await unbroken('webgpu'), await unbroken('processor')];
  expect(difference(own.losses, card.losses)).toBeLessThan(1e-3);
});

it.each(['webgpu', 'processor'] as const)('go on from a checkpoint of %s', async (name) => {
  const [first, second] = name === 'webgpu' ? [webgpu, processor] : [processor, webgpu];
  const run = runOf(...variantIds);
  const half = await train(first, run, 20);
  const rest = await train(second, run, 20, structuredClone(half.checkpoint));
  expect(
    difference([...half.losses.slice(0, 20), ...rest.losses], (await unbroken(name)).losses),
  ).toBeLessThan(1e-4);
});

it('lose as much without heads and layers, and by other maps', async () => {
  const run = runOf(...variantIds);
  const { context, heads } = experiment.model;
  const [card, own] = [webgpu, processor].map((engine) => new Trainer(engine, experiment, run, source)) as [
    Trainer,
    Trainer,
  ];
  const plain = await card.validate();
  const mixing = variantIds.flatMap((id, l) => (id === 'mlp' ? [] : [l]));
  const interventions: Intervention[] = [
    {},
    ...mixing.map((layer) => ({ headsOff: [[layer, 1]] as [number, number][] })),
    ...mixing.map((layer) => ({ maps: [{ layer, map: uniformMap(heads, context) }] })),
    { layersOff: [0, 2] },
    { standard: mixing },
  ];
  for (const intervention of interventions) {
    const [a, b] = await Promise.all(
      [card, own].map((one) => one.validate(one.model, async () => intervention)),
    );
    expect(Math.abs(a!.loss - b!.loss)).toBeLessThan(1e-4);
    if (Object.keys(intervention).length === 0) expect(a).toEqual(plain);
    else expect(a!.loss).not.toBe(plain.loss);
  }
  card.dispose();
  own.dispose();
});

it('measure a step alike, and take it as they would', async () => {
  const run = runOf(...variantIds);
  const measured = await Promise.all(
    [webgpu, processor].map(async (engine) => {
      const [plain, watched] = [1, 2].map(() => new Trainer(engine, experiment, run, source)) as [
        Trainer,
        Trainer,
      ];
      for (let step = 0; step < 4; step++) {
        plain.step();
        watched.step(step === 2);
      }
      watched.step(true);
      plain.step();
      const layers = await watched.model.lastStep();
      expect(await watched.readLosses()).toMatchObject(
        (await plain.readLosses()).map(({ loss, gradNorm }) => ({ loss, gradNorm })),
      );
      expect(await watched.checkpoint()).toEqual(await plain.checkpoint());
      plain.dispose();
      watched.dispose();
      return layers!;
    }),
  );
  const [card, own] = measured as [LayerStep[], LayerStep[]];
  own.forEach((layer, l) => {
    for (const name of ['gradNorm', 'update', 'weights'] as const)
      expect(Math.abs(card[l]![name] - layer[name]) / layer[name], `layer ${l}, ${name}`).toBeLessThan(0.02);
  });
});
