// Which stages of npm test run side by side, and the running of them.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { inRoot } from './paths.mjs';
import { stages } from './test-stages.mjs';

/** @typedef {import('./test-counts.mjs').Counts & { name: string, seconds: number }} StageResult */

/**
 * Stages side by side: a shader compiles on one core, and these compile for minutes. The rest follow alone, as they use all
 * there is themselves.
 */
const lanesBesideBrowser = [['browser'], ['static', 'unit', 'engine', 'numerics', 'export']];

/** Without a browser: types are checked on one core. */
const lanesInNode = [['static'], ['unit', 'engine']];

/**
 * Runs stages, side by side where that helps.
 * @param {string[]} names
 * @returns {Promise<StageResult[]>}
 */
export async function runStages(names) {
  const lanes = names.includes('browser') ? lanesBesideBrowser : lanesInNode;
  const asked = lanes.map((lane) => lane.filter((name) => names.includes(name)));
  const sideBySide = asked.every((lane) => lane.length > 0) && availableParallelism() > 1;
  const aside = sideBySide ? asked : [];
  const results = (await Promise.all(aside.map((lane) => runInTurn(lane, true)))).flat();
  const rest = names.filter((name) => !aside.flat().includes(name));
  return [...results, ...(await runInTurn(rest, false))];
}

/** @param {string[]} names @param {boolean} aside @returns {Promise<StageResult[]>} */
async function runInTurn(names, aside) {
  const results = [];
  for (const name of names) results.push(await runStage(name, aside));
  return results;
}

/**
 * @param {string} name
 * @param {boolean} aside whether what it prints waits until it has ended
 * @returns {Promise<StageResult>}
 */
async function runStage(name, aside) {
  const stage = stages[name];
  if (!stage) throw new Error(`There is no test stage ${name}.`);
  const log = aside ? inRoot('.cache', 'test', `${name}.log`) : undefined;
  if (log) {
    mkdirSync(inRoot('.cache', 'test'), { recursive: true });
    writeFileSync(log, '');
    console.log(`${name} has begun.`);
  } else console.log(`\n--- ${name} ---`);
  const start = performance.now();
  const counts = await stage.run(log);
  if (log) console.log(`\n--- ${name} ---\n${readFileSync(log, 'utf8')}`);
  return { name, ...counts, seconds: (performance.now() - start) / 1000 };
}
