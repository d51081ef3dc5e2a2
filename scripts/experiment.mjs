// npm run experiment -- FILE.json or LINK: trains and evaluates an Experiment without a window, on the processor in Node, or
// on WebGPU in headless Chromium or in Node on Dawn, at several seeds, and reports what came out.

import { parseOptions, shellWord, wholeNumberIfAny } from './lib/arguments.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { checkPaths } from './lib/outputs.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { withViteServer } from './lib/vite-server.mjs';

const usage = `npm run experiment -- FILE.json, or a link in quotes, with
  --seeds N          trains at N seeds, the experiment's and those that follow it; 1 without it
  --sweep ID         trains a sweep instead of the runs, one of src/experiment/sweeps, which a wrong ID lists; with parameters as
                     in orders,first=standard,second=mlp,layers=3
  --steps N          trains N steps instead of what the experiment says
  --json FILE        writes curves, evaluations, indicators and versions there
  --markdown FILE    appends the tables there, with the command that made them
  --text FILE        brings the text of an experiment on one's own text
  --export DIR       writes a folder for each run, in which PyTorch trains on
  --engine NAME      auto (the graphics card where there is one, else the processor), webgpu, or processor, which needs
                     neither a browser nor a graphics card; auto without it
  --node             WebGPU in Node on Dawn instead of in Chromium, for a machine with a graphics card and no browser
  --adapter NAME     with --node: default (graphics card), swiftshader (CPU), or another name that Dawn knows
For example: npm run experiment -- experiments/first-look.json --seeds 3`;

const options = /** @type {const} */ ({
  seeds: { type: 'string' },
  sweep: { type: 'string' },
  steps: { type: 'string' },
  json: { type: 'string' },
  markdown: { type: 'string' },
  text: { type: 'string' },
  export: { type: 'string' },
  engine: { type: 'string', default: 'auto' },
  node: { type: 'boolean', default: false },
  adapter: { type: 'string' },
  help: { type: 'boolean', default: false },
});

/** As src/runtime/protocol.ts has them, which is read only once the request is right. */
const engines = /** @type {const} */ (['auto', 'webgpu', 'processor']);

/** @returns {import('../src/headless/runExperiment').ExperimentRequest | null} null where only help is asked for */
function readRequest() {
  const { values, positionals } = parseOptions({ allowPositionals: true, options }, usage);
  if (values.help) return null;
  const [source, ...more] = positionals;
  if (!source) throw new PlainError(`Name an experiment.\n${usage}`);
  if (more.length > 0)
    throw new PlainError(`One experiment at a time: "${more[0]}" is one too many.\n${usage}`);
  if (values.adapter === '') throw new PlainError('--adapter takes a name, and was given an empty one.');
  if (values.adapter !== undefined && !values.node)
    throw new PlainError(`--adapter goes with --node; Chromium takes the graphics card where it can.`);
  const { seeds, steps, export: exportTo, engine: name, help: _, ...others } = values;
  const engine = engines.find((one) => one === name);
  if (!engine) throw new PlainError(`--engine takes ${engines.join(', ')}, not "${name}".`);
  if (engine === 'processor' && values.node)
    throw new PlainError('--node is for WebGPU; the processor trains in Node anyway.');
  const request = {
    ...others,
    engine,
    source,
    seeds: wholeNumberIfAny('seeds', seeds),
    steps: wholeNumberIfAny('steps', steps),
    exportTo,
    command: commandLine(),
  };
  // Before a night of training, not after it.
  checkPaths([
    { option: '', path: source, kind: 'input' },
    { option: 'text', path: values.text, kind: 'input' },
    { option: 'json', path: values.json, kind: 'file' },
    { option: 'markdown', path: values.markdown, kind: 'file' },
    { option: 'export', path: exportTo, kind: 'folder' },
  ]);
  return request;
}

/** What to type to have it again. */
function commandLine() {
  return `npm run experiment -- ${process.argv.slice(2).map(shellWord).join(' ')}`;
}

await runMain(async () => {
  const request = readRequest();
  if (!request) {
    console.log(usage);
    return;
  }
  await ensurePackages();
  await withViteServer('experiment', async (server) => {
    const { runExperiment } = /** @type {typeof import('../src/headless/runExperiment')} */ (
      await server.ssrLoadModule('/src/headless/runExperiment.ts')
    );
    await runExperiment(request, server);
  });
});
