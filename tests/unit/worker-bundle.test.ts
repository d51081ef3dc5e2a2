// What the worker's bundle leaves out of TensorFlow.js, and the limit of its size that a build keeps.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { withoutUnused } from '../../scripts/lib/vite-tfjs.mjs';
import { workerBudget, workerBudgetBytes } from '../../scripts/lib/vite-worker-budget.mjs';

const packageFile = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../node_modules/@tensorflow/${path}`, import.meta.url)), 'utf8');
const imported = (code: string) =>
  [...code.matchAll(/^import .*'(?:.*\/)?(\w+)';$/gm)].map(([, file]) => file);

describe('TensorFlow.js’s lists of operations', () => {
  test.each([
    ['tfjs-backend-cpu/dist/register_all_kernels.js', ['_FusedMatMul', 'Softmax', 'Elu'], ['Conv2D', 'FFT']],
    [
      'tfjs-backend-webgpu/dist/register_all_kernels.js',
      ['BatchMatMul', 'Select'],
      ['Transform', 'Dilation2D'],
    ],
    [
      'tfjs-core/dist/register_all_gradients.js',
      ['Softmax_grad', 'SplitV_grad'],
      ['Conv2D_grad', 'LRN_grad'],
    ],
    [
      'tfjs-core/dist/public/chained_ops/register_all_chained_ops.js',
      ['transpose', 'sum'],
      ['conv2d', 'irfft'],
    ],
  ])('%s keeps arithmetic and loses images, and lists just what it imports', (path, kept, lost) => {
    const whole = packageFile(path);
    const code = withoutUnused(whole);
    expect(imported(whole)).toEqual(expect.arrayContaining([...kept, ...lost]));
    expect(imported(code)).toEqual(expect.arrayContaining(kept));
    for (const file of lost) expect(imported(code)).not.toContain(file);
    const names = new Set(
      [...code.matchAll(/^import \{ (\w+Config) \} from '\.\//gm)].map(([, name]) => name),
    );
    const listed = new Set([...code.matchAll(/^ {4}(\w+),?$/gm)].map(([, name]) => name));
    expect(listed).toEqual(names);
  });
});

describe('the budget of the worker', () => {
  const build = (code: string) =>
    workerBudget().generateBundle.call(
      {
        error: (message) => {
          throw new Error(message);
        },
      },
      {},
      { 'assets/worker.js': { type: 'chunk', fileName: 'assets/worker.js', code } },
    );

  test('is kept to the byte, in bytes and not in characters', () => {
    expect(workerBudgetBytes).toBeLessThanOrEqual(1_600_000);
    build('x'.repeat(workerBudgetBytes));
    expect(() => build('x'.repeat(workerBudgetBytes + 1))).toThrow(
      'assets/worker.js of the worker has 1600001 bytes',
    );
    expect(() => build('é'.repeat(workerBudgetBytes / 2 + 1))).toThrow('1600002 bytes');
  });
});
