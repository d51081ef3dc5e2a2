/**
 * Everything of an experiment as one file: a zip archive of its document, and of the takes beside it, each in a folder of its own.
 * The same content is always written as the same bytes.
 */

import { DamagedZipError, ZipError } from '../../export/unzip';
import { zipped } from '../../export/zip';
import { isolated } from '../../format/visible';
import { words } from '../../format/words';
import type { Bundle, LabDocument } from '../document';
import { bundleMaxBytes, documentFiles, mostBytesOf, readDocument } from './bundleDocument';
import { manifestPath, openBundleArchive, type ReadFile } from './bundleFiles';

/** A file that cannot be opened; the message is for the user. */
export class BundleError extends Error {}

/** The folder of a take, from 0, oldest first. */
const takeFolder = (index: number) => `takes/${index + 1}/`;
const inTake = /^takes\/[1-9]\d{0,3}\//;

/**
 * Writes a document, and the takes beside it, as a zip archive; equal documents give equal bytes.
 * @throws Error where a document is not valid
 */
export function writeBundle({ name, document, takes }: Bundle): Uint8Array<ArrayBuffer> {
  const files = takes.flatMap((take, i) =>
    documentFiles(take).map((file) => ({ ...file, path: takeFolder(i) + file.path })),
  );
  return zipped([...documentFiles(document, name), ...files]);
}

/** Reads a document and its takes. @throws BundleError where the bytes are no such file, not a whole one, or of a later version */
export function readBundle(bytes: Uint8Array, name: string): Bundle {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof ZipError)
      throw new BundleError(
        words('file.isAndAdvice', '{{file}} {{what}}. {{advice}}', {
          file: isolated(name),
          what: error.message,
          advice: error instanceof DamagedZipError ? getAnother() : whatToDo(),
        }),
      );
    throw new BundleError(
      words('file.unopened', '{{file}} cannot be opened. {{why}}', {
        file: isolated(name),
        why: error instanceof Error ? error.message : String(error),
      }),
    );
  }
}

const whatToDo = () =>
  words(
    'file.chooseOther',
    'Choose a file that the lab saved with “Save everything”. A text to train on goes into “Your own text”, under Data.',
  );

const getAnother = () =>
  words('file.getAnew', 'Get the file anew from where it came from: nothing of it was opened.');

/** Reads a document and its takes from a file. @throws BundleError as readBundle, and where the file is too large or cannot be read */
export async function readBundleFile(file: Blob, name: string): Promise<Bundle> {
  if (file.size > bundleMaxBytes)
    throw new BundleError(
      words('file.tooLarge', '{{file}} has {{size}}, and the limit is {{most}}.', {
        file: isolated(name),
        size: { bytes: file.size },
        most: { bytes: bundleMaxBytes },
      }),
    );
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    throw new BundleError(
      words('file.unreadable', '{{file}} could not be read. Is it a file, and is it still there?', {
        file: isolated(name),
      }),
    );
  }
  return readBundle(new Uint8Array(bytes), name);
}

function read(bytes: Uint8Array): Bundle {
  const mostBytes = (path: string) => mostBytesOf(path.replace(inTake, ''));
  const files = openBundleArchive(bytes, mostBytes, bundleMaxBytes);
  const { name, document } = readDocument(files);
  const takes: LabDocument[] = [];
  for (let folder = takeFolder(0); files(folder + manifestPath); folder = takeFolder(takes.length))
    takes.push(readTake(takes.length + 1, (path) => files(folder + path)));
  return { name, document, takes };
}

function readTake(number: number, files: ReadFile): LabDocument {
  try {
    return readDocument(files).document;
  } catch (error) {
    if (error instanceof ZipError || !(error instanceof Error)) throw error;
    throw new Error(words('file.inTake', 'Take {{number}} in it: {{why}}', { number, why: error.message }));
  }
}
