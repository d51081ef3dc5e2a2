// Each variant's gradient on the processor against central differences of its loss, on a random configuration each run.
import { expect, it } from 'vitest';
import { variants } from '../../../src/attention/variants';
import type { Batch } from '../../../src/data/batches';
import { Random } from '../../../src/data/random';
import type { ModelConfig } from '../../../src/model/config';
import type { ModelValues } from '../../../src/model/values';
import { modelPlan } from '../../../src/processor/plan';
import { ProcessorModel } from '../../../src/processor/processorModel';
import { centralDifferences, drawnDirection, slopeAlong } from '../../support/differences';
import { drawnBatch, drawnConfig, drawnValues } from '../../support/drawnModel';
import { newKernels } from '../../support/kernels';
import { seed } from '../../support/seed';

const tolerance = 2e-2;

it.each(variants)('$id', async ({ id }) => {
  const random = new Random(seed).fork(`differences ${id}`);
  const config = {
    ...drawnConfig(random, [id, random.int(2) ? 'standard' : id]),
    context: 2 + random.int(12),
  };
  const values = drawnValues(random, config);
  const batch = drawnBatch(random, config, 1 + random.int(5));
  const largest = await largestError(config, values, batch, random);
  expect(largest, `seed ${seed}, ${JSON.stringify(config)}`).toBeLessThan(tolerance);
});

/** The largest error of a parameter's gradient, relative to that gradient's norm and a twentieth of the largest one's. */
async function largestError(
  config: ModelConfig,
  values: ModelValues,
  batch: Batch,
  random: Random,
): Promise<number> {
  const plan = modelPlan(config);
  const model = ProcessorModel.create(await newKernels(), plan, values, batch.rows);
  model.gradients(batch);
  const gradients = model.readGradients();
  const scale = Math.max(...[...gradients.values()].map((g) => Math.hypot(...g)));
  let largest = 0;
  for (const [name, gradient] of gradients) {
    const start = values.params.get(name) as Float32Array;
    const direction = drawnDirection(gradient, () => random.normal());
    const errorOf = centralDifferences(async (distance) => {
      const moved = start.map((p, i) => p + distance * (direction[i] as number));
      const params = new Map(values.params).set(name, moved);
      const there = ProcessorModel.create(await newKernels(), plan, { ...values, params }, batch.rows);
      return there.score(batch, false).loss;
    });
    const unit = Math.hypot(...gradient) + 0.05 * scale;
    const error = await errorOf(slopeAlong(gradient, direction), tolerance * unit);
    largest = Math.max(largest, error / unit);
  }
  return largest;
}
