/** Starts the autosave with the page: opens the storage, shows what was saved, and notes what changes from then on. */

import { debounce, isEqual } from 'es-toolkit';
import { fromRecords, type Saved } from '../../document/records';
import { viewOf } from '../../document/view';
import { defaultExperiment } from '../../experiment/defaults';
import { trainsAlike } from '../../experiment/edit';
import { isVisited } from '../../platform/address';
import type { PageDocument } from '../document/pageDocument';
import type { Database } from '../library/database';
import { DatabaseConnection } from '../library/databaseConnection';
import { readSaved } from '../library/savedExperiments';
import { storageLostNotices } from '../notices/messages';
import type { Notices } from '../notices/notices';
import type { Session } from '../session/session';
import type { Autosave } from './autosave';
import { goOnWithSweep } from './goOnWithSweep';
import type { TabChannel } from './tabChannel';

/** How long the moment stays before it is written, in milliseconds: a drag across the slider writes where it ends. */
const momentDelay = 400;

/** How long the page waits for its storage before it opens without, in milliseconds. */
const openTimeout = 4000;

interface Parts {
  autosave: Autosave;
  document: PageDocument;
  session: Session;
  notices: Notices;
  tabs: TabChannel;
}

/**
 * Opens the storage, and shows what the page held when it was left. Resolves when that is on the page, or as soon as it is
 * clear that it will not be; never rejects. A storage that fails is tried again with each change that would be written, and
 * when the tab is shown again.
 * @param linkOpened whether the page's address is a link, and its experiment is shown
 * @returns whether the storage opened and has no experiment, as at a first visit
 */
export function startAutosave(parts: Parts, linkOpened: boolean): Promise<{ isEmpty: boolean }> {
  const { autosave, document, session, notices } = parts;
  return new Promise((resolve) => {
    let late = false;
    let isEmpty = false;
    const openWithout = () => {
      late = true;
      resolve({ isEmpty });
    };
    const timer = setTimeout(() => {
      notices.say(storageLostNotices.waits);
      openWithout();
    }, openTimeout);
    const database = new DatabaseConnection({
      blocked() {
        clearTimeout(timer);
        notices.say(storageLostNotices.blocked);
        openWithout();
      },
      async blocking() {
        await autosave.flush();
        // Nor is it opened again, which would be in the newer version's way.
        autosave.reopen = null;
        autosave.state.setState({ database: null });
        notices.say(storageLostNotices.newerVersion);
      },
      closed: () => void autosave.writeAnew(),
    });
    const showLast = async () => {
      autosave.state.setState({ database });
      notices.close('storage');
      // Where the page opened without, something may have been begun, which is saved beside what there was.
      const isEdited = late && isTouched(document, session);
      const remembered = autosave.rememberedId;
      const saved = isEdited
        ? undefined
        : await database
            .use(async (db) => {
              isEmpty = (await db.count('entries')) === 0;
              return lastSaved(db, remembered, linkOpened ? document : null);
            })
            .catch((error) => void autosave.reportStorageError(error, 'reading'));
      const read = saved && fromRecords(saved);
      if (read && !read.ok) notices.say({ id: 'storage', text: () => read.message });
      else if (saved && read && (await autosave.showSaved(saved, read))) goOnWithSweep(parts, saved.entry);
      if (isEdited) autosave.noteChange();
    };
    const open = () => database.use(async () => {});
    watch(parts);
    open()
      .finally(() => clearTimeout(timer))
      .then(showLast)
      .catch(async (error) => {
        late = true;
        autosave.reopen = () => open().then(showLast);
        await autosave.reportStorageError(error, 'opening');
      })
      .finally(() => resolve({ isEmpty }));
  });
}

/**
 * Reads the experiment this tab had, or else the one that was changed last. Under the address of a link only what this tab
 * had of it, and only where the page is reloaded: who follows the link anew wants it as it was sent.
 * @param linked the document that a link was opened in, or null
 */
async function lastSaved(
  db: Database,
  rememberedId: string | null,
  linked: PageDocument | null,
): Promise<Saved | undefined> {
  const own = rememberedId === null ? undefined : await readSaved(db, rememberedId);
  if (linked) {
    const { experiment } = linked.experiment.getState();
    const again = !isVisited() && own;
    const read = again ? fromRecords(again) : null;
    return again && read?.ok && trainsAlike(read.document.experiment, experiment) ? again : undefined;
  }
  if (own) return own;
  const [latest] = (await db.getAll('entries')).sort((a, b) => b.changedAt - a.changedAt);
  return latest && readSaved(db, latest.id);
}

/** Whether the page holds anything but what it first comes with. */
const isTouched = (document: PageDocument, session: Session) =>
  session.runs.getState().state !== 'empty' ||
  !trainsAlike(document.experiment.getState().experiment, defaultExperiment());

/** Notes what changes on the page, and writes before the page may be gone. */
function watch({ autosave, document: page, session, tabs }: Parts): void {
  const noteMoment = debounce(() => autosave.noteChange(), momentDelay);
  page.experiment.subscribe(() => autosave.noteChange());
  page.sweeps.subscribe(() => autosave.noteChange());
  page.view.subscribe((now, before) => {
    // Where another tab has the experiment, a change of the view is none that someone could miss.
    if (now.dialog !== before.dialog || autosave.state.getState().lockedElsewhere) return;
    if (now.moment !== before.moment) noteMoment();
    // What is open is in no document, and a long probe is megabytes to write.
    else if (!isEqual(viewOf(now), viewOf(before))) autosave.noteChange();
  });
  // Losses alone are written with the next checkpoint: without it they would be trained again anyway.
  const written = ['state', 'checkpoints', 'evaluations', 'failures', 'gentler'] as const;
  session.runs.subscribe((now, before) => {
    const probed = now.attentionProbe !== before.attentionProbe && now.state !== 'training';
    if (probed || written.some((key) => now[key] !== before[key])) autosave.noteChange();
  });
  let { toGoOn } = session.sweeps;
  session.sweeps.state.subscribe(() => {
    const now = session.sweeps.toGoOn;
    if (!isEqual(now, toGoOn)) autosave.noteChange();
    toGoOn = now;
  });
  tabs.listen((message) => {
    if (message.type === 'handOver') void autosave.handOver(message.id);
  });
  // A hidden page may be discarded without another word.
  document.addEventListener('visibilitychange', async () => {
    if (document.visibilityState === 'visible') return void autosave.reopenStorage();
    noteMoment.flush();
    void autosave.flush();
    await session.checkpoint();
    await autosave.flush();
  });
  window.addEventListener('pagehide', () => {
    noteMoment.flush();
    void autosave.flush();
  });
}
