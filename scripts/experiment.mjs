// npm run experiment -- FILE.json or LINK: trains and evaluates an Experiment without a window, in the real engine in
// headless Chromium or in Node on Dawn, at several seeds, and reports what came out.

import { accessSync, appendFileSync, constants, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { isFile, readJson, readLink, readText } from './lib/experiment-input.mjs';
import { inRoot } from './lib/paths.mjs';
import { PlainError, runMain } from './lib/process.mjs';

const usage = `npm run experiment -- FILE.json, or a link in quotes, with
  --seeds N          trains at N seeds, the experiment's and those that follow it; 1 without it
  --steps N          trains N steps instead of what the experiment says
  --json FILE        writes curves, evaluations, indicators and versions there
  --markdown FILE    appends the tables there, with the command that made them
  --text FILE        brings the text of an experiment on one's own text
  --export DIR       writes a folder for each run, in which PyTorch trains on
  --node             in Node on Dawn instead of in Chromium, for a machine without a browser
  --adapter NAME     with --node: default (graphics card), swiftshader (CPU), or another name that Dawn knows
For example: npm run experiment -- experiments/first-look.json --seeds 3`;

const options = {
  seeds: { type: 'string', default: '1' },
  steps: { type: 'string' },
  json: { type: 'string' },
  markdown: { type: 'string' },
  text: { type: 'string' },
  export: { type: 'string' },
  node: { type: 'boolean', default: false },
  adapter: { type: 'string' },
  help: { type: 'boolean', default: false },
};

function readArguments() {
  const { values, positionals } = parsed();
  if (values.help) return { help: true };
  const [source, ...more] = positionals;
  if (!source) throw new PlainError(`Name an experiment.\n${usage}`);
  if (more.length > 0)
    throw new PlainError(`One experiment at a time: "${more[0]}" is one too many.\n${usage}`);
  for (const path of [values.json, values.markdown, values.export])
    if (path !== undefined) mustBeWritable(path);
  if (values.adapter !== undefined && !values.node)
    throw new PlainError(`--adapter goes with --node; Chromium takes the graphics card where it can.`);
  return {
    source,
    node: values.node,
    adapter: values.adapter,
    seeds: count('seeds', values.seeds),
    steps: values.steps === undefined ? undefined : count('steps', values.steps),
    json: values.json,
    markdown: values.markdown,
    text: values.text,
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

/** The experiment at each seed. Throws a PlainError with the schema's sentence where one is refused. */
function experimentsOf(value, { source, seeds, steps }, parseExperiment) {
  return Array.from({ length: seeds }, (_, i) => {
    const atSeed = { ...value };
    if (steps !== undefined) atSeed.steps = steps;
    if (i > 0) atSeed.seed += i;
    const result = parseExperiment(value === null || typeof value !== 'object' ? value : atSeed);
    if (!result.ok) throw new PlainError(`${source}: ${result.message}`);
    return result.experiment;
  });
}

async function main() {
  const chosen = readArguments();
  if (chosen.help) {
    console.log(usage);
    return;
  }
  const json = isFile(chosen.source) ? readJson(chosen.source) : null;
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
    const { value, link, title } = json ?? (await readLink(server, chosen.source));
    const experiments = experimentsOf(value, chosen, parseExperiment);
    const ownText = await readText(server, experiments[0], link, chosen.text);
    const { openDawnEngine, openEngine } = await import('./lib/experiment-engine.mjs');
    engine = chosen.node ? openDawnEngine(chosen.adapter) : await openEngine(await server.listen());
    const { report, asJson } = await import('./lib/experiment-report.mjs');
    const seeds = await trainAll(engine, experiments, { ownText, exportTo: chosen.exportTo });
    const facts = { command: commandLine(), title, where: engine.version };
    const text = await report(server, seeds, facts);
    console.log(`\n${text}`);
    if (chosen.markdown) appendFileSync(chosen.markdown, `\n${text}`);
    if (chosen.json) writeFileSync(chosen.json, `${JSON.stringify(asJson(seeds, facts), null, 2)}\n`);
  } finally {
    await engine?.close();
    await server.close();
  }
}

async function trainAll(engine, experiments, { ownText, exportTo }) {
  const { progressLine } = await import('./lib/experiment-progress.mjs');
  const { exportFolder, writeExport } = await import('./lib/experiment-export.mjs');
  const seeds = [];
  const line = progressLine(experiments.length);
  for (const experiment of experiments) {
    line.seed(experiment.seed);
    const onExport = (runId, files) =>
      writeExport(join(exportTo, exportFolder(experiment, runId, experiments.length)), files);
    const result = await engine.run(experiment, { ownText, onExport: exportTo && onExport }, line.show);
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
