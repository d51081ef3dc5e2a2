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
import type { LabWorker } from '../runtime/protocol';
import { driveWorker } from './drive';
import { driveSweep } from './driveSweep';
import type { HeadlessEngine } from './headlessEngine';

export const openProcessorEngine = (): HeadlessEngine => ({
  version: `Node ${process.versions.node}`,
  run: (work, listeners) =>
    withLab((lab) => driveWorker(lab, work, { crashed: lab.device.lost() }, listeners)),
  sweep: (work, listeners) =>
    withLab((lab) => driveSweep(lab, work, { crashed: lab.device.lost() }, listeners)),
  close: async () => {},
});

/** Makes a lab for one piece of work, and frees its models after it. */
async function withLab<Result>(work: (lab: LabWorker) => Promise<Result>): Promise<Result> {
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
    return await work(lab);
  } finally {
    await lab.sweep.stop();
    await lab.training.unload();
  }
}

/** What follows a "?" in the path is the file's version. */
export const readSiteText = (path: string) =>
  readFile(inRoot('public', path.split('?')[0] as string), 'utf8');
