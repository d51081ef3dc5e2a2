/**
 * Times each call of the processor engine's kernels from outside: instances made from now on have functions that are
 * timed. A product of 512 × 512 matrices by the same kernels, in turn with the steps, says what the machine reaches just then.
 */
import { groupBy } from 'es-toolkit';
import { compileKernels } from '../src/processor/compileKernels';
import { formCode } from '../src/processor/forms';
import { createKernels, type Kernels } from '../src/processor/kernels';
import { median } from './report';
import type { KernelTime, KernelTimer } from './session';

/** One call of a kernel: its row in the table, and the multiplications and additions in it where they are counted. */
interface Call {
  name: string;
  flops?: number;
}

/** Wraps WebAssembly.instantiate; call it once, before the engine starts. */
export async function timeWasmKernels(): Promise<KernelTimer> {
  const product = await referenceProduct();
  const callOf = callReader();
  /** What kernels took in the step under way. */
  let step = new Map<string, KernelTime>();
  let taken: { kernels: KernelTime[]; microseconds: number; productMs: number[] }[] = [];
  let began = 0;

  wrapInstances((name, kernel, args) => {
    const call = callOf(name, args);
    const start = performance.now();
    const value = kernel(...args);
    const milliseconds = performance.now() - start;
    const sum = step.get(call.name) ?? { name: call.name, dispatches: 0, microseconds: 0 };
    sum.dispatches++;
    sum.microseconds += 1000 * milliseconds;
    if (call.flops !== undefined) sum.flops = (sum.flops ?? 0) + call.flops;
    step.set(call.name, sum);
    return value;
  });

  return {
    stepBegins: () => {
      step = new Map();
      began = performance.now();
    },
    stepEnds: () => {
      const microseconds = 1000 * (performance.now() - began);
      taken.push({ kernels: [...step.values()], microseconds, productMs: product() });
    },
    take: async () => {
      const steps = taken;
      taken = [];
      if (steps.length === 0) return { kernels: [] };
      return {
        kernels: medianStep(steps.map(({ kernels }) => kernels)),
        step: {
          microseconds: median(steps.map(({ microseconds }) => microseconds)),
          flopsPerSecondOf512:
            flopsOf(512, 512, 512) / (median(steps.flatMap(({ productMs }) => productMs)) / 1000),
        },
      };
    },
  };
}

/** One step of the median of each kernel's times: steps have the same calls, and a busy machine lengthens some of them. */
function medianStep(steps: readonly KernelTime[][]): KernelTime[] {
  const times = groupBy(steps.flat(), ({ name }) => name);
  return Object.values(times).map((same) => ({
    ...(same[0] as KernelTime),
    microseconds: median(same.map(({ microseconds }) => microseconds)),
  }));
}

type Kernel = (...args: number[]) => unknown;

/** From now on the functions of new instances are called through `run`. */
function wrapInstances(run: (name: string, kernel: Kernel, args: number[]) => unknown): void {
  type Result = WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource;
  const instantiate = WebAssembly.instantiate as (...args: unknown[]) => Promise<Result>;
  const wrap = ({ exports }: WebAssembly.Instance) => {
    const wrapped = Object.entries(exports).map(([name, value]) => [
      name,
      typeof value === 'function' ? (...args: number[]) => run(name, value as Kernel, args) : value,
    ]);
    return { exports: Object.fromEntries(wrapped) };
  };
  // Of a compiled module it gives an instance, of bytes both.
  const instantiateWrapped = async (...args: unknown[]) => {
    const result = await instantiate(...args);
    return 'instance' in result ? { ...result, instance: wrap(result.instance) } : wrap(result);
  };
  Object.assign(WebAssembly, { instantiate: instantiateWrapped });
}

const flopsOf = (M: number, N: number, K: number) => 2 * M * N * K;

/** Makes room for a product of 512 × 512 matrices. @returns runs it four times and says what each took, milliseconds */
async function referenceProduct(): Promise<() => number[]> {
  const n = 512;
  const { kernels, memory } = await createKernels(await compileKernels());
  const bytes = 4 * n * n;
  // Two factors, the product, and as much for the kernel's scratch.
  const a = 65_536 * memory.grow((4 * bytes) / 65_536);
  const [b, c, scratch] = [a + bytes, a + 2 * bytes, a + 3 * bytes];
  for (const matrix of [a, b])
    new Float32Array(memory.buffer, matrix, n * n).set(
      Array.from({ length: n * n }, (_, i) => (i % 17) / 17),
    );
  const run = () => kernels.matmul(a, n, 1, b, n, 1, c, n, n, n, n, 0, scratch);
  run();
  return () =>
    Array.from({ length: 4 }, () => {
      const start = performance.now();
      run();
      return performance.now() - start;
    });
}

/** Reads calls, in their order: attention's sizes are set by a call of its own, before. */
function callReader(): (name: string, args: number[]) => Call {
  let attention = { forward: 0, back: 0, byKey: false };
  return (name, args) => {
    if (name === 'matmul') return readMatmul(args as Parameters<Kernels['matmul']>);
    if (name === 'attentionSizes') attention = readAttention(args as Parameters<Kernels['attentionSizes']>);
    if (name === 'attention' && !attention.byKey) return { name, flops: attention.forward };
    if (name === 'attentionBack' && !attention.byKey) return { name, flops: attention.back };
    return { name };
  };
}

function readMatmul(args: Parameters<Kernels['matmul']>): Call {
  const [, , aByRows, , , bByRows, , , M, N, K] = args;
  const name = `matmul ${aByRows ? 'A' : 'Aᵀ'}·${bByRows ? 'B' : 'Bᵀ'} ${M} × ${K} × ${N}`;
  return { name, flops: flopsOf(M, N, K) };
}

/** The multiplications and additions of attention's products, of keys that queries see alone. */
function readAttention(args: Parameters<Kernels['attentionSizes']>) {
  const [form, rows, maps, T, heads, , headDim, window] = args;
  const w = Math.min(window, T);
  const product = 2 * headDim * heads * ((w * (w + 1)) / 2 + (T - w) * w);
  return {
    // Scores; mixed values.
    forward: product * (maps + rows),
    // Scores again, dq, dk; the gradient of weights, dv.
    back: product * (3 * maps + 2 * rows),
    byKey: form === formCode('key'),
  };
}
