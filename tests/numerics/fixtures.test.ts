// Every golden fixture on every backend: logits, loss, gradients, maps, indicators, skip loss and three AdamW steps.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { memoize } from 'es-toolkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import type { AttentionMap } from '../../src/attention/composedAttention';
import { variantIds } from '../../src/attention/variants';
import { type AdapterKind, forceAdapterKind, readTensors } from '../../src/device';
import { indicators } from '../../src/measure/indicators';
import { forward, loss } from '../../src/model/forward';
import { createDecoder } from '../../src/model/generate';
import { createModel, disposeModel, type Model } from '../../src/model/model';
import { adamWSchedule, createMoments } from '../../src/ops';
import { CapturedSteps } from '../../src/tfjs/capturedSteps';
import { PlainSteps } from '../../src/tfjs/plainSteps';
import type { FixtureFile } from '../support/commands';
import { relativeError, tolerance } from '../support/relativeError';
import { type Fixture, fixtureModel, parseFixture } from './fixture';

const files = await commands.listFixtures();
/** Read and checked once for all ways. */
const fixtureOf = memoize(
  async ({ name, path }: FixtureFile) => parseFixture(name, await commands.readFixture(path)),
  { getCacheKey: ({ path }) => path },
);

interface Way {
  name: string;
  backend: string;
  Steps: typeof CapturedSteps | typeof PlainSteps;
  /** The kernels to hold, where there are kernels: those for this adapter, or those for a GPU. */
  kind: AdapterKind | null;
}

const ways: Way[] = [
  { name: 'webgpu, captured', backend: 'webgpu', Steps: CapturedSteps, kind: null },
  { name: 'webgpu, plain, kernels for a GPU', backend: 'webgpu', Steps: PlainSteps, kind: 'gpu' },
  { name: 'cpu', backend: 'cpu', Steps: PlainSteps, kind: null },
];

describe.each(ways)('on $name', (way) => {
  const lines: string[] = [];
  beforeAll(async () => {
    expect(await tf.setBackend(way.backend)).toBe(true);
    await tf.ready();
    forceAdapterKind(way.kind);
  });
  afterAll(async () => {
    forceAdapterKind(null);
    await commands.report(`\nLargest relative error on ${way.name}`);
    for (const line of lines) await commands.report(line);
  });

  it('finds fixtures, and one of each variant alone', () => {
    for (const id of variantIds)
      expect(files.map(({ name }) => name.replace('.json', ''))).toContain(`uniform-${id}`);
  });

  it.each(files)('$name', async (file) => {
    const { name } = file;
    const fixture = await fixtureOf(file);
    let before = tf.memory().numTensors;
    let errors = await measure(fixture, way);
    // What is kept for good (RoPE's table of a shape) is kept from here on; a leak would go on.
    if (tf.memory().numTensors > before) {
      before = tf.memory().numTensors;
      errors = await measure(fixture, way);
    }
    expect(tf.memory().numTensors).toBe(before);
    lines.push(
      `${name.padEnd(30)} ${Object.entries(errors)
        .map(([kind, e]) => `${kind} ${e.toExponential(1)}`)
        .join('  ')}`,
    );
    for (const [kind, error] of Object.entries(errors)) {
      const limit = kind.startsWith('gradient') ? tolerance.gradient : tolerance.forward;
      expect(error, `${name}: ${kind}`).toBeLessThanOrEqual(limit);
    }
  });
});

async function measure(fixture: Fixture, { Steps }: Way): Promise<Record<string, number>> {
  const { config, values } = fixtureModel(fixture);
  const { inputs, expected } = fixture;
  const model = createModel(config, values);
  const [B, T] = inputs.tokens.shape as [number, number];
  const tokens = tf.tensor2d(inputs.tokens.data, [B, T], 'int32');
  const targets = tf.tensor2d(inputs.targets.data, [B, T], 'int32');
  const errors: Record<string, number> = {};
  const worst = (kind: string, actual: ArrayLike<number>, reference: ArrayLike<number>) => {
    errors[kind] = Math.max(errors[kind] ?? 0, relativeError(actual, reference));
  };

  const logits = forward(model, tokens);
  worst('logits', await logits.data(), expected.logits.data);
  logits.dispose();

  const { value, grads } = tf.variableGrads(() => loss(model, tokens, targets), [...model.params.values()]);
  worst('loss', await value.data(), [expected.loss]);
  expect(Object.keys(expected.grads).sort()).toEqual([...model.params.keys()].sort());
  const read = await readAll(model, (variable) => grads[variable.name] as tf.Tensor);
  for (const [name, reference] of Object.entries(expected.grads))
    worst('gradient', read.get(name) as Float32Array, reference.data);
  tf.dispose([value, ...Object.values(grads)]);

  await compareMaps(model, tokens, expected.layers, worst);
  if (expected.skip) {
    const skipped = loss(model, tokens, targets, { skip: new Set(expected.skip.removedLayers) });
    worst('skip', await skipped.data(), [expected.skip.loss]);
    skipped.dispose();
  }
  compareDecoding(fixture, worst);
  await compareTraining(fixture, model, Steps, worst);
  disposeModel(model);
  tf.dispose([tokens, targets]);
  return errors;
}

