// The checks that read the sources alone, side by side, as each keeps one core busy.

import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { checkCatalogues } from './catalogues.mjs';
import { packagesWithHost } from './lockfile.mjs';
import { inRoot, tools } from './paths.mjs';
import { runTool } from './process.mjs';
import { oneCheck, sumOfCounts } from './test-counts.mjs';

/** @typedef {import('./test-counts.mjs').Counts} Counts */
/** @typedef {{ tool: keyof typeof tools, args: string[] }} Check */

/**
 * What runs side by side; tsc takes about as long as the others in turn.
 * @type {Check[][]}
 */
const queues = [
  [{ tool: 'tsc', args: ['--noEmit'] }],
  [
    { tool: 'biome', args: ['check', '--error-on-warnings', '.'] },
    { tool: 'depcruise', args: ['src', '--config', '.dependency-cruiser.mjs'] },
    { tool: 'knip', args: ['--no-progress'] },
  ],
];

/** Counts each tool, the lock file and the languages as one test each. @param {string} [log] where it prints, if not here @returns {Promise<Counts>} */
export async function staticChecks(log) {
  /** @param {string} text */
  const say = (text) => (log === undefined ? console.log(text) : appendFileSync(log, `${text}\n`));
  const results = await Promise.all(queues.map((queue) => runQueue(queue, say)));
  return sumOfCounts([
    ...results.flat(),
    oneCheck('package-lock.json', lockFileIsFree(say)),
    oneCheck('languages', languagesAgree(say)),
  ]);
}

/**
 * @param {Check[]} queue
 * @param {(text: string) => void} say
 * @returns {Promise<Counts[]>} of each check
 */
async function runQueue(queue, say) {
  const counts = [];
  for (const { tool, args } of queue) {
    // Printed once it has ended, lest two tools' lines mix.
    const output = inRoot('.cache', 'test', `static-${tool}.log`);
    mkdirSync(inRoot('.cache', 'test'), { recursive: true });
    rmSync(output, { force: true });
    const start = performance.now();
    const status = await runTool(tools[tool], args, { log: output });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    say(`${tool} ${status === 0 ? 'ok' : 'FAILED'}, ${seconds} s\n${readFileSync(output, 'utf8').trim()}`);
    counts.push(oneCheck(tool, status === 0));
  }
  return counts;
}

/** Whether the lock file names no registry. @param {(text: string) => void} say */
function lockFileIsFree(say) {
  const tied = packagesWithHost(JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')));
  if (tied.length > 0)
    say(
      `package-lock.json ties ${tied.length} packages to a registry host (${tied[0]} is the first). ` +
        'Run "npm install --package-lock-only" in this folder, whose .npmrc leaves hosts out.',
    );
  return tied.length === 0;
}

/** Whether the languages say what English does; what one lacks is counted. @param {(text: string) => void} say */
function languagesAgree(say) {
  const { text, ok } = checkCatalogues(inRoot('src', 'i18n'), inRoot('src'));
  say(`languages ${ok ? 'ok' : 'FAILED'}\n${text}`);
  return ok;
}
