/** Where the folders of exported runs go: one for each run and each seed, or the folder itself where there is only one. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '../experiment/schema';
import type { ExportedFile } from '../export/exportedFile';
import { fileName } from '../format/fileName';

/** The folder of a run below that of `--export`, without a "/" at its end. @param seeds how many there are */
export function exportFolder({ runs, seed }: Experiment, runId: string, seeds: number): string {
  const parts = seeds > 1 ? [`seed-${seed}`] : [];
  // Two runs may have the same name, and a name may have no letter that a folder takes.
  if (runs.length > 1)
    for (const [i, { id, name }] of runs.entries())
      if (id === runId) parts.push([i + 1, fileName(name, '')].filter(Boolean).join('-'));
  return parts.join('/');
}

/** Writes an exported run into a folder, which is made where there is none. */
export function writeExport(folder: string, files: readonly ExportedFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { path, data } of files) writeFileSync(join(folder, path), data);
}
