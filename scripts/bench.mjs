// npm run bench: trains the same model in turn with this engine, with stock TensorFlow.js and with jax-js, and prints how
// they compare. npm run bench:kernels: times this engine's training step kernel by kernel.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openChromium } from './lib/bench-chromium.mjs';
import { openDawn } from './lib/bench-dawn.mjs';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { inRoot } from './lib/paths.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const usage = `Options:
  --size NAME        tiny, small, medium (all standard), variants (small, each other variant) or all; small without it
  --rounds N         rounds over all contenders, 3 without it
  --steps N          steps of each contender in a round; 3 on a software adapter, else 20
  --json FILE        writes the figures there too
  --adapter NAME     default (graphics card), swiftshader (CPU), or another name that the browser or Dawn knows
  --node             on Dawn in Node instead of in Chromium
  --kernels          times each kernel of one contender instead
  --contender NAME   whose kernels; lab without it`;

const options = {
  size: { type: 'string', default: 'small' },
  rounds: { type: 'string', default: '3' },
  steps: { type: 'string' },
  json: { type: 'string' },
  adapter: { type: 'string' },
  node: { type: 'boolean', default: false },
  kernels: { type: 'boolean', default: false },
  contender: { type: 'string', default: 'lab' },
  help: { type: 'boolean', default: false },
};

function readOptions() {
  try {
    const { values } = parseArgs({ options });
    return {
      ...values,
      rounds: count('rounds', values.rounds),
      steps: values.steps && count('steps', values.steps),
    };
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

const progress = (line) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${line}` : `${line}\n`);
const clearProgress = () => process.stderr.isTTY && process.stderr.write('\r\x1b[2K');

async function main() {
  const chosen = readOptions();
  if (chosen.help) {
    console.log(usage);
    return;
  }
  await ensurePackages();
  prepareCorpora();
  const { createServer } = await import('vite');
  const server = await createServer({
    root: inRoot(),
    // A cache of its own, so that the development server's is not thrown away.
    cacheDir: inRoot('.cache', 'vite-bench'),
    server: { port: 0, strictPort: false, hmr: false, watch: null },
    // Loaded as it is: its parts find each other by their own addresses.
    optimizeDeps: { exclude: ['@jax-js/jax'] },
    logLevel: 'error',
  });
  let place;
  try {
    place = await (chosen.node
      ? openDawn(chosen.adapter)
      : openChromium(await server.listen(), chosen.adapter));
    return await (chosen.kernels ? benchKernels : benchContenders)(server, place, chosen);
  } finally {
    await place?.close();
    await server.close();
  }
}

const stepsFor = ({ facts }, chosen) => chosen.steps ?? (facts.isFallbackAdapter ? 3 : 20);

async function casesOf(server, selection) {
  const { casesOf, selections } = await server.ssrLoadModule('/bench/sizes.ts');
  const cases = casesOf(selection);
  if (!cases) throw new PlainError(`--size takes ${selections.join(', ')}, not "${selection}".`);
  return cases;
}

async function benchContenders(server, place, chosen) {
  const cases = await casesOf(server, chosen.size);
  const { runCase } = await server.ssrLoadModule('/bench/run.ts');
  const report = await server.ssrLoadModule('/bench/report.ts');
  const { rounds } = chosen;
  const steps = stepsFor(place, chosen);
  const { openSession } = place;

  console.log(`${place.where}; ${report.describeAdapter(place.facts)}.`);
  console.log(
    `Contenders in turn, medians over rounds; rounds: ${rounds}, steps of each in a round: ${steps}.\n` +
      '"First ÷ single" is the first step over the median of later steps that were waited for one by one too; ' +
      'the steps of a round are not.',
  );
  const results = [];
  for (const [i, benchCase] of cases.entries()) {
    const say = (line) => progress(`${i + 1} of ${cases.length}: ${line}`);
    const result = await runCase(benchCase, { rounds, steps, openSession, progress: say });
    clearProgress();
    console.log(`\n${report.formatCase(result)}`);
    results.push(result);
  }
  if (chosen.json) {
    const facts = { date: new Date().toISOString(), where: place.where, adapter: place.facts, rounds, steps };
    const json = { ...facts, cases: results.map(report.caseAsJSON) };
    writeFileSync(chosen.json, `${JSON.stringify(json, null, 2)}\n`);
  }
  return results.some((result) => report.disagreements(result).length > 0) ? 1 : 0;
}

async function benchKernels(server, place, chosen) {
  const cases = await casesOf(server, chosen.size);
  const report = await server.ssrLoadModule('/bench/report.ts');
  const steps = stepsFor(place, chosen);
  console.log(`${place.where}; ${report.describeAdapter(place.facts)}.`);
  for (const { size, variant } of cases) {
    const session = await place.openSession();
    try {
      progress(`${size}, ${variant}: warming up ${chosen.contender}`);
      await session.call('open', chosen.contender, { size, variant }, { kernels: true });
      for (let s = 0; s < 2; s++) await session.call('singleStep');
      progress(`${size}, ${variant}: timing ${steps} steps`);
      const times = await session.call('kernelTimes', steps);
      clearProgress();
      console.log(`\n### ${chosen.contender}: ${size}, ${variant}, kernels of one step (mean of ${steps})\n`);
      console.log(report.formatKernels(times, steps));
    } finally {
      await session.close();
    }
  }
}

await runMain(main);
