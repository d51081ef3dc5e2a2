// Every golden fixture on the processor's kernels: logits, loss, gradients, skip loss and three AdamW steps.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { adamWSchedule } from '../../../src/ops/adamW';
import { ProcessorModel } from '../../../src/processor/processorModel';
import { type Fixture, fixtureModel, parseFixture } from '../../numerics/fixture';

/** float32 against float64 (docs/spec.md "Fixtures"). */
const tolerance = { forward: 1e-4, gradient: 1e-3 };

const folders = [join(import.meta.dirname, '../../fixtures'), process.env.LAB_FIXTURES ?? ''].filter(Boolean);
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, path: join(folder, name) })),
);

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

const batchOf = ({ inputs }: Fixture) => ({
  inputs: Int32Array.from(inputs.tokens.data),
  targets: Int32Array.from(inputs.targets.data),
  rows: inputs.tokens.shape[0] as number,
});

it('finds fixtures', () => expect(files.length).toBeGreaterThanOrEqual(31));

it.each(files)('$name', async ({ name, path }) => {
  const fixture = parseFixture(name, readFileSync(path, 'utf8'));
  const { config, values } = fixtureModel(fixture);
  const { expected, optimizer } = fixture;
  const batch = batchOf(fixture);
  const model = await ProcessorModel.create(config, values, batch.rows);
  const near = (
    kind: keyof typeof tolerance,
    what: string,
    actual: ArrayLike<number>,
    reference: ArrayLike<number>,
  ) => expect(relativeError(actual, reference), `${name}: ${what}`).toBeLessThanOrEqual(tolerance[kind]);

  near('forward', 'logits', model.logits(batch), expected.logits.data);
  near('forward', 'loss', [model.gradients(batch)], [expected.loss]);
  const gradients = model.readGradients();
  expect([...gradients.keys()].sort()).toEqual(Object.keys(expected.grads).sort());
  for (const [parameter, reference] of Object.entries(expected.grads))
    near('gradient', `gradient of ${parameter}`, gradients.get(parameter) as Float32Array, reference.data);
  if (expected.skip) {
    const skip = new Set(expected.skip.removedLayers);
    near('forward', 'skip', [model.judge(batch, skip).loss], [expected.skip.loss]);
  }

  const { steps, learningRate, ...hyper } = optimizer;
  const results = Array.from({ length: steps }, (_, n) =>
    model.step(batch, adamWSchedule(learningRate, n + 1, hyper), hyper),
  );
  near(
    'forward',
    'training',
    results.map(({ loss }) => loss),
    expected.training.losses,
  );
  near(
    'gradient',
    'norms',
    results.map(({ gradNorm }) => gradNorm),
    expected.training.gradNorms,
  );
  near('forward', 'final loss', [model.judge(batch).loss], [expected.training.finalLoss]);
  for (const [parameter, norm] of Object.entries(expected.training.finalParamNorms))
    near(
      'forward',
      parameter,
      [Math.hypot(...(model.readParameters().get(parameter) as Float32Array))],
      [norm],
    );
});
