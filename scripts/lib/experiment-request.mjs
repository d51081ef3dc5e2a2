// The command line of npm run experiment, read and checked before anything is loaded.

import { parseOptions, shellWord, wholeNumberIfAny } from './arguments.mjs';
import { checkPaths } from './outputs.mjs';
import { PlainError } from './process.mjs';

export const usage = `npm run experiment -- FILE.json, or a link in quotes, with
  --seeds N          trains at N seeds, the experiment's and those that follow it; 1 without it
  --sweep ID         trains a sweep instead of the runs, one of src/experiment/sweeps, which a wrong ID lists; with parameters as
                     in orders,first=standard,second=mlp,layers=3
  --steps N          trains N steps instead of what the experiment says
  --json FILE        writes curves, evaluations, indicators and versions there
  --markdown FILE    appends the tables there, with the command that made them
  --text FILE        brings the text of an experiment on one's own text
  --export DIR       writes a folder for each run, in which PyTorch trains on
  --check LESSON     trains what was handed in for the lesson's exercise again, on the processor, and says whether it is solved;
                     LESSON/STEP where the lesson has several
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
  check: { type: 'string' },
  engine: { type: 'string', default: 'auto' },
  node: { type: 'boolean', default: false },
  adapter: { type: 'string' },
  help: { type: 'boolean', default: false },
});

/** As src/runtime/protocol.ts has them, which is read only once the request is right. */
const engines = /** @type {const} */ (['auto', 'webgpu', 'processor']);

/**
 * Reads the words after the command's name.
 * @param {string[]} args
 * @returns {import('../../src/headless/runExperiment').ExperimentRequest | null} null where only help is asked for
 * @throws {PlainError} with the sentence that says what is wrong
 */
export function readRequest(args) {
  const { values, positionals } = parseOptions({ args, allowPositionals: true, options }, usage);
  if (values.help) return null;
  const [source, ...more] = positionals;
  if (!source) throw new PlainError(`Name an experiment.\n${usage}`);
  if (more.length > 0)
    throw new PlainError(`One experiment at a time: "${more[0]}" is one too many.\n${usage}`);
  if (values.adapter === '') throw new PlainError('--adapter takes a name, and was given an empty one.');
  if (values.adapter !== undefined && !values.node)
    throw new PlainError(`--adapter goes with --node; Chromium takes the graphics card where it can.`);
  if (values.check !== undefined) mustCheckAlone(values);
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
    command: commandLine(args),
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

/**
 * A check trains what was handed in as it is.
 * @param {Record<string, unknown>} values
 * @throws {PlainError}
 */
function mustCheckAlone(values) {
  const others = ['seeds', 'sweep', 'steps', 'json', 'markdown', 'export', 'node'];
  const other = others.find((name) => values[name]);
  if (other !== undefined)
    throw new PlainError(`--check trains what was handed in as it is, so --${other} has no use.`);
  if (values.engine === 'webgpu')
    throw new PlainError('--check trains on the processor, so --engine has no use.');
}

/** What to type to have it again. @param {string[]} args */
const commandLine = (args) => `npm run experiment -- ${args.map(shellWord).join(' ')}`;
