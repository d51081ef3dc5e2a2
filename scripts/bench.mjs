// npm run bench: trains the same model in turn with this engine, stock TensorFlow.js, jax-js and PyTorch, on a graphics
// device and on the processor, and prints how they compare. npm run bench:kernels: times a training step kernel by kernel.

import { parseOptions, wholeNumber, wholeNumberIfAny } from './lib/arguments.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { checkPaths } from './lib/outputs.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { withViteServer } from './lib/vite-server.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const usage = `Options:
  --size NAME        tiny (L2 d64 T64 B8), small (L4 d128 T128 B8) or medium (L6 d256 T256 B8), all standard;
                     variants (small, each other variant) or all; small without it
                     (L layers, d width, T context, B batch)
  --variants NAMES   these variants in a model of that size, with commas between them, a table for each
  --only NAMES       these contenders alone, with commas between them: lab, lab-processor,
                     lab-processor-all-cores, stock, jax-js, jax-js-wasm, pytorch, lab-plain
                     (lab-processor is the lab's engine in WebAssembly, with all cores a run's steps are shared by
                     workers; lab-plain is the lab without captured steps; all cores and jax-js-wasm need a browser,
                     and pytorch a Python that has it, such as LAB_PYTHON names)
  --rounds N         rounds over all contenders, 3 without it
  --steps N          steps of each contender in a round; 3 on a software adapter, else 20
  --json FILE        writes the figures there too
  --adapter NAME     default (graphics card), swiftshader (CPU), or another name that the browser or Dawn knows
  --node             on Dawn in Node instead of in Chromium
  --kernels          times each kernel of one contender instead
  --contender NAME   with --kernels: whose; lab without it, lab-processor for the kernels in WebAssembly`;

const options = /** @type {const} */ ({
  size: { type: 'string', default: 'small' },
  rounds: { type: 'string', default: '3' },
  steps: { type: 'string' },
  json: { type: 'string' },
  adapter: { type: 'string' },
  node: { type: 'boolean', default: false },
  kernels: { type: 'boolean', default: false },
  only: { type: 'string' },
  variants: { type: 'string' },
  contender: { type: 'string', default: 'lab' },
  help: { type: 'boolean', default: false },
});

// Loaded as it is: its parts find each other by their own addresses.
const optimizeDeps = { exclude: ['@jax-js/jax'] };

/** @returns {import('../bench/runBench').Request | null} null where only help is asked for */
function readRequest() {
  const { values } = parseOptions({ options }, usage);
  if (values.help) return null;
  if (values.kernels && values.only !== undefined)
    throw new PlainError('--kernels times one contender: name it with --contender instead of --only.');
  const { rounds, steps, help: _, ...others } = values;
  checkPaths([{ option: 'json', path: values.json, kind: 'file' }]);
  return { ...others, rounds: wholeNumber('rounds', rounds), steps: wholeNumberIfAny('steps', steps) };
}

await runMain(async () => {
  const request = readRequest();
  if (!request) {
    console.log(usage);
    return;
  }
  await ensurePackages();
  prepareCorpora();
  return withViteServer(
    'bench',
    async (server) => {
      const { runBench } = /** @type {typeof import('../bench/runBench')} */ (
        await server.ssrLoadModule('/bench/runBench.ts')
      );
      return runBench(request, server);
    },
    optimizeDeps,
  );
});
