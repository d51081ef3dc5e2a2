// Every golden fixture on every backend: logits, loss, gradients, maps, indicators, skip loss and three AdamW steps.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { indicators } from '../../src/measure/indicators';
import { forward, loss } from '../../src/model/forward';
import { createDecoder } from '../../src/model/generate';
import { createModel, disposeModel, type Model } from '../../src/model/model';
import { createAdamWState, disposeAdamWState } from '../../src/ops';
import { optimizeStep } from '../../src/train/trainer';
import type { AttentionMap } from '../../src/variants/types';
import { type Fixture, fixtureModel, parseFixture } from './fixture';

/** float32 against float64: logits, losses and what follows from the forward pass; and gradients (spec "Fixtures"). */
const tolerance = { forward: 1e-4, gradient: 1e-3 };

/** Largest difference, relative to the largest expected entry. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let difference = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    const d = Math.abs((actual[i] as number) - (expected[i] as number));
    if (!(d <= difference)) difference = d; // NaN counts as the largest
    scale = Math.max(scale, Math.abs(expected[i] as number));
  }
  return difference / Math.max(scale, 1e-12);
}

const files = await commands.listFixtures();

describe.each(['webgpu', 'cpu'])('on %s', (backend) => {
  const lines: string[] = [];
  beforeAll(async () => {
    expect(await tf.setBackend(backend)).toBe(true);
    await tf.ready();
  });
  afterAll(async () => {
    await commands.report(`\nLargest relative error on ${backend}`);
    for (const line of lines) await commands.report(line);
  });

  it('finds fixtures', () => expect(files.length).toBeGreaterThanOrEqual(24));

  it.each(files)('$name', async ({ name, path }) => {
    const fixture = parseFixture(name, await commands.readFixture(path));
    await measure(fixture); // what is kept for good (RoPE's table of a shape) is kept from here on
    const before = tf.memory().numTensors;
    const errors = await measure(fixture);
    expect(tf.memory().numTensors).toBe(before);
    lines.push(
      `${name.padEnd(30)} ${Object.entries(errors)
        .map(([kind, e]) => `${kind} ${e.toExponential(1)}`)
        .join('  ')}`,
    );
    for (const [kind, error] of Object.entries(errors)) {
      const limit = kind === 'gradient' ? tolerance.gradient : tolerance.forward;
      expect(error, `${name}: ${kind}`).toBeLessThanOrEqual(limit);
    }
  });
});

async function measure(fixture: Fixture): Promise<Record<string, number>> {
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
  for (const [name, reference] of Object.entries(expected.grads)) {
    const variable = model.params.get(name) as tf.Variable;
    worst('gradient', await (grads[variable.name] as tf.Tensor).data(), reference.data);
  }
  tf.dispose([value, ...Object.values(grads)]);

  await compareMaps(model, tokens, expected.layers, worst);
  if (expected.skip) {
    const skipped = loss(model, tokens, targets, { skip: new Set(expected.skip.removedLayers) });
    worst('skip', await skipped.data(), [expected.skip.loss]);
    skipped.dispose();
  }
  compareDecoding(fixture, worst);
  await compareTraining(fixture, model, worst);
  disposeModel(model);
  tf.dispose([tokens, targets]);
  return errors;
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
      look: (_l, a) => looked.push(a && { map: tf.keep(a.map), scores: tf.keep(a.scores) }),
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
  const decoder = createDecoder(config, values);
  const [B, T] = fixture.inputs.tokens.shape as [number, number];
  const decoded = new Float32Array(B * T * config.vocab);
  for (let i = 0; i < B * T; i++) {
    if (i % T === 0) decoder.reset();
    decoded.set(decoder.step(fixture.inputs.tokens.data[i] as number), i * config.vocab);
  }
  worst('decoding', decoded, fixture.expected.logits.data);
}

async function compareTraining(
  { inputs, expected, optimizer }: Fixture,
  model: Model,
  worst: (kind: string, actual: ArrayLike<number>, reference: ArrayLike<number>) => void,
) {
  const adam = createAdamWState([...model.params.values()]);
  const [B] = inputs.tokens.shape as [number, number];
  const batch = {
    inputs: Int32Array.from(inputs.tokens.data),
    targets: Int32Array.from(inputs.targets.data),
    rows: B,
  };
  const { steps, epsilon: eps, ...hyper } = optimizer;
  for (let step = 0; step < steps; step++) {
    const result = optimizeStep(model, adam, batch, { ...hyper, eps });
    worst('training', await result.loss.data(), [expected.training.losses[step] as number]);
    worst('training', await result.gradNorm.data(), [expected.training.gradNorms[step] as number]);
    tf.dispose([result.loss, result.gradNorm]);
  }
  const tensor = ({ shape, data }: { shape: number[]; data: number[] }) =>
    tf.tensor2d(data, shape as [number, number], 'int32');
  const final = tf.tidy(() => loss(model, tensor(inputs.tokens), tensor(inputs.targets)));
  worst('training', await final.data(), [expected.training.finalLoss]);
  final.dispose();
  for (const [name, reference] of Object.entries(expected.training.finalParamNorms)) {
    const norm = tf.tidy(() => tf.norm(model.params.get(name) as tf.Variable));
    worst('training', await norm.data(), [reference]);
    norm.dispose();
  }
  disposeAdamWState(adam);
}
