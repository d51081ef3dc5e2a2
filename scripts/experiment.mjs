// npm run experiment -- FILE.json or LINK: trains and evaluates an Experiment without a window, on the processor in Node, or
// on WebGPU in headless Chromium or in Node on Dawn, at several seeds, and reports what came out.

import { ensurePackages } from './lib/ensure-packages.mjs';
import { readRequest, usage } from './lib/experiment-request.mjs';
import { loadSource } from './lib/load-source.mjs';
import { runMain } from './lib/process.mjs';
import { startViteServer } from './lib/vite-server.mjs';
import { prepareCorpora } from './prepare-corpora.mjs';

await runMain(async () => {
  const request = readRequest(process.argv.slice(2));
  if (!request) {
    console.log(usage);
    return;
  }
  await ensurePackages();
  prepareCorpora();
  const { runExperiment } = /** @type {typeof import('../src/headless/runExperiment')} */ (
    await loadSource('src/headless/runExperiment.ts')
  );
  await runExperiment(request, () => startViteServer('experiment'));
});
