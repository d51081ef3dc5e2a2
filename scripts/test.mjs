// npm test [stage …]: installs what is missing, runs the named stages (all without a name), and ends with one
// line "N passed, N failed". A stage that fails does not keep the later ones from running.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { findChromium } from './lib/find-chromium.mjs';
import { findTorch } from './lib/find-torch.mjs';
import { packagesWithHost } from './lib/lockfile.mjs';
import { inRoot, tools } from './lib/paths.mjs';
import { PlainError, runMain, runTool } from './lib/process.mjs';
import { runSeed } from './lib/seed.mjs';
import { countsOfRun, playwrightCounts, vitestCounts } from './lib/test-counts.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

/** @typedef {import('./lib/test-counts.mjs').Counts} Counts */

/** A check without single tests counts as one test. @param {boolean} ok @returns {Counts} */
const oneCheck = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

/** @param {string} [log] where it prints, if not here @returns {Promise<Counts>} */
async function staticChecks(log) {
  const biome = await runTool(tools.biome, ['check', '--error-on-warnings', '.'], { log });
  const tsc = await runTool(tools.tsc, ['--noEmit'], { log });
  const imports = await runTool(tools.depcruise, ['src', '--config', '.dependency-cruiser.mjs'], { log });
  const tied = packagesWithHost(JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')));
  if (tied.length > 0) {
    console.error(
      `package-lock.json ties ${tied.length} packages to a registry host (${tied[0]} is the first). ` +
        'Run "npm install --package-lock-only" in this folder, whose .npmrc leaves hosts out.',
    );
  }
  return oneCheck(biome === 0 && tsc === 0 && imports === 0 && tied.length === 0);
}

function freshReport(stage) {
  const path = inRoot('.cache', 'test', `${stage}.json`);
  mkdirSync(inRoot('.cache', 'test'), { recursive: true });
  rmSync(path, { force: true });
  return path;
}

/** @param {string} project a project of vitest.config.ts @param {string} [log] @returns {Promise<Counts>} */
async function vitest(project, log) {
  const report = freshReport(project);
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const status = await runTool(tools.vitest, args, { log });
  return countsOfRun(report, vitestCounts, status);
}

/** Exported models in PyTorch; without one there is nothing to hold them against. @param {string} [log] @returns {Promise<Counts>} */
async function exports(log) {
  const python = await findTorch();
  if (!python) {
    console.log(
      'SKIPPED: no Python with PyTorch was found, so exported models were not held against the browser. ' +
        'Install Debian’s python3-torch or `pip install torch`, or set LAB_PYTHON to a Python that has it.',
    );
    return { passed: 0, failed: 0 };
  }
  process.env.LAB_PYTHON = python;
  return vitest('export', log);
}

/** @returns {Promise<string>} a port that was free a moment ago */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, 'localhost', () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });
}

/** @returns {Promise<Counts>} */
async function endToEnd() {
  if ((await runTool(tools.vite, ['build'])) !== 0) return oneCheck(false);
  const report = freshReport('e2e');
  const env = { LAB_E2E_PORT: await freePort(), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const status = await runTool(tools.playwright, ['test'], { env });
  return countsOfRun(report, playwrightCounts, status);
}

const stages = {
  static: { run: staticChecks, needsChromium: false },
  unit: { run: (log) => vitest('unit', log), needsChromium: false },
  engine: { run: (log) => vitest('engine', log), needsChromium: false },
  browser: { run: (log) => vitest('browser', log), needsChromium: true },
  numerics: { run: (log) => vitest('numerics', log), needsChromium: true },
  export: { run: exports, needsChromium: true },
  e2e: { run: endToEnd, needsChromium: true },
};

/**
 * Stages side by side: a shader compiles on one core, and these compile for minutes. The rest follow alone, as they use all
 * there is themselves.
 */
const lanesBesideBrowser = [['browser'], ['static', 'unit', 'engine', 'numerics', 'export']];

/** Without a browser: types are checked on one core. */
const lanesInNode = [['static'], ['unit', 'engine']];

/** @param {string} name @param {boolean} aside whether what it prints waits until it has ended */
async function runStage(name, aside) {
  const log = aside ? inRoot('.cache', 'test', `${name}.log`) : undefined;
  if (log) {
    mkdirSync(inRoot('.cache', 'test'), { recursive: true });
    writeFileSync(log, '');
    console.log(`${name} has begun.`);
  } else console.log(`\n--- ${name} ---`);
  const start = performance.now();
  const counts = await stages[name].run(log);
  if (log) console.log(`\n--- ${name} ---\n${readFileSync(log, 'utf8')}`);
  return { name, ...counts, seconds: (performance.now() - start) / 1000 };
}

/** @param {string[]} names @param {boolean} aside */
async function runInTurn(names, aside) {
  const results = [];
  for (const name of names) results.push(await runStage(name, aside));
  return results;
}

await runMain(async () => {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(stages);
  const unknown = names.filter((name) => !Object.hasOwn(stages, name));
  if (unknown.length > 0) {
    throw new PlainError(
      `There is no test stage ${unknown.join(', ')}. The stages are ${Object.keys(stages).join(', ')}.`,
    );
  }
  runSeed();
  await ensurePackages();
  prepareCorpora();
  if (names.some((name) => stages[name].needsChromium)) {
    process.env.CHROMIUM_PATH = await findChromium();
    console.log(`Browser tests use ${process.env.CHROMIUM_PATH}.`);
  }

  const lanes = names.includes('browser') ? lanesBesideBrowser : lanesInNode;
  const asked = lanes.map((lane) => lane.filter((name) => names.includes(name)));
  const sideBySide = asked.every((lane) => lane.length > 0) && availableParallelism() > 1;
  const aside = sideBySide ? asked : [];
  const results = (await Promise.all(aside.map((lane) => runInTurn(lane, true)))).flat();
  const rest = names.filter((name) => !aside.flat().includes(name));
  results.push(...(await runInTurn(rest, false)));

  console.log('');
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `${name.padEnd(9)} ${failed === 0 ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(7)} s  ${passed} passed, ${failed} failed`,
    );
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
});
