// The lab's engine in a Node process on Dawn, for one experiment.

import { readFile } from 'node:fs/promises';
import { answer, loadModule, tell } from './dawn-child.mjs';
import { inRoot } from './paths.mjs';

const [{ createLabWorker }, { chooseBackend }, { driveLab }] = await Promise.all(
  ['/src/runtime/labWorker.ts', '/src/runtime/backend.ts', '/scripts/lib/experiment-drive.mjs'].map(
    loadModule,
  ),
);

/** The site's files lie in public/; what follows a "?" is their version. */
const readSiteText = (path) => readFile(inRoot('public', path.split('?')[0]), 'utf8');

answer({
  hasAdapter: async () => (await navigator.gpu.requestAdapter()) !== null,
  run: (work, exporting) => {
    const lab = createLabWorker(chooseBackend, readSiteText);
    return driveLab(lab, work, {
      crashed: lab.device.lost(),
      onProgress: (state) => tell('progress', state),
      onExport: exporting ? (runId, files) => tell('export', runId, files) : undefined,
    });
  },
});
