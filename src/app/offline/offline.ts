/**
 * The built page as the browser keeps it for use without a network, and the new version that may be waiting for it. A new
 * version never takes over by itself, nor while this page or another one of the lab trains.
 */
import { Workbox } from 'workbox-window';
import { create } from 'zustand';
import { useRuns } from '../session/runsStore';

interface Kept {
  /** What the browser does with the page: nothing known yet, kept, or a sentence that says why not. */
  kept: 'unknown' | 'kept' | { trouble: string };
  /** A new version waits, or has taken over because another page asked for it. */
  update: 'none' | 'waiting' | 'replaced';
  /** Why the update could not be had now. */
  refusal: string | null;
}

export const useKept = create<Kept>()(() => ({ kept: 'unknown', update: 'none', refusal: null }));

/** Held by each page that trains, and by one that changes the version. Copies of the lab elsewhere on the host have their own. */
const lockName = `attention-lab ${new URL('.', document.baseURI).pathname}`;
let letGo: (() => void) | null = null;
let workbox: Workbox | null = null;
/** The reader asked here for the version that takes over. */
let asked = false;

function holdWhileTraining(): void {
  const { state } = useRuns.getState();
  const trains = state === 'training' || state === 'loading';
  if (trains && !letGo) {
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    void navigator.locks.request(lockName, { mode: 'shared' }, () => until);
  }
  if (!trains && letGo) {
    letGo();
    letGo = null;
  }
}

function trouble(reason: string): void {
  const sentence = `This browser has not kept the lab for use without a network: ${reason}`;
  useKept.setState({ kept: { trouble: sentence } });
}

/** Has the browser keep the page. Only the built one has a service worker, and only over HTTPS or on this machine. */
export async function keepPage(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator && 'locks' in navigator)) return;
  useRuns.subscribe(holdWhileTraining);
  let controlled = navigator.serviceWorker.controller !== null;
  const worker = new Workbox(new URL('sw.js', document.baseURI).href);
  worker.addEventListener('waiting', () => useKept.setState({ update: 'waiting', refusal: null }));
  worker.addEventListener('controlling', () => {
    // The first one takes nothing's place.
    if (asked) location.reload();
    else if (controlled) useKept.setState({ update: 'replaced', refusal: null });
    controlled = true;
  });
  worker.addEventListener('redundant', () => {
    // What was kept before a new version failed is still there.
    if (useKept.getState().kept === 'unknown') trouble('not all of its files could be fetched and stored.');
  });
  workbox = worker;
  try {
    await worker.register();
    await navigator.serviceWorker.ready;
    useKept.setState({ kept: 'kept' });
  } catch (error) {
    trouble(error instanceof Error ? error.message : String(error));
  }
}

/** Reloads the page as its new version, unless a page of the lab trains. */
export async function takeUpdate(): Promise<void> {
  if (useKept.getState().update === 'replaced') return location.reload();
  await navigator.locks.request(lockName, { ifAvailable: true }, (lock) => {
    asked = lock !== null;
    if (asked) workbox?.messageSkipWaiting();
    else useKept.setState({ refusal: 'The lab trains in another tab. Pause it there, then try again.' });
  });
}
