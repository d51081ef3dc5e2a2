// npm run experiment -- FILE.json: trains and evaluates an Experiment without a window, in the real engine in headless
// Chromium, at several seeds, and reports what came out.

import { accessSync, appendFileSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { inRoot } from './lib/paths.mjs';
import { PlainError, runMain } from './lib/process.mjs';

const usage = `npm run experiment -- FILE.json, with
  --seeds N          trains at N seeds, the experiment's and those that follow it; 1 without it
  --steps N          trains N steps instead of what the experiment says
  --json FILE        writes curves, evaluations, indicators and versions there
  --markdown FILE    appends the tables there, with the command that made them
  --export DIR       writes a folder for each run, in which PyTorch trains on
For example: npm run experiment -- experiments/first-look.json --seeds 3`;

const options = {
  seeds: { type: 'string', default: '1' },
  steps: { type: 'string' },
  json: { type: 'string' },
  markdown: { type: 'string' },
  export: { type: 'string' },
  help: { type: 'boolean', default: false },
};

function readArguments() {
  const { values, positionals } = parsed();
  if (values.help) return { help: true };
  const [file, ...more] = positionals;
  if (!file) throw new PlainError(`Name an experiment.\n${usage}`);
  if (more.length > 0)
    throw new PlainError(`One experiment at a time: "${more[0]}" is one too many.\n${usage}`);
  for (const path of [values.json, values.markdown, values.export])
    if (path !== undefined) mustBeWritable(path);
  return {
    file,
    seeds: count('seeds', values.seeds),
    steps: values.steps === undefined ? undefined : count('steps', values.steps),
    json: values.json,
    markdown: values.markdown,
    exportTo: values.export,
  };
}

function parsed() {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new PlainError(`${error.message}\n${usage}`);
  }
}

function count(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new PlainError(`--${name} takes a whole number from 1, not "${text}".`);
  return number;
}

/** Said before a night of training, not after it. */
function mustBeWritable(path) {
  try {
    accessSync(dirname(resolve(path)), constants.W_OK);
  } catch {
    throw new PlainError(`${path} cannot be written: there is no such folder, or it is read-only.`);
  }
}

function readJson(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new PlainError(`${file} cannot be read: ${error.message}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PlainError(`${file} is not JSON: ${error.message}`);
  }
}

/** The experiment at each seed. Throws a PlainError with the schema's sentence where one is refused. */
function experimentsOf(value, { file, seeds, steps }, parseExperiment) {
  return Array.from({ length: seeds }, (_, i) => {
    const atSeed = { ...value };
    if (steps !== undefined) atSeed.steps = steps;
    if (i > 0) atSeed.seed += i;
    const result = parseExperiment(value === null || typeof value !== 'object' ? value : atSeed);
    if (!result.ok) throw new PlainError(`${file}: ${result.message}`);
    return result.experiment;
  });
}

async function main() {
  const chosen = readArguments();
  if (chosen.help) {
    console.log(usage);
    return;
  }
  const value = readJson(chosen.file);
  await ensurePackages();
  const { createServer } = await import('vite');
  const server = await createServer({
    root: inRoot(),
    // A cache of its own, so that the development server's is not thrown away.
    cacheDir: inRoot('.cache', 'vite-experiment'),
    server: { port: 0, strictPort: false, hmr: false, watch: null },
    logLevel: 'error',
  });
  let engine;
  try {
    const { parseExperiment } = await server.ssrLoadModule('/src/experiment/schema.ts');
    const experiments = experimentsOf(value, chosen, parseExperiment);
    await server.listen();
    const { openEngine } = await import('./lib/experiment-engine.mjs');
    engine = await openEngine(server);
    const { report, asJson } = await import('./lib/experiment-report.mjs');
    const seeds = await trainAll(engine, experiments, chosen.exportTo);
    const facts = { command: commandLine(), title: basename(chosen.file), chromium: engine.version };
    const text = await report(server, seeds, facts);
    console.log(`\n${text}`);
    if (chosen.markdown) appendFileSync(chosen.markdown, `\n${text}`);
    if (chosen.json) writeFileSync(chosen.json, `${JSON.stringify(asJson(seeds, facts), null, 2)}\n`);
  } finally {
    await engine?.close();
    await server.close();
  }
}

async function trainAll(engine, experiments, exportTo) {
  const { progressLine } = await import('./lib/experiment-progress.mjs');
  const { exportFolder, writeExport } = await import('./lib/experiment-export.mjs');
  const seeds = [];
  const line = progressLine(experiments.length);
  for (const experiment of experiments) {
    line.seed(experiment.seed);
    const onExport = (runId, files) =>
      writeExport(join(exportTo, exportFolder(experiment, runId, experiments.length)), files);
    const result = await engine.run(experiment, line.show, exportTo && onExport);
    line.done();
    if (result.error) throw new PlainError(result.error);
    seeds.push({ experiment, ...result });
  }
  return seeds;
}

/** What to type to have it again. */
function commandLine() {
  const quoted = process.argv
    .slice(2)
    .map((word) => (/^[\w./=-]+$/.test(word) ? word : JSON.stringify(word)));
  return `npm run experiment -- ${quoted.join(' ')}`;
}

await runMain(main);
