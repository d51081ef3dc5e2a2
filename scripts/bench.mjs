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
  --size NAME        tiny (L2 d64 T64 B8), small (L4 d128 T128 B8) or medium (L6 d256 T256 B8), all standard;
                     variants (small, each other variant) or all; small without it
                     (L layers, d width, T context, B batch)
  --only NAMES       these contenders alone, with commas between them: lab, stock, jax-js, lab-plain
                     (lab-plain is the lab without captured steps)
  --rounds N         rounds over all contenders, 3 without it
  --steps N          steps of each contender in a round; 3 on a software adapter, else 20
  --json FILE        writes the figures there too
  --adapter NAME     default (graphics card), swiftshader (CPU), or another name that the browser or Dawn knows
  --node             on Dawn in Node instead of in Chromium
  --kernels          times each kernel of one contender instead
  --contender NAME   with --kernels: whose; lab without it`;

const options = {
  size: { type: 'string', default: 'small' },
  rounds: { type: 'string', default: '3' },
  steps: { type: 'string' },
  json: { type: 'string' },
  adapter: { type: 'string' },
  node: { type: 'boolean', default: false },
  kernels: { type: 'boolean', default: false },
  only: { type: 'string' },
  contender: { type: 'string', default: 'lab' },
  help: { type: 'boolean', default: false },
};

function readOptions() {
  const values = parsed();
  if (values.kernels && values.only !== undefined)
    throw new PlainError('--kernels times one contender: name it with --contender instead of --only.');
  return {
    ...values,
    rounds: count('rounds', values.rounds),
    steps: values.steps && count('steps', values.steps),
  };
}

function parsed() {
  try {
    return parseArgs({ options }).values;
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
    // Before a browser starts, so that a wrong name is told at once.
    const asked = await whatIsAsked(server, chosen);
    place = await (chosen.node
      ? openDawn(chosen.adapter)
      : openChromium(await server.listen(), chosen.adapter));
    return await (chosen.kernels ? benchKernels : benchContenders)(server, place, { ...chosen, ...asked });
  } finally {
    await place?.close();
    await server.close();
  }
}

const stepsFor = ({ facts }, chosen) => chosen.steps ?? (facts.isFallbackAdapter ? 3 : 20);

/** The cases and contenders that the options name. Throws a PlainError where there are none. */
async function whatIsAsked(server, { size, only, contender }) {
  const { casesOf, selections } = await server.ssrLoadModule('/bench/sizes.ts');
  const { contenderOf, contendersFor, contendersNamed } = await server.ssrLoadModule(
    '/bench/contenders/index.ts',
  );
  const cases = casesOf(size);
  if (!cases) throw new PlainError(`--size takes ${selections.join(', ')}, not "${size}".`);
  try {
    contenderOf(contender);
    const contenders = only === undefined ? undefined : contendersNamed(only);
    for (const benchCase of cases) contendersFor(benchCase, contenders);
    return { cases, contenders };
  } catch (error) {
    throw new PlainError(error.message);
  }
}

async function benchContenders(server, place, chosen) {
  const { cases, contenders } = chosen;
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
    const result = await runCase(benchCase, { contenders, rounds, steps, openSession, progress: say });
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
  const { caseTitle } = await server.ssrLoadModule('/bench/sizes.ts');
  const report = await server.ssrLoadModule('/bench/report.ts');
  const steps = stepsFor(place, chosen);
  console.log(`${place.where}; ${report.describeAdapter(place.facts)}.`);
  for (const benchCase of chosen.cases) {
    const { size, variant } = benchCase;
    const title = caseTitle(benchCase);
    const session = await place.openSession();
    try {
      progress(`${title}: warming up ${chosen.contender}`);
      await session.call('open', chosen.contender, { size, variant }, { kernels: true });
      for (let s = 0; s < 2; s++) await session.call('singleStep');
      progress(`${title}: timing ${steps} steps`);
      const times = await session.call('kernelTimes', steps);
      clearProgress();
      console.log(`\n${report.formatKernelsOf(chosen.contender, benchCase, times, steps)}`);
    } finally {
      await session.close();
    }
  }
}

await runMain(main);
