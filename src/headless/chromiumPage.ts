/** Runs in the page that chromium.ts opens: drives the worker, and tells of it by the functions that Playwright put there. */
import type { ExportedFile } from '../export/exportedFile';
import { connectLab, proxy } from '../runtime/client';
import type { LabWorker } from '../runtime/protocol';
import { type DriveProgress, type DriveResult, driveWorker, type Thread, type Work } from './drive';
import { driveSweep, type SweepWork, type TrainedSweep } from './driveSweep';

declare global {
  interface Window {
    headlessProgress(progress: DriveProgress): Promise<void>;
    headlessExport?(runId: string, files: ExportedFile[]): Promise<void>;
  }
}

/** Drives one experiment to its end in a worker of its own; a crash of the worker ends it with an error. */
export function runInPage(work: Work): Promise<DriveResult> {
  const { headlessProgress: onProgress, headlessExport: onExport } = window;
  return withWorker((lab, thread) => driveWorker(lab, work, thread, { onProgress, onExport }));
}

/** Drives one sweep, as `runInPage` does. */
export const sweepInPage = (work: SweepWork): Promise<TrainedSweep> =>
  withWorker((lab, thread) => driveSweep(lab, work, thread, { onProgress: window.headlessProgress }));

async function withWorker<Result>(
  drive: (lab: LabWorker, thread: Thread) => Promise<Result>,
): Promise<Result> {
  let onCrash: (message: string) => void = () => {};
  const crashed = new Promise<string>((resolve) => {
    onCrash = resolve;
  });
  const { lab, terminate } = connectLab(onCrash);
  try {
    return await drive(lab, { crashed, proxy });
  } finally {
    terminate();
  }
}
