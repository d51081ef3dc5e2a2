/** Tells apart why the browser's storage fails. */
import { NoIndexedDb } from '../../platform/indexedDb';

/** Why nothing can be kept, or not now. */
export type StorageFault =
  /** There is no room for it. */
  | 'full'
  /** The database is of a later version of the lab. */
  | 'newerVersion'
  /** A database of an earlier version could not be upgraded. */
  | 'upgrade'
  /** The browser's settings, or the frame that the page is in, allow it no data. */
  | 'refused'
  /** A private window of a browser that gives those no storage. */
  | 'private'
  /** The browser has no IndexedDB here. */
  | 'missing'
  /** The connection is closed, and was not to be had again. */
  | 'closed'
  | 'unknown';

/** What was done when it failed. */
export type StorageUseCase = 'opening' | 'reading' | 'writing';

const nameOf = (error: unknown) => (error instanceof Error ? error.name : '');
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Whether it is worth to open the database anew: its connection is closed, or its server is lost (Safari says UnknownError). */
export const isClosed = (error: unknown): boolean =>
  nameOf(error) === 'InvalidStateError' ||
  nameOf(error) === 'AbortError' ||
  (nameOf(error) === 'UnknownError' && !isRefused(error));

/** Chrome has an UnknownError, with this message, where a person blocks site data. */
const isRefused = (error: unknown) =>
  /^(SecurityError|NotAllowedError)$/.test(nameOf(error)) || /denied|permission/i.test(messageOf(error));

/** Finds the cause of an error of IndexedDB. */
export function storageFault(error: unknown, during: StorageUseCase): StorageFault {
  const name = nameOf(error);
  if (name === 'QuotaExceededError') return 'full';
  if (error instanceof NoIndexedDb) return 'missing';
  if (isRefused(error)) return 'refused';
  if (during === 'opening') {
    if (name === 'VersionError') return 'newerVersion';
    if (name === 'AbortError') return 'upgrade';
    if (name === 'InvalidStateError') return 'private';
  }
  return isClosed(error) || name === 'TimeoutError' ? 'closed' : 'unknown';
}
