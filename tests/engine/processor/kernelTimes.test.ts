// The bench's timer of the processor's kernels: what it counts is a step's.

import { afterAll, expect, test } from 'vitest';
import { createProcessor } from '../../../bench/contenders/processor';
import { sizes } from '../../../bench/sizes';
import { createTask } from '../../../bench/task';
import { timeWasmKernels } from '../../../bench/wasmKernels';

const { instantiate } = WebAssembly;
afterAll(() => {
  Object.assign(WebAssembly, { instantiate });
});

test('calls and their multiplications are those of one step, which is longer than they are', async () => {
  const timer = await timeWasmKernels();
  const contender = await createProcessor(createTask({ size: 'tiny', variant: 'standard' }));
  const train = async (steps: number) => {
    for (let s = 0; s < steps; s++) {
      timer.stepBegins();
      await contender.step().read();
      timer.stepEnds();
    }
    return timer.take();
  };
  const one = await train(1);
  const { kernels, step } = await train(3);

  const { layers, dModel: d, ffn, vocab, batch, context: T, heads } = sizes.tiny;
  const weights = layers * (4 * d * d + 3 * d * ffn) + d * vocab;
  const flopsOf = (names: RegExp) =>
    kernels.filter(({ name }) => names.test(name)).reduce((sum, { flops = 0 }) => sum + flops, 0);
  // Forward, and back to inputs and to weights.
  expect(flopsOf(/^matmul /)).toBe(3 * 2 * weights * batch * T);
  // Two products of queries and the keys that they see forward, five back.
  const pairs = batch * heads * ((T * (T + 1)) / 2);
  expect(flopsOf(/^attention/)).toBe(layers * 7 * 2 * pairs * (d / heads));

  const counts = (times: typeof kernels) => Object.fromEntries(times.map((t) => [t.name, t.dispatches]));
  expect(counts(kernels)).toEqual(counts(one.kernels));
  const inKernels = kernels.reduce((sum, { microseconds }) => sum + microseconds, 0);
  expect(inKernels).toBeGreaterThan(0);
  expect(step?.microseconds).toBeGreaterThan(0.5 * inKernels);
  expect(step?.flopsPerSecondOf512).toBeGreaterThan(1e8);
});
