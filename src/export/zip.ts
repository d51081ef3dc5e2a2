/** Several files as one zip archive. Equal files give equal bytes, whenever and wherever they are packed. */
import { type Zippable, zipSync } from 'fflate';
import type { ExportedFile } from './exportedFile';

/** The first day that an archive can name, in whatever zone: what is packed has no date of its own. */
const noDate = () => new Date(1980, 0, 1);

/** Packs files. @param folder around all of them in the archive; '' for none */
export function zipped(files: readonly ExportedFile[], folder = ''): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {};
  for (const { path, data } of files) {
    // Weights hardly become smaller, and packing them takes long.
    const level = path.endsWith('.safetensors') ? 0 : 6;
    entries[folder === '' ? path : `${folder}/${path}`] = [data, { level, mtime: noDate() }];
  }
  return zipSync(entries) as Uint8Array<ArrayBuffer>;
}
