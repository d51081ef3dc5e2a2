// Every golden fixture on the processor's kernels: logits, loss, gradients, skip loss and three AdamW steps.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mean } from 'es-toolkit';
import { expect, it } from 'vitest';
import { adamWSchedule } from '../../../src/ops/adamWSchedule';
import { modelPlan } from '../../../src/processor/plan';
import { ProcessorModel } from '../../../src/processor/processorModel';
import { type Fixture, fixtureModel, parseFixture } from '../../numerics/fixture';
import { newKernels } from '../../support/kernels';
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

/** Mean cross-entropy of logits, (n, V), over the targets that are due. */
function meanLoss(logits: Float32Array, targets: Int32Array): number {
  const vocab = logits.length / targets.length;
  const losses = [...targets].flatMap((target, n) => {
    const row = logits.subarray(n * vocab, (n + 1) * vocab);
    const sum = row.reduce((a, s) => a + Math.exp(s), 0);
    return target < 0 ? [] : [Math.log(sum) - (row[target] as number)];
  });
  return mean(losses);
}

it('finds fixtures', () => expect(files.length).toBeGreaterThanOrEqual(31));

it.each(files)('$name', async ({ name, path }) => {
  const fixture = parseFixture(name, readFileSync(path, 'utf8'));
  const { config, values } = fixtureModel(fixture);
  const { expected, optimizer } = fixture;
  const batch = batchOf(fixture);
  const model = ProcessorModel.create(await newKernels(), modelPlan(config), values, batch.rows);
  const near = (
    kind: keyof typeof tolerance,
    what: string,
    actual: ArrayLike<number>,
    reference: ArrayLike<number>,
  ) => expect(relativeError(actual, reference), `${name}: ${what}`).toBeLessThanOrEqual(tolerance[kind]);

  near('forward', 'logits', model.logits(batch.inputs, batch.rows, []), expected.logits.data);
  near('forward', 'loss', [model.gradients(batch)], [expected.loss]);
  const gradients = model.readGradients();
  expect([...gradients.keys()].sort()).toEqual(Object.keys(expected.grads).sort());
  for (const [parameter, reference] of Object.entries(expected.grads))
    near('gradient', `gradient of ${parameter}`, gradients.get(parameter) as Float32Array, reference.data);
  if (expected.skip) {
    const logits = model.logits(batch.inputs, batch.rows, expected.skip.removedLayers);
    near('forward', 'skip', [meanLoss(logits, batch.targets)], [expected.skip.loss]);
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
  near('forward', 'final loss', [model.score(batch, false).loss], [expected.training.finalLoss]);
  const { params } = model.readState().values;
  for (const [parameter, norm] of Object.entries(expected.training.finalParamNorms))
    near('forward', parameter, [Math.hypot(...(params.get(parameter) as Float32Array))], [norm]);
});
