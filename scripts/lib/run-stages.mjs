// Which stages of npm test run side by side, and the running of them.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { inRoot } from './paths.mjs';
import { stages } from './test-stages.mjs';

/** @typedef {import('./test-counts.mjs').Counts & { name: string, seconds: number }} StageResult */

/**
 * The order in which stages begin, the longest first, so that both lanes end at about the same time. The end-to-end tests use
 * every core themselves and come last; what the other lane still runs then fills what their pages leave idle.
 */
const order = ['browser', 'engine', 'unit', 'export', 'static', 'e2e'];

/**
 * Runs stages, two at a time where there are two cores: types are checked, a shader compiles and Python counts on one each.
 * @param {string[]} names
 * @returns {Promise<StageResult[]>} in the order of the names
 */
export async function runStages(names) {
  const waiting = [...new Set(names)].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  const lanes = availableParallelism() > 1 ? Math.min(2, names.length) : 1;
  /** @type {StageResult[]} */
  const results = [];
  const lane = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift())
      results.push(await runStage(name, lanes > 1 && name !== 'e2e'));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
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
