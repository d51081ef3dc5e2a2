// Heads that are switched off add nothing, in the forward pass and in decoding.
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import { defaultExperiment } from '../../src/experiment/defaults';
import { modelConfig } from '../../src/model/config';
import { forward } from '../../src/model/forward';
import { createDecoder } from '../../src/model/generate';
import { createModel, disposeModel } from '../../src/model/model';
import { initialValues, type ModelValues } from '../../src/model/values';
import { stack } from '../support/stack';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const vocab = 11;
const base = defaultExperiment();
const experiment = {
  ...base,
  model: { ...base.model, dModel: 16, heads: 4, kvHeads: 2, ffn: 12, context: 8 },
};
const run = { id: 'r', name: 'r', layers: stack('mlp', 'standard', 'linear') };
const off = {
  ...run,
  overrides: {
    headsOff: [
      [1, 2],
      [2, 0],
      [0, 1],
    ] as [number, number][],
  },
};
const tokens = [3, 1, 4, 1, 5, 9, 2, 6];

function values(): ModelValues {
  const config = modelConfig(experiment, run, vocab);
  return initialValues(config, new Random(7), Int32Array.from(tokens));
}

async function logits(of: typeof run, from: ModelValues): Promise<Float32Array> {
  const model = createModel(modelConfig(experiment, of, vocab), from);
  const result = tf.tidy(() => forward(model, tf.tensor2d(tokens, [1, tokens.length], 'int32')));
  const data = (await result.data()) as Float32Array;
  disposeModel(model);
  result.dispose();
  return data;
}

it('as if their rows of the output projection were zero', async () => {
  const zeroed = values();
  for (const [layer, head] of [
    [1, 2],
    [2, 0],
  ] as const)
    zeroed.params.get(`layers.${layer}.mixer.o.weight`)?.fill(0, head * 4 * 16, (head + 1) * 4 * 16);
  const [switched, expected, all] = [
    await logits(off, values()),
    await logits(run, zeroed),
    await logits(run, values()),
  ];
  expect(Array.from(switched)).toEqual(Array.from(expected));
  expect(Array.from(switched)).not.toEqual(Array.from(all));
});

it('in decoding too', async () => {
  const expected = await logits(off, values());
  const decoder = createDecoder(modelConfig(experiment, off, vocab), values());
  tokens.forEach((token, t) => {
    decoder.step(token).forEach((logit, v) => {
      expect(logit).toBeCloseTo(expected[t * vocab + v] as number, 5);
    });
  });
});
