/** Finds a bundle's files in an archive: at its top, or in a folder where it was unpacked and packed again. */
import { mustFit, ZipArchive, ZipError } from '../../export/unzip';

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
 * @throws ZipError where it is no zip archive, holds no bundle or several, or a file or all of them are too large
 */
export function openBundleArchive(
  bytes: Uint8Array,
  mostBytes: (path: string) => number | null,
  mostInAll: number,
): ReadFile {
  const archive = new ZipArchive(bytes);
  const files = archive.entries.filter(({ path }) => !path.endsWith('/') && !isSystems(path));
  const folders = files.flatMap(({ path }) =>
    path === manifestPath || path.endsWith(`/${manifestPath}`) ? [path.slice(0, -manifestPath.length)] : [],
  );
  const depth = (folder: string) => folder.split('/').length;
  const top = folders.filter((folder) => depth(folder) === Math.min(...folders.map(depth)));
  const [folder, second] = top;
  if (folder === undefined) return openOnlyArchive(archive, files, mostBytes, mostInAll);
  if (second !== undefined)
    throw new ZipError(`holds more than one experiment: “${folder}” and “${second}”. Pack one of them alone`);
  const own = files
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, size }) => ({ path: path.slice(folder.length), size }))
    .filter(({ path }) => mostBytes(path) !== null);
  mustFit(own, (path) => mostBytes(path) ?? 0, mostInAll);
  return (path) => archive.read(folder + path);
}

/** Opens the one archive in an archive, as some programs pack what they download. */
function openOnlyArchive(
  archive: ZipArchive,
  files: ZipArchive['entries'],
  mostBytes: (path: string) => number | null,
  mostInAll: number,
): ReadFile {
  const [only, second] = files;
  if (!only || second || !/\.zip$/i.test(only.path)) throw new ZipError('holds no experiment of the lab');
  mustFit([only], () => mostInAll, mostInAll);
  return openBundleArchive(archive.read(only.path) as Uint8Array, mostBytes, mostInAll);
}
