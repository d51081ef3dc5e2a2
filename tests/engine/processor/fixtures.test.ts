// Every golden fixture on the processor's kernels: logits, loss, gradients, skip loss and three AdamW steps.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { adamWSchedule } from '../../../src/ops/adamWSchedule';
import { ProcessorModel } from '../../../src/processor/processorModel';
import { type Fixture, fixtureModel, parseFixture } from '../../numerics/fixture';
import { relativeError, tolerance } from '../../support/relativeError';

const folders = [join(import.meta.dirname, '../../fixtures'), process.env.LAB_FIXTURES ?? ''].filter(Boolean);
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, path: join(folder, name) })),
);

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
