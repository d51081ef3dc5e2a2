// npm test [stage …]: installs what is missing, runs the named stages (all without a name), and ends with one
// line "N passed, N failed" and the names of the failed. A stage that fails does not keep the later ones from running.

import { ensurePackages } from './lib/ensure-packages.mjs';
import { findChromium, headlessShell } from './lib/find-chromium.mjs';
import { PlainError, runMain } from './lib/process.mjs';
import { runStages } from './lib/run-stages.mjs';
import { runSeed } from './lib/seed.mjs';
import { sumOfCounts } from './lib/test-counts.mjs';
import { stages } from './lib/test-stages.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

await runMain(async () => {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(stages);
  const unknown = names.filter((name) => !Object.hasOwn(stages, name));
  if (unknown.length > 0) {
    throw new PlainError(
      `There is no test stage ${unknown.join(', ')}. The stages are ${Object.keys(stages).join(', ')}.`,
    );
  }
  const seed = runSeed();
  await ensurePackages();
  prepareCorpora();
  if (names.some((name) => stages[name]?.needsChromium)) {
    const chromium = await findChromium();
    process.env.CHROMIUM_SHELL_PATH = headlessShell(chromium);
    process.env.CHROMIUM_PATH = chromium;
    console.log(`Browser tests use ${chromium} and ${process.env.CHROMIUM_SHELL_PATH}.`);
  }

  const results = await runStages(names);
  console.log('');
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `${name.padEnd(9)} ${failed === 0 ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(7)} s  ${passed} passed, ${failed} failed`,
    );
  }
  const { passed, failed } = sumOfCounts(results);
  console.log(`\n${passed} passed, ${failed} failed`);
  for (const { name, failures } of results)
    for (const failure of failures) console.log(`FAILED ${name}: ${failure}`);
  if (failed > 0) console.log(`LAB_SEED=${seed} repeats what random tests drew.`);
  return failed === 0 ? 0 : 1;
});
