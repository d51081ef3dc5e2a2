// Where the folders of exported runs go: one for each run and each seed, or the folder itself where there is only one.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const asFolder = (name) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** The folder of a run below that of `--export`, without a "/" at its end. */
export function exportFolder({ runs, seed }, runId, seeds) {
  const index = runs.findIndex(({ id }) => id === runId);
  const parts = seeds > 1 ? [`seed-${seed}`] : [];
  // Two runs may have the same name, and a name may have no letter that a folder takes.
  if (runs.length > 1) parts.push([index + 1, asFolder(runs[index].name)].filter(Boolean).join('-'));
  return parts.join('/');
}

/** Writes an exported run. @param {{ path: string, data: Uint8Array }[]} files */
export function writeExport(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const { path, data } of files) writeFileSync(join(folder, path), data);
}
