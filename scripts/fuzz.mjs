// npm run fuzz: the fuzz of links, files and databases with 2,000 cases each instead of the 200 of npm test. LAB_SEED=… repeats
// a run, LAB_FUZZ=… takes another number.

import { ensurePackages } from './lib/ensure-packages.mjs';
import { tools } from './lib/paths.mjs';
import { runMain, runTool } from './lib/process.mjs';
import { runSeed } from './lib/seed.mjs';

await runMain(async () => {
  runSeed();
  await ensurePackages();
  const env = { LAB_FUZZ: process.env.LAB_FUZZ ?? '2000' };
  return runTool(tools.vitest, ['run', '--project', 'fuzz'], { env });
});
