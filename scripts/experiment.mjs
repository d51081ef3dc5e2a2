// npm run experiment -- FILE.json or LINK: trains and evaluates an Experiment without a window, on the processor in Node, or
// on WebGPU in headless Chromium or in Node on Dawn, at several seeds, and reports what came out.

import { ensurePackages } from './lib/ensure-packages.mjs';
import { readRequest, usage } from './lib/experiment-request.mjs';
import { runMain } from './lib/process.mjs';
import { withViteServer } from './lib/vite-server.mjs';

await runMain(async () => {
  const request = readRequest(process.argv.slice(2));
  if (!request) {
    console.log(usage);
    return;
  }
  await ensurePackages();
  await withViteServer('experiment', async (server) => {
    const { runExperiment } = /** @type {typeof import('../src/headless/runExperiment')} */ (
      await server.ssrLoadModule('/src/headless/runExperiment.ts')
    );
    await runExperiment(request, server);
  });
});
