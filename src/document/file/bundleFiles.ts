/** Finds a bundle's files in an archive: at its top, or in a folder where it was unpacked and packed again. */

import { DamagedZipError, mustFit, ZipArchive, ZipError } from '../../export/unzip';
import { isolated } from '../../format/visible';
import { words } from '../../format/words';

/** Where every bundle's manifest is. */
export const manifestPath = 'experiment.json';

/** What a system leaves beside one's files: of macOS, of Windows. */
const isSystems = (path: string) =>
  path
    .split('/')
    .some((part) => part === '__MACOSX' || /^\._|^\.DS_Store$|^Thumbs\.db$|^desktop\.ini$/i.test(part));

/** Reads a file of the bundle by its path in it; null where there is none. @throws ZipError where it is damaged */
export type ReadFile = (path: string) => Uint8Array | null;

/**
 * Opens an archive with a bundle in it.
 * @param mostBytes of a file when unpacked, by its path in the bundle; null for files that are none of a bundle
 * @param mostInAll bytes of all that is unpacked
 * @param depth archives that may be within one another
 * @throws ZipError where it is no zip archive, holds no bundle or several, or a file or all of them are too large
 */
export function openBundleArchive(
  bytes: Uint8Array,
  mostBytes: (path: string) => number | null,
  mostInAll: number,
  depth = 3,
): ReadFile {
  const archive = new ZipArchive(bytes);
  const files = archive.entries.filter(({ path }) => !path.endsWith('/') && !isSystems(path));
  const folders = files.flatMap(({ path }) =>
    isManifest(path) ? [path.slice(0, -manifestPath.length)] : [],
  );
  const depthOf = (folder: string) => folder.split('/').length;
  const top = folders.filter((folder) => depthOf(folder) === Math.min(...folders.map(depthOf)));
  const [folder, second] = top;
  if (folder === undefined) return openOnlyArchive(archive, files, mostBytes, mostInAll, depth - 1);
  if (second !== undefined)
    throw new ZipError(
      words(
        'zip.several',
        'holds more than one experiment: “{{first}}” and “{{second}}”. Pack one of them alone',
        { first: isolated(folder), second: isolated(second) },
      ),
    );
  // In lower case, as the bundle has its names: some systems change them.
  const own = files
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, size }) => ({ path: path.slice(folder.length).toLowerCase(), size, whole: path }))
    .filter(({ path }) => mostBytes(path) !== null);
  mustFit(own, (path) => mostBytes(path) ?? 0, mostInAll);
  const wholePaths = new Map(own.map(({ path, whole }) => [path, whole]));
  if (wholePaths.size < own.length)
    throw new DamagedZipError(words('zip.twice', 'is damaged: it holds a file twice'));
  return (path) => {
    const whole = wholePaths.get(path);
    return whole === undefined ? null : archive.read(whole);
  };
}

const isManifest = (path: string) => path.split('/').at(-1)?.toLowerCase() === manifestPath;

/** Opens the one archive in an archive, as some programs pack what they download, with a note beside it perhaps. */
function openOnlyArchive(
  archive: ZipArchive,
  files: ZipArchive['entries'],
  mostBytes: (path: string) => number | null,
  mostInAll: number,
  depth: number,
): ReadFile {
  const [only, second] = files.filter(({ path }) => /\.zip$/i.test(path));
  // An archive can be made that holds itself.
  if (!only || second || depth === 0) throw new ZipError(words('zip.none', 'holds no experiment of the lab'));
  mustFit([only], () => mostInAll, mostInAll);
  return openBundleArchive(archive.read(only.path) as Uint8Array, mostBytes, mostInAll, depth);
}
