/** Runs in the page that chromium.ts opens: drives the worker, and tells of it by the functions that Playwright put there. */
import type { ExportedFile } from '../export/exportedFile';
import { connectLab, proxy } from '../runtime/client';
import { type DriveProgress, type DriveResult, driveWorker, type Work } from './drive';

declare global {
  interface Window {
    headlessProgress(progress: DriveProgress): Promise<void>;
    headlessExport?(runId: string, files: ExportedFile[]): Promise<void>;
  }
}

/** Drives one piece of work to its end in a worker of its own; a crash of the worker ends it with an error. */
export async function runInPage(work: Work): Promise<DriveResult> {
  let onCrash: (message: string) => void = () => {};
  const crashed = new Promise<string>((resolve) => {
    onCrash = resolve;
  });
  const { lab, terminate } = connectLab(onCrash);
  const { headlessProgress: onProgress, headlessExport: onExport } = window;
  try {
    return await driveWorker(lab, work, { crashed, proxy }, { onProgress, onExport });
  } finally {
    terminate();
  }
}
