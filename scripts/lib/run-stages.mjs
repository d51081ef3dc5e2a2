// Which stages of npm test run side by side, and the running of them.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { inRoot } from './paths.mjs';
import { stages } from './test-stages.mjs';

/** @typedef {import('./test-counts.mjs').Counts & { name: string, seconds: number }} StageResult */

/**
 * Stages that run two at a time, the longest first, so that both lanes end at about the same time: types are checked, a
 * shader compiles and Python counts on one core each. The rest follow alone, as they use all there is themselves.
 */
const inPairs = ['numerics', 'engine', 'browser', 'export', 'unit', 'static'];

/**
 * Runs stages, side by side where that helps.
 * @param {string[]} names
 * @returns {Promise<StageResult[]>} in the order of the names
 */
export async function runStages(names) {
  const waiting = inPairs.filter((name) => names.includes(name));
  const paired = waiting.length > 1 && availableParallelism() > 1 ? waiting : [];
  const alone = names.filter((name) => !paired.includes(name));
  /** @type {StageResult[]} */
  const results = [];
  const lane = async () => {
    for (let name = paired.shift(); name; name = paired.shift()) results.push(await runStage(name, true));
  };
  await Promise.all([lane(), lane()]);
  for (const name of alone) results.push(await runStage(name, false));
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
