/** The lab's worker in this Node process, with its models on the processor: neither a browser nor Dawn is needed. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { nodeWorkers } from '../../scripts/lib/processor-worker.mjs';
import { compileKernels } from '../processor/compileKernels';
import { createProcessorEngine } from '../processor/processorEngine';
import { machineDevices } from '../runtime/devices';
import { createLabWorker } from '../runtime/labWorker';
import { processorAdapter } from '../runtime/processor';
import { driveWorker } from './drive';
import type { HeadlessEngine } from './headlessEngine';

export const openProcessorEngine = (): HeadlessEngine => ({
  version: `Node ${process.versions.node}`,
  async run(work, listeners) {
    const startWorker = await nodeWorkers();
    const engine = createProcessorEngine(startWorker, await compileKernels(), availableParallelism());
    const info = {
      name: engine.id,
      adapter: processorAdapter(),
      software: false,
      reason: 'This run is on the processor.',
      advice: null,
    };
    const lab = createLabWorker(async () => ({ engine, info }), readSiteText, machineDevices(startWorker));
    try {
      return await driveWorker(lab, work, { crashed: lab.device.lost() }, listeners);
    } finally {
      await lab.training.unload();
    }
  },
  close: async () => {},
});

/** What follows a "?" in the path is the file's version. */
export const readSiteText = (path: string) =>
  readFile(inRoot('public', path.split('?')[0] as string), 'utf8');
