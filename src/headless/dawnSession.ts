/** What a Node process on Dawn does for dawn.ts, one experiment in each process. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machineDevices } from '../runtime/devices';
import { chooseEngine } from '../runtime/engineChoice';
import { createLabWorker } from '../runtime/labWorker';
import { type DriveResult, driveWorker, type Listeners, type Work } from './drive';

export type DawnSession = {
  hasAdapter(): Promise<boolean>;
  /** @param exporting whether the files of each run are told */
  run(work: Work, exporting: boolean): Promise<DriveResult>;
};

/**
 * @param siteFolder holds the site's files
 * @param tell tells the process that started this one
 */
export const createSession = (
  siteFolder: string,
  tell: (event: 'progress' | 'export', ...args: unknown[]) => void,
): DawnSession => ({
  hasAdapter: async () => (await navigator.gpu.requestAdapter()) !== null,
  run(work, exporting) {
    const lab = createLabWorker(
      (request) => chooseEngine(request, machineDevices),
      (path) => readSiteText(siteFolder, path),
    );
    const listeners: Listeners = {
      onProgress: (progress) => tell('progress', progress),
      onExport: exporting ? (runId, files) => tell('export', runId, files) : undefined,
    };
    return driveWorker(lab, work, { crashed: lab.device.lost() }, listeners);
  },
});

/** What follows a "?" in the path is the file's version. */
const readSiteText = (folder: string, path: string) =>
  readFile(join(folder, path.split('?')[0] as string), 'utf8');
