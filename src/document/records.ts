/** A document as the records of IndexedDB, each of which can be read and written without the others. */
import { sumBy } from 'es-toolkit';
import { totalSteps } from '../experiment/schema';
import { isolated } from '../format/visible';
import { words } from '../format/words';
import { captureBytes } from '../measure/capture';
import { mustBeConsistent } from './consistency';
import { type DocumentWithTakes, documentSchema, type LabDocument, parseStored } from './document';
import type { KeptDocument } from './keptDocument';

/** A saved experiment as the library lists it. */
export interface Entry {
  id: string;
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  changedAt: number;
  /** Names of the runs. */
  runs: string[];
  /** Trained so far, of `steps`. */
  step: number;
  steps: number;
  /** Estimate of the storage it takes. */
  bytes: number;
  /** Id of the sweep that trained when it was written, which goes on once the page is back; earlier labs did not tell. */
  sweepUnderWay?: string | null;
  /** Ids of the sweeps that waited for it, the next one first. */
  sweepsWaiting?: readonly string[];
}

/** What a document does not say of its saved experiment. */
export type Named = Pick<Entry, 'id' | 'name' | 'createdAt' | 'sweepUnderWay' | 'sweepsWaiting'>;

/**
 * A document but its text, checkpoints, captures and sweeps, of the version that it says; one that says none is of the first. At most
 * 100,000 steps of 8 runs, which are 13 MB.
 */
export type Contents = Omit<LabDocument, 'ownText' | 'checkpoints' | 'captures' | 'sweeps'> & { id: string };

/** A saved experiment; its checkpoints may be packed where it is written. */
export interface Saved<Document extends KeptDocument = LabDocument> {
  entry: Entry;
  contents: Contents;
  ownText: LabDocument['ownText'];
  checkpoints: Document['checkpoints'];
  captures: LabDocument['captures'];
  sweeps: LabDocument['sweeps'];
  /** The experiment as it was trained with other shared settings, oldest first. */
  takes: readonly Document[];
}

/** Splits a document into records; text, checkpoints, captures, sweeps and takes are the same objects. */
export function toRecords<Document extends KeptDocument>(
  document: Document,
  { id, name, createdAt, sweepUnderWay = null, sweepsWaiting = [] }: Named,
  takes: readonly Document[] = [],
): Saved<Document> {
  const { ownText, checkpoints, captures, sweeps, ...rest } = document;
  const contents = { id, ...rest };
  const bytes =
    byteSize(contents) +
    byteSize(ownText) +
    byteSize(checkpoints) +
    bytesOfCaptures(captures) +
    byteSize(sweeps) +
    sumBy(takes, (take) => byteSize({ ...take, captures: {} }) + bytesOfCaptures(take.captures));
  const sweeping = { sweepUnderWay, sweepsWaiting };
  const entry = { id, name, createdAt, ...sweeping, changedAt: Date.now(), ...summary(contents), bytes };
  return { entry, contents, ownText, checkpoints, captures, sweeps, takes };
}

/** Estimates their bytes, which takes less time than to look at each of their numbers. */
const bytesOfCaptures = (captures: LabDocument['captures']): number =>
  sumBy(Object.values(captures).flat(), captureBytes);

export type ReadRecords =
  | ({ ok: true } & DocumentWithTakes)
  | { ok: false /** For the user. */; message: string };

/**
 * Joins records of any version into a document. Never throws. Text, checkpoints and captures are the same objects. A take that
 * cannot be read is left out.
 */
export function fromRecords(saved: Saved): ReadRecords {
  const { entry, contents, ownText, checkpoints, captures, sweeps, takes } = saved;
  try {
    const { id: _id, ...rest } = contents;
    const document = parseStored(documentSchema, { ...rest, ownText, checkpoints, captures, sweeps });
    mustBeConsistent({ ...document, checkpoints });
    return {
      ok: true,
      document: { ...document, ownText, checkpoints, captures },
      takes: takes.flatMap(readTake),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      message: words(
        'document.unreadable',
        'The saved experiment “{{name}}” cannot be read. {{why}} It is left as it is; a newer version of the lab may read it.',
        { name: isolated(entry.name), why },
      ),
    };
  }
}

function readTake(take: LabDocument): LabDocument[] {
  try {
    const read = parseStored(documentSchema, take);
    mustBeConsistent(read);
    return [read];
  } catch (error) {
    console.warn(error);
    return [];
  }
}

/** Summarises contents for the library. */
export function summary({
  experiment,
  results,
}: Pick<Contents, 'experiment' | 'results'>): Pick<Entry, 'runs' | 'step' | 'steps'> {
  const { runs } = experiment;
  return {
    runs: runs.map(({ name }) => name),
    step: results.progress?.step ?? 0,
    steps: totalSteps(experiment),
  };
}

/** Estimates how many bytes a value takes when stored. */
export function byteSize(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof ArrayBuffer) return value.byteLength;
  if (value instanceof Blob) return value.size;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [key, entry]) => sum + key.length + byteSize(entry), 0);
}
