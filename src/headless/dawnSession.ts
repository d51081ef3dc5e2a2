/** What a Node process on Dawn does for dawn.ts, one experiment in each process. */
import { isSoftware } from '../device/softwareAdapter';
import { adapterFacts, findAdapter } from '../platform/gpu';
import { startInThisThread } from '../processor/startWorker';
import { machineDevices } from '../runtime/devices';
import { chooseEngine } from '../runtime/engineChoice';
import { createLabWorker } from '../runtime/labWorker';
import { type DriveProgress, type DriveResult, driveWorker, type Listeners, type Work } from './drive';
import { driveSweep, type SweepWork, type TrainedSweep } from './driveSweep';
import { readSiteText } from './processor';

export type DawnSession = {
  /** null where Dawn finds none. */
  adapter(): Promise<{ software: boolean } | null>;
  /** @param exporting whether the files of each run are told */
  run(work: Work, exporting: boolean): Promise<DriveResult>;
  sweep(work: SweepWork): Promise<TrainedSweep>;
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
    const lab = createLab();
    const listeners: Listeners = {
      onProgress: (progress) => tell('progress', progress),
      onExport: exporting ? (runId, files) => tell('export', runId, files) : undefined,
    };
    return driveWorker(lab, work, { crashed: lab.device.lost() }, listeners);
  },
  sweep(work) {
    const lab = createLab();
    const onProgress = (progress: DriveProgress) => tell('progress', progress);
    return driveSweep(lab, work, { crashed: lab.device.lost() }, { onProgress });
  },
});

function createLab() {
  const devices = machineDevices(startInThisThread);
  return createLabWorker((request) => chooseEngine(request, devices), readSiteText, devices);
}
