/** What a Node process on Dawn does for dawn.ts, one experiment in each process. */
import { isSoftware } from '../device/softwareAdapter';
import { adapterFacts, findAdapter } from '../platform/gpu';
import { startInThisThread } from '../processor/startWorker';
import { machineDevices } from '../runtime/devices';
import { chooseEngine } from '../runtime/engineChoice';
import { createLabWorker } from '../runtime/labWorker';
import { type DriveResult, driveWorker, type Listeners, type Work } from './drive';
import { readSiteText } from './processor';

export type DawnSession = {
  /** null where Dawn finds none. */
  adapter(): Promise<{ software: boolean } | null>;
  /** @param exporting whether the files of each run are told */
  run(work: Work, exporting: boolean): Promise<DriveResult>;
};

/**
 * @param tell tells the process that started this one
 */
export const createSession = (
  tell: (event: 'progress' | 'export', ...args: unknown[]) => void,
): DawnSession => ({
  async adapter() {
    const adapter = await findAdapter();
    return adapter && { software: isSoftware(await adapterFacts(adapter)) };
  },
  run(work, exporting) {
    const devices = machineDevices(startInThisThread);
    const lab = createLabWorker((request) => chooseEngine(request, devices), readSiteText, devices);
    const listeners: Listeners = {
      onProgress: (progress) => tell('progress', progress),
      onExport: exporting ? (runId, files) => tell('export', runId, files) : undefined,
    };
    return driveWorker(lab, work, { crashed: lab.device.lost() }, listeners);
  },
});
