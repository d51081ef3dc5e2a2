// npm start: installs what is missing and serves the lab at http://localhost:5173.

import { createServer } from 'node:net';
import { ensurePackages } from './lib/ensure-packages.mjs';
import { tools } from './lib/paths.mjs';
import { PlainError, runMain, runTool } from './lib/process.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

const port = 5173;

/** @returns {Promise<boolean>} whether the port can be listened on, on the address that localhost names */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });
}

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
