// npm run fuzz: the fuzz of links, files, databases and (where a Python has PyTorch) exported folders with 2,000 cases each
// instead of the 200 of npm test. LAB_SEED=… repeats a run, LAB_FUZZ=… takes another number.

import { ensurePackages } from './lib/ensure-packages.mjs';
import { tools } from './lib/paths.mjs';
import { runMain, runTool } from './lib/process.mjs';
import { runSeed } from './lib/seed.mjs';

await runMain(async () => {
  runSeed();
  await ensurePackages();
  const env = { LAB_FUZZ: process.env.LAB_FUZZ ?? '2000' };
  const tests = ['--project', 'fuzz', '--project', 'export', 'tests/fuzz/', 'tests/export/damaged.test.ts'];
  return runTool(tools.vitest, ['run', ...tests], { env });
});
