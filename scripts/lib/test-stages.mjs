// The stages of npm test: each runs its tools and counts what passed and failed.

import { mkdirSync, rmSync } from 'node:fs';
import { findTorch } from './find-torch.mjs';
import { inRoot, tools } from './paths.mjs';
import { freePort } from './ports.mjs';
import { runTool } from './process.mjs';
import { staticChecks } from './static-checks.mjs';
import { countsOfRun, oneCheck, playwrightCounts, sumOfCounts, vitestCounts } from './test-counts.mjs';

/** @typedef {import('./test-counts.mjs').Counts} Counts */

/** Where a stage's report goes; none is there yet. @param {string} stage */
function freshReport(stage) {
  const path = inRoot('.cache', 'test', `${stage}.json`);
  mkdirSync(inRoot('.cache', 'test'), { recursive: true });
  rmSync(path, { force: true });
  return path;
}

/**
 * @param {string} stage
 * @param {string} [log]
 * @param {string[]} [projects] of vitest.config.ts; the one of the stage's name where none are given
 * @returns {Promise<Counts>}
 */
async function vitest(stage, log, projects = [stage]) {
  const report = freshReport(stage);
  const args = [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
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
    return sumOfCounts([]);
  }
  process.env.LAB_PYTHON = python;
  return vitest('export', log);
}

/** @returns {Promise<Counts>} */
async function endToEnd() {
  if ((await runTool(tools.vite, ['build'])) !== 0) return oneCheck('vite build', false);
  const report = freshReport('e2e');
  const env = { LAB_E2E_PORT: String(await freePort()), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const status = await runTool(tools.playwright, ['test'], { env });
  return countsOfRun(report, playwrightCounts, status);
}

/**
 * `run` adds what it prints to the file `log`, where one is given.
 * @typedef {{ run(log?: string): Promise<Counts>, needsChromium: boolean }} Stage
 */

/** @type {Record<string, Stage>} */
export const stages = {
  static: { run: staticChecks, needsChromium: false },
  unit: { run: (log) => vitest('unit', log), needsChromium: false },
  engine: { run: (log) => vitest('engine', log, ['engine', 'fuzz']), needsChromium: false },
  browser: { run: (log) => vitest('browser', log), needsChromium: true },
  export: { run: exports, needsChromium: true },
  e2e: { run: endToEnd, needsChromium: true },
};
