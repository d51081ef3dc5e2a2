/** A session of the bench in which PyTorch trains, on the processor: a Python process that bench/pytorch.py answers from. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inRoot } from '../scripts/lib/paths.mjs';
import type { Batch } from '../src/data/batches';
import type { BatchStream } from '../src/data/source';
import { parameterSpecs } from '../src/model/config';
import type { Session } from './run';
import type { Round, SingleStep } from './session';
import type { Case } from './sizes';
import { batchesOf, createTask, initialValuesOf, type Task } from './task';

/** @param command of a Python that has PyTorch @param threads that it computes with */
export function openPyTorch(command: string, threads: number): Session {
  const python = startPython(command, threads);
  let batches: BatchStream;
  const train = async (steps: number) => {
    const drawn = Array.from({ length: steps }, () => encodeBatch(batches.next()));
    return (await python.ask({ steps: drawn })) as { loss: number; milliseconds: number };
  };
  const functions: Record<string, (...args: never[]) => Promise<unknown>> = {
    open: async (_id: string, benchCase: Pick<Case, 'size' | 'variant'>): Promise<string> => {
      const task = createTask(benchCase);
      batches = batchesOf(task);
      return ((await python.ask({ open: { threads, ...encodeTask(task) } })) as { device: string }).device;
    },
    singleStep: async (): Promise<SingleStep> => ({ ...(await train(1)), peakBytes: null }),
    round: async (steps: number): Promise<Round> => ({
      stepMs: (await train(steps)).milliseconds / steps,
      scriptMs: [],
      dispatches: null,
    }),
  };
  return {
    call: (name, ...args) => {
      const asked = functions[name];
      if (!asked) throw new Error(`PyTorch's session has no function ${name}.`);
      return asked(...(args as never[]));
    },
    close: python.close,
  };
}

const base64 = ({ buffer, byteOffset, byteLength }: Float32Array | Int32Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

const encodeBatch = ({ inputs, targets }: Batch) => ({ inputs: base64(inputs), targets: base64(targets) });

/** The arguments of `Training` in pytorch.py, but for the threads. */
function encodeTask(task: Task) {
  const { config, experiment } = task;
  const values = initialValuesOf(task).params;
  const { context, dModel, heads, layers, rmsEps, ropeTheta } = config;
  const params = parameterSpecs(config).map(({ name, shape, kind }) => [
    name,
    { shape, decayed: kind === 'matrix', values: base64(values.get(name) as Float32Array) },
  ]);
  return {
    config: { context, dModel, heads, layers: layers.length, rmsEps, ropeTheta },
    optimizer: experiment.optimizer,
    params: Object.fromEntries(params),
  };
}

/** Starts the script. Requests are answered one at a time, in their order. */
function startPython(command: string, threads: number) {
  // A kind of processor or a cache size that somebody has set for another program would slow its products down.
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
  const count = `${threads}`;
  // OpenBLAS has threads of its own, which torch.set_num_threads does not reach.
  const threadCounts = { OMP_NUM_THREADS: count, OPENBLAS_NUM_THREADS: count, MKL_NUM_THREADS: count };
  const script = inRoot('bench', 'pytorch.py');
  const child = spawn(command, ['-u', script], { env: { ...env, ...threadCounts } });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request: object): Promise<unknown> {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`PyTorch ended: ${Buffer.concat(errors).toString().trim()}`);
      return JSON.parse(value);
    },
    async close() {
      child.kill();
      await ended;
    },
  };
}
