// npm start: installs what is missing and serves the lab at http://localhost:5173.

import { ensurePackages } from './lib/ensure-packages.mjs';
import { tools } from './lib/paths.mjs';
import { isFree } from './lib/ports.mjs';
import { PlainError, runMain, runTool } from './lib/process.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const port = 5173;

await runMain(async () => {
  await ensurePackages();
  prepareCorpora();
  if (!(await isFree(port))) {
    throw new PlainError(
      `Port ${port} is taken, perhaps by a lab that is already running: look at http://localhost:${port}. ` +
        'Stop the program that uses it and run npm start again.',
    );
  }
  return runTool(tools.vite, ['--port', String(port), '--strictPort']);
});
