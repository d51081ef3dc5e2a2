// npm run build: installs what is missing and writes the static site to dist/, which works from any sub-path.

import { ensurePackages } from './lib/ensure-packages.mjs';
import { tools } from './lib/paths.mjs';
import { runMain, runTool } from './lib/process.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

await runMain(async () => {
  await ensurePackages();
  prepareCorpora();
  return runTool(tools.vite, ['build']);
});
