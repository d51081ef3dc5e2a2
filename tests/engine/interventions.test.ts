// What is switched off or replaced in a model, on both engines: nothing off changes no bit, and what is off contributes nothing.
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { layerOf, mixingOf } from '../../src/attention/layers';
import { type VariantId, variants } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import type { Engine, EngineModel } from '../../src/engine/engine';
import type { ModelConfig } from '../../src/model/config';
import { type Intervention, uniformMap } from '../../src/model/intervention';
import type { ModelValues } from '../../src/model/values';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import { drawnBatch, drawnConfig, drawnValues } from '../support/drawnModel';
import { testEngine } from '../support/engine';
import { seed } from '../support/seed';

const optimizer = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, clipNorm: 1 };
/** Five are cut into shards of unlike size; the slow tf ops have no shards, and take two. */
const [shardedRows, fewRows] = [5, 2];

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const made: EngineModel[] = [];
afterEach(() => {
  for (const model of made.splice(0)) model.dispose();
});
function modelOn(engine: Engine, config: ModelConfig, values: ModelValues, rows: number): EngineModel {
  const model = engine.createModel(config, values, { rows, scoredRows: [], optimizer });
  made.push(model);
  return model;
}

/** A stack of standard attention, the variant, an MLP and the variant again, at random sizes. */
function drawn(random: Random, id: VariantId, rows: number) {
  const config = drawnConfig(random, ['standard', id, 'mlp', id]);
  delete config.headsOff;
  const values = drawnValues(random, config);
  const batch = drawnBatch(random, config, rows);
  batch.targets[0] = 0;
  return { config, values, batch };
}

const clone = ({ params, ...rest }: ModelValues): ModelValues => ({
  ...rest,
  params: new Map([...params].map(([name, values]) => [name, values.slice()])),
});

/** Zeroes the rows of the output projection that read a head. */
function withoutHead(values: ModelValues, { dModel, heads }: ModelConfig, layer: number, head: number) {
  const zeroed = clone(values);
  const width = dModel / heads;
  zeroed.params
    .get(`layers.${layer}.mixer.o.weight`)
    ?.fill(0, head * width * dModel, (head + 1) * width * dModel);
  return zeroed;
}

const engines: [name: string, engine: () => Engine, rows: number][] = [
  ['the processor', () => testEngine().engine, shardedRows],
  ['tf ops', () => createTensorEngine('cpu'), fewRows],
];

describe.each(engines)('on %s', (_name, engineOf, rows) => {
  it.each(variants.map(({ id }) => id))('with %s in the stack', async (id) => {
    const engine = engineOf();
    const random = new Random(seed).fork(`interventions ${id}`);
    const { config, values, batch } = drawn(random, id, rows);
    const where = `seed ${seed}, ${JSON.stringify(config)}`;
    const model = modelOn(engine, config, values, rows);
    const score = (intervention?: Intervention) => model.score(batch, true, intervention);
    const plain = await score();

    expect(await score({}), where).toEqual(plain);
    expect(await score({ headsOff: [], layersOff: [], standard: [], maps: [] }), where).toEqual(plain);

    const mixes = config.layers.flatMap((layer, l) => (mixingOf(layer) ? [l] : []));
    for (const layer of mixes) {
      const head = random.int(config.heads);
      const zeroed = modelOn(engine, config, withoutHead(values, config, layer, head), rows);
      const off = await score({ headsOff: [[layer, head]] });
      expect(off, where).toEqual(await zeroed.score(batch, true));
      expect(off.loss, where).not.toBe(plain.loss);
    }

    const skipped = await model.logits(batch.inputs, rows, [1, 2]);
    expect((await score({ layersOff: [1, 2] })).loss).toBeCloseTo(
      meanLoss(skipped, batch.targets, config.vocab),
      4,
    );

    for (const layer of mixes) {
      const layers = config.layers.map((own, l) => (l === layer ? layerOf('standard') : own));
      const standard = modelOn(engine, { ...config, layers }, values, rows);
      expect(await score({ standard: [layer] }), where).toEqual(await standard.score(batch, true));
    }

    // Each row's own map in its place changes nothing but rounding; another one does.
    const T = config.context;
    const looks = [];
    for (let row = 0; row < rows; row++)
      looks.push(await model.attention(batch.inputs.slice(row * T, (row + 1) * T)));
    for (const layer of mixes) {
      const map = new Float32Array(rows * config.heads * T * T);
      for (const [row, look] of looks.entries()) {
        const own = look[layer]!.map;
        map.set(own, row * own.length);
      }
      expect((await score({ maps: [{ layer, map }] })).loss, where).toBeCloseTo(plain.loss, 4);
      const uniform = await score({ maps: [{ layer, map: uniformMap(config.heads, T) }] });
      expect(Math.abs(uniform.loss - plain.loss), where).toBeGreaterThan(1e-6);
    }

    // Nothing of it stays.
    expect(await score(), where).toEqual(plain);
  });

  it('refuses what the model lacks in a sentence', async () => {
    const { config, values, batch } = drawn(new Random(3), 'linear', rows);
    const model = modelOn(engineOf(), config, values, rows);
    const refused: [Intervention, RegExp][] = [
      [{ layersOff: [9] }, /^There is no layer 10: the model has 4\.$/],
      [{ headsOff: [[0, 99]] }, /^Layer 1 has no head 100: it has \d\.$/],
      [{ headsOff: [[2, 0]] }, /^Layer 3 mixes no tokens/],
      [{ standard: [2] }, /^Layer 3 mixes no tokens/],
      [{ maps: [{ layer: 0, map: new Float32Array(3) }] }, /^The map for layer 1 is of other heads/],
    ];
    for (const [intervention, sentence] of refused)
      await expect(model.score(batch, false, intervention)).rejects.toThrow(sentence);
  });
});

it.each(variants.map(({ id }) => id))('both engines agree on %s', async (id) => {
  const random = new Random(seed).fork(`agree on ${id}`);
  const { config, values, batch } = drawn(random, id, fewRows);
  const [processor, ops] = engines.map(([, engineOf]) => modelOn(engineOf(), config, values, fewRows)) as [
    EngineModel,
    EngineModel,
  ];
  const head = random.int(config.heads);
  const map = uniformMap(config.heads, config.context);
  for (const intervention of [
    { headsOff: [[0, head]] },
    { layersOff: [0] },
    { layersOff: [1, 3] },
    { maps: [{ layer: 0, map }] },
    ...(id === 'mlp' ? [] : [{ standard: [1] }, { standard: [1, 3] }, { maps: [{ layer: 1, map }] }]),
    { headsOff: [[0, head]], layersOff: [2], maps: [{ layer: 0, map }] },
  ] satisfies Intervention[]) {
    const where = `seed ${seed}, ${JSON.stringify(config)}, ${JSON.stringify(Object.keys(intervention))}`;
    const [a, b] = [
      await processor.score(batch, false, intervention),
      await ops.score(batch, false, intervention),
    ];
    expect(Math.abs(a.loss - b.loss) / b.loss, where).toBeLessThan(1e-3);
  }
});

/** Mean cross-entropy of logits, (n, vocab), where a target is due. */
function meanLoss(logits: Float32Array, targets: Int32Array, vocab: number): number {
  let sum = 0;
  let due = 0;
  targets.forEach((target, n) => {
    if (target < 0) return;
    const row = logits.slice(n * vocab, (n + 1) * vocab);
    sum += Math.log(row.reduce((total, logit) => total + Math.exp(logit), 0)) - row[target]!;
    due++;
  });
  return sum / due;
}
