/**
 * Notices that a worker's thread is gone, which no event tells: a Web Lock is held for as long as the worker lives. Where there
 * are none, and before the worker has told the lock's name, it is asked again and again whether it is there.
 */
import { webLocks } from '../platform/locks';
import { uniqueId } from '../platform/random';
import { afterSeconds } from '../platform/seconds';

let lockName: Promise<string | null> | null = null;

/** In the worker: acquires the lock with the first call. @returns its name; null where there are no locks */
export function livenessLock(): Promise<string | null> {
  lockName ??= acquireLock();
  return lockName;
}

async function acquireLock(): Promise<string | null> {
  const locks = await webLocks();
  if (!locks) return null;
  const name = `attention-lab:worker:${uniqueId()}`;
  return new Promise((resolve) => {
    locks
      .request(name, () => {
        resolve(name);
        return new Promise(() => {});
      })
      .catch(() => resolve(null));
  });
}

/** Resolves once no one holds the lock. Rejects where the browser gives none, or on the signal. */
const untilFree = async (locks: LockManager, name: string, signal: AbortSignal) =>
  locks.request(name, { signal }, () => {});

/** Seconds that a worker may take for an answer. */
export interface Patience {
  /** For the lock's name, the first thing it is asked. */
  first: number;
  /** Without locks, while it may be in the midst of one step. */
  later: number;
}

/** Seconds between two questions where there are no locks. */
const pause = 5;

/**
 * Outside of the worker: calls back, at most once, when it has ended.
 * @param ask the worker's livenessLock()
 * @returns what ends the watch
 */
export function watchWorker(
  ask: () => Promise<string | null>,
  { first, later }: Patience,
  onEnd: () => void,
): () => void {
  let stop = () => {};
  const ending = new AbortController();
  const { signal } = ending;
  const end = () => {
    if (signal.aborted) return;
    ending.abort();
    onEnd();
  };
  const within = async (seconds: number) => {
    stop = afterSeconds(seconds, end);
    const name = await ask();
    stop();
    return name;
  };
  const warn = (error: unknown) => {
    if (!signal.aborted) console.warn(error);
  };
  const watch = async () => {
    const name = await within(first);
    const locks = name === null ? undefined : await webLocks();
    // Where the browser lists locks and gives none, it is as where it has none.
    if (name !== null && locks) await untilFree(locks, name, signal).then(end, warn);
    while (!signal.aborted) {
      await new Promise<void>((resolve) => {
        stop = afterSeconds(pause, resolve);
      });
      if (!signal.aborted) await within(later);
    }
  };
  // What the worker rejects with is told by the call that asked for it.
  watch().catch(console.warn);
  return () => {
    ending.abort();
    stop();
  };
}
