/** Runs in the page that chromium.ts opens: drives the worker, and tells of it by the functions that Playwright put there. */
import type { ExportedFile } from '../export/exportedFile';
import { connectLab, proxy } from '../runtime/client';
import { type DriveResult, driveWorker, type Progress, type Work } from './drive';

declare global {
  interface Window {
    headlessProgress(progress: Progress): Promise<void>;
    headlessExport?(runId: string, files: ExportedFile[]): Promise<void>;
  }
}

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