/** Reads a tensor of each parameter, by its name, all at once: on WebGPU one alone takes as long. */
async function readAll(
  { params }: Model,
  tensorOf: (variable: tf.Variable) => tf.Tensor,
): Promise<Map<string, Float32Array>> {
  const read = await readTensors([...params.values()].map(tensorOf));
  return new Map([...params.keys()].map((name, n) => [name, read[n] as Float32Array]));
}

async function compareMaps(
  model: Model,
  tokens: tf.Tensor2D,
  layers: Fixture['expected']['layers'],
  worst: (kind: string, actual: ArrayLike<number>, reference: ArrayLike<number>) => void,
) {
  const looked: (AttentionMap | null)[] = [];
  tf.tidy(() => {
    forward(model, tokens, {
      probe: (_l, a) => looked.push(a && { map: tf.keep(a.map), scores: tf.keep(a.scores) }),
    });
  });
  expect(looked.map((a) => a === null)).toEqual(layers.map((l) => l === null));
  for (const [l, attention] of looked.entries()) {
    const layer = layers[l];
    if (!attention || !layer) continue;
    const [B, heads, T] = layer.map.shape as [number, number, number];
    // A map every row shares is built once, for one row.
    const size = heads * T * T;
    const built = await attention.map.data();
    for (let b = 0; b < B; b++) {
      const row = attention.map.shape[0] === 1 ? built : built.subarray(b * size, (b + 1) * size);
      worst('map', row, layer.map.data.slice(b * size, (b + 1) * size));
      const measured = indicators(row, heads, T);
      for (const [name, reference] of Object.entries(layer.indicators[b] as object)) {
        worst('indicators', [measured[name as keyof typeof measured]], [reference]);
      }
    }
    tf.dispose([attention.map, attention.scores]);
  }
}

/** The recurrent forms, token by token, against the golden logits of the parallel ones. */
function compareDecoding(
  fixture: Fixture,
  worst: (kind: string, actual: ArrayLike<number>, reference: ArrayLike<number>) => void,
) {
  const { config, values } = fixtureModel(fixture);
  const decoder = createDecoder(config, values, true);
  const [B, T] = fixture.inputs.tokens.shape as [number, number];
  const decoded = new Float32Array(B * T * config.vocab);
  for (let i = 0; i < B * T; i++) {
    const [row, query] = [Math.floor(i / T), i % T];
    if (query === 0) decoder.reset();
    decoded.set(decoder.step(fixture.inputs.tokens.data[i] as number), i * config.vocab);
    decoder.lookedAt().forEach((heads, l) => {
      const golden = fixture.expected.layers[l]?.map;
      expect(heads === null).toBe(!golden);
      heads?.forEach((weights, h) => {
        const start = ((row * heads.length + h) * T + query) * T;
        worst('map', weights, golden?.data.slice(start, start + query + 1) ?? []);
      });
    });
  }
  worst('decoding', decoded, fixture.expected.logits.data);
}

async function compareTraining(
  { inputs, expected, optimizer }: Fixture,
  model: Model,
  Steps: Way['Steps'],
  worst: (kind: string, actual: ArrayLike<number>, reference: ArrayLike<number>) => void,
) {
  const moments = createMoments([...model.params.values()]);
  const [B] = inputs.tokens.shape as [number, number];
  const batch = {
    inputs: Int32Array.from(inputs.tokens.data),
    targets: Int32Array.from(inputs.targets.data),
    rows: B,
  };
  const { steps, learningRate, ...hyper } = optimizer;
  const stepper = new Steps({ model, moments }, hyper);
  for (let step = 1; step <= steps; step++) stepper.run(batch, adamWSchedule(learningRate, step, hyper));
  const results = await stepper.read();
  expect(results).toHaveLength(steps);
  results.forEach((result, n) => {
    worst('training', [result.loss], [expected.training.losses[n] as number]);
    worst('gradientNorm', [result.gradNorm], [expected.training.gradNorms[n] as number]);
  });
  stepper.dispose();
  const tensor = ({ shape, data }: { shape: number[]; data: number[] }) =>
    tf.tensor2d(data, shape as [number, number], 'int32');
  const final = tf.tidy(() => loss(model, tensor(inputs.tokens), tensor(inputs.targets)));
  worst('training', await final.data(), [expected.training.finalLoss]);
  final.dispose();
  const params = await readAll(model, (variable) => variable);
  for (const [name, reference] of Object.entries(expected.training.finalParamNorms))
    worst('training', [Math.hypot(...(params.get(name) as Float32Array))], [reference]);
  moments.dispose();
}
