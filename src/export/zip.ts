/** Several files as one zip archive, and back. Equal files give equal bytes, whenever and wherever they are packed. */
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { formatCount } from '../format/numbers';
import type { ExportedFile } from './exportedFile';

/** A file that cannot be unpacked; the message begins with a verb, for the file's name to stand before it. */
export class ZipError extends Error {}

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

/**
 * Unpacks the files that are wanted, by path; sizes are checked before anything is unpacked.
 * @param mostBytes of a file by its path when unpacked; null where it is not wanted
 * @param mostInAll bytes of all that is unpacked
 * @throws ZipError where it is no zip archive, or a wanted file or all of them are larger than allowed
 */
export function unzipped(
  bytes: Uint8Array,
  mostBytes: (path: string) => number | null,
  mostInAll: number,
): Map<string, Uint8Array> {
  let inAll = 0;
  try {
    const files = unzipSync(bytes, {
      filter({ name, originalSize }) {
        const most = mostBytes(name);
        if (most === null) return false;
        inAll += originalSize;
        if (originalSize > most || inAll > mostInAll)
          throw new ZipError(`is too large when unpacked: “${name}” has ${formatCount(originalSize)} bytes`);
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError('is not a zip archive, or not a whole one');
  }
}
