/** Opens the storage when the page opens: what was there is shown again, and from then on what changes is kept. */

import { fromRecords, type Saved } from '../../document/records';
import { defaultExperiment } from '../../experiment/defaults';
import { trainsAlike } from '../../experiment/edit';
import { useExperiment } from '../document/experimentStore';
import { useView } from '../document/viewStore';
import { type Database, openDatabase, readSaved } from '../library/database';
import { beforeLink, useLink } from '../links/openLink';
import { sayStorage } from '../notices/messages';
import { say, unsay } from '../notices/notices';
import { useRuns } from '../session/runsStore';
import { session } from '../session/session';
import { flush, handOver, makeRoom, noteChange, present, rememberedId, useKeeping } from './autosave';
import { hearPages } from './tabChannel';

/** How long the page waits for its storage before it opens without, in milliseconds. */
const openPatience = 4000;

/**
 * The experiment this tab had, or else the one that was changed last. Under the address of a link only what this tab had
 * of it, and only where the page is loaded again: who follows the link anew wants it as it was sent.
 */
async function last(db: Database): Promise<Saved | undefined> {
  const id = rememberedId();
  const own = id === null ? undefined : await readSaved(db, id);
  if (useLink.getState().opened) {
    const { experiment } = useExperiment.getState();
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const again = navigation?.type !== 'navigate' && own;
    const read = again ? fromRecords(again) : null;
    return again && read?.ok && trainsAlike(read.document.experiment, experiment) ? again : undefined;
  }
  if (own) return own;
  const [latest] = (await db.getAll('entries')).sort((a, b) => b.changedAt - a.changedAt);
  return latest && readSaved(db, latest.id);
}

/**
 * Opens the storage, and shows what the page held when it was left. Resolves when that is on the page, or as soon as it is
 * clear that it will not be.
 */
export function startKeeping(): Promise<void> {
  return new Promise((resolve) => {
    let late = false;
    const goOnWithout = () => {
      late = true;
      resolve();
    };
    const timer = setTimeout(goOnWithout, openPatience);
    openDatabase({
      blocked() {
        say({
          id: 'storage',
          text: 'Another tab has an earlier version of the lab open, and with it the storage. Close or reload that tab; until then this page keeps nothing.',
        });
        goOnWithout();
      },
      async wanted() {
        await flush();
        useKeeping.setState({ db: null });
        say({
          id: 'storage',
          text: 'A newer version of the lab was opened in another tab. This page works on but keeps nothing from now on: reload it to have the newer version too.',
        });
      },
      ended() {
        useKeeping.setState({ db: null });
        say({
          id: 'storage',
          text: 'The browser has closed its storage, so nothing is kept from now on. Reload the page to have it again.',
        });
      },
    })
      .then(async (db) => {
        clearTimeout(timer);
        useKeeping.setState({ db });
        unsay('storage');
        listen();
        // Who could not wait may have begun something, which is kept beside what there was.
        const begun = late && isTouched();
        const saved = begun ? undefined : await last(db);
        const read = saved && fromRecords(saved);
        if (read && !read.ok) say({ id: 'storage', text: read.message });
        else if (saved && read) await present(saved, read.document);
        if (begun) noteChange();
      })
      .catch(sayStorage)
      .finally(resolve);
  });
}

/** Whether the page holds anything but what it first comes with. */
const isTouched = () =>
  useRuns.getState().state !== 'empty' ||
  !trainsAlike(useExperiment.getState().experiment, defaultExperiment());

/** Notes what changes on the page, from now on. */
function listen(): void {
  useExperiment.subscribe(noteChange);
  useView.subscribe((now, before) => {
    // Where another page keeps it, a look around is no change that someone could miss.
    if (now.dialog === before.dialog && !useKeeping.getState().elsewhere) noteChange();
  });
  // Losses alone are written with the next checkpoint: without it they would be trained again anyway.
  const told = ['state', 'checkpoints', 'evaluations', 'failures', 'gentler'] as const;
  useRuns.subscribe((now, before) => {
    const looked = now.look !== before.look && now.state !== 'training';
    if (looked || told.some((key) => now[key] !== before[key])) noteChange();
  });
  beforeLink(() => makeRoom('From a link'));
  hearPages((message) => {
    if (message.type === 'handOver') void handOver(message.id);
  });
  // A hidden page may be discarded without another word.
  document.addEventListener('visibilitychange', async () => {
    if (document.visibilityState === 'visible') return;
    void flush();
    await session.keep();
    await flush();
  });
  window.addEventListener('pagehide', () => void flush());
}
