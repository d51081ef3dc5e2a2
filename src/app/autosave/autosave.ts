/**
 * Saves what the page holds as one experiment: written in the background a moment after it changes, shown again when the
 * page is opened. Where it cannot be written a notice tells why, and the lab works without.
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DocumentWithTakes } from '../../document/document';
import type { KeptDocument } from '../../document/keptDocument';
import { fromRecords, type Named, type Saved, toRecords } from '../../document/records';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { keepValue, keptValue } from '../../platform/keptValues';
import { uniqueId } from '../../platform/random';
import { restoreDocument, snapshotDocument } from '../document/documentSnapshot';
import type { PageDocument } from '../document/pageDocument';
import type { DatabaseConnection } from '../library/databaseConnection';
import { freeName, readSaved, writeSaved } from '../library/savedExperiments';
import type { StorageUseCase } from '../library/storageFault';
import { noticeDeviceChange } from '../notices/deviceChange';
import { interruptedNotice, openElsewhereNotice, savedAnewNotice, storageNotice } from '../notices/messages';
import type { Notices } from '../notices/notices';
import type { Session } from '../session/session';
import { siteName } from '../siteName';
import { type ExperimentLock, isLocked, lockExperiment } from './experimentLock';
import type { TabChannel } from './tabChannel';

/** How long after a change it is written, in milliseconds; a throttle: changes in between do not put it off. */
const writeDelay = 400;

/** What the library shows of the autosave. */
export interface AutosaveState {
  /** null where there is no storage, or not yet. */
  database: DatabaseConnection | null;
  /** The page's experiment as the library has it; its id is new where it has not been written yet. */
  current: Named;
  /** Another tab holds the lock of this experiment, and this one writes nothing. */
  lockedElsewhere: boolean;
}

const freshlyNamed = (name: string): Named => ({ id: uniqueId(), name, createdAt: Date.now() });
const copyOf = ({ name }: Named): Named => freshlyNamed(t('app.autosave.copyName', { name }));

/** What an autosave reads and tells. */
export interface AutosaveOptions {
  document: PageDocument;
  session: Session;
  notices: Notices;
  tabs: TabChannel;
}

/** Saves one experiment at a time, that of the page. */
export class Autosave {
  readonly state: StoreApi<AutosaveState> = createStore<AutosaveState>()(() => ({
    database: null,
    current: freshlyNamed(t('app.autosave.newName')),
    lockedElsewhere: false,
  }));
  private readonly document: PageDocument;
  private readonly session: Session;
  private readonly notices: Notices;
  private readonly tabs: TabChannel;
  private lock: ExperimentLock | null = null;
  /** What the database has of the current experiment. */
  private written: Saved<KeptDocument> | null = null;
  /** The page holds changes that are not written yet. */
  private changed = false;
  /** No change is noted while another experiment is put on the page. */
  private paused = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Opens a storage that failed; rejects where it fails again. null where it is open, or is not to be opened. */
  reopen: (() => Promise<void>) | null = null;
  /** Settles with the last write, as writes run one after another. */
  private writing: Promise<void> = Promise.resolve();

  /** Writes nothing before it has a database. @see startAutosave */
  constructor({ document, session, notices, tabs }: AutosaveOptions) {
    this.document = document;
    this.session = session;
    this.notices = notices;
    this.tabs = tabs;
  }

  /** Id of the experiment that this tab had when it was reloaded; null in a new tab. */
  get rememberedId(): string | null {
    return keptValue('sessionStorage', rememberedKey());
  }

  /** Notes a change, and writes it after the delay. */
  noteChange(): void {
    if (this.paused) return;
    this.changed = true;
    this.timer ??= setTimeout(() => void this.flush(), writeDelay);
  }

  /** Writes changes at once; resolves when all is written or a notice tells why not. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** Writes what the page holds, although nothing of it has changed. */
  async writeNow(): Promise<void> {
    this.changed = true;
    await this.flush();
  }

  /** Writes what the page holds, where that was saved: the database may have lost it. */
  async writeAnew(): Promise<void> {
    if (this.written) this.changed = true;
    await this.flush();
  }

  /** Puts a saved experiment on the page in place of what is there, which is written first. @returns a refusal, or null */
  async open(id: string): Promise<string | null> {
    const { database } = this.state.getState();
    if (!database) return t('app.autosave.noStorage');
    await this.pauseAndWrite();
    const saved = await database.use((db) => readSaved(db, id));
    if (!saved) return t('app.library.gone');
    const read = fromRecords(saved);
    if (!read.ok) return read.message;
    await this.replacePage(saved, read);
    return null;
  }

  /**
   * Puts a saved experiment on a page that trained nothing, and acquires its lock.
   * @param opened what the records hold @returns whether this tab holds the lock
   */
  async showSaved(
    saved: Saved,
    { document: opened, takes }: DocumentWithTakes<KeptDocument>,
  ): Promise<boolean> {
    const { runs } = this.session;
    this.paused = true;
    const { interrupted } = restoreDocument(this.document, runs, opened);
    this.session.takes.restore(takes);
    this.paused = false;
    if (interrupted) this.notices.say(interruptedNotice);
    noticeDeviceChange(opened.backend, runs, this.notices);
    const { id, name, createdAt } = saved.entry;
    this.changed = false;
    this.written = saved;
    this.state.setState({ current: { id, name, createdAt } });
    remember(id);
    return this.acquire(id);
  }

  /**
   * Pauses, writes everything, holds the lock until it is stolen, and tells the tab that takes the experiment over; only
   * where this tab has it.
   */
  async handOver(id: string): Promise<void> {
    if (!this.lock || id !== this.state.getState().current.id) return;
    await this.pauseAndWrite();
    this.tabs.post({ type: 'handedOver', id });
  }

  /** Begins another experiment: what is there is written, and `change` puts the new one on the page. */
  async startNew(name: string, change: () => void | Promise<void>): Promise<void> {
    await this.pauseAndWrite();
    this.paused = true;
    try {
      await this.session.clear();
      await change();
    } finally {
      this.paused = false;
    }
    this.changed = false;
    this.switchTo(freshlyNamed(name));
  }

  /**
   * Begins another experiment at once, as for a link: what is on the page now is written as it is, and training is not
   * paused.
   */
  startNewAtOnce(name: string): void {
    const { database, current, lockedElsewhere } = this.state.getState();
    if (!database) return;
    if (this.changed || this.session.sweeps.underWay !== null) {
      const held = this.snapshot();
      const takes = this.session.takes.documents();
      const named = lockedElsewhere ? copyOf(current) : current;
      const before = lockedElsewhere ? null : this.written;
      this.writing = this.writing
        .then(async () => {
          const known = before ? named : await this.withFreeName(database, named);
          await database.use((db) => writeSaved(db, toRecords(held, known, takes), before));
        })
        .catch((error) => this.reportStorageError(error, 'writing'));
    }
    this.changed = false;
    this.switchTo(freshlyNamed(name));
  }

  /** Saves what is on this page as an experiment of its own; the other tab's stays as it is there. */
  async workOnCopy(): Promise<void> {
    this.switchTo(copyOf(this.state.getState().current));
    await this.writeNow();
  }

  /** Takes the lock from another tab and shows what that has written; changes made here meanwhile are saved as a copy. */
  async takeOver(): Promise<void> {
    const { current, database } = this.state.getState();
    if (this.changed) await this.workOnCopy();
    if (await isLocked(current.id)) await this.tabs.requestHandOver(current.id);
    await this.acquire(current.id, true);
    const saved = await database?.use((db) => readSaved(db, current.id));
    const read = saved && fromRecords(saved);
    if (saved && read?.ok) await this.replacePage(saved, read);
  }

  /** Renames the page's experiment, which can be undone. */
  rename(name: string): void {
    const { name: before } = this.state.getState().current;
    const set = (given: string) => {
      this.state.setState(({ current }) => ({ current: { ...current, name: given } }));
      this.noteChange();
    };
    set(name);
    this.document.history.change(
      () => t('app.autosave.renamed', { name: isolated(name) }),
      () => true,
      { offersUndo: false, sideEffects: { undo: () => set(before), redo: () => set(name) } },
    );
  }

  /** Says in a notice why something could not be kept. */
  async reportStorageError(error: unknown, during: StorageUseCase): Promise<void> {
    const openLibrary = () => this.document.view.getState().set({ dialog: { kind: 'library' } });
    this.notices.say(await storageNotice(error, during, openLibrary));
  }

  /** Opens the storage where it failed before. Never rejects: what failed was told the first time. */
  async reopenStorage(): Promise<void> {
    const { reopen } = this;
    if (!reopen) return;
    this.reopen = null;
    try {
      await reopen();
    } catch (error) {
      console.warn(error);
      this.reopen = reopen;
    }
  }

  private async write(): Promise<void> {
    if (this.changed) await this.reopenStorage();
    const { database, current, lockedElsewhere } = this.state.getState();
    if (!this.changed || !database || lockedElsewhere) return;
    this.changed = false;
    try {
      if (!this.lock && !(await this.acquire(current.id))) {
        this.changed = true;
        return;
      }
      const { written } = this;
      const named = written ? current : await this.withFreeName(database, current);
      const saved = toRecords(
        this.snapshot(),
        { ...named, ...this.session.sweeps.toGoOn },
        this.session.takes.documents(),
      );
      const { wasGone } = await database.use((db) => writeSaved(db, saved, written));
      this.notices.close('storage');
      if (wasGone) this.notices.say(savedAnewNotice);
      // Meanwhile the page may hold another.
      if (this.state.getState().current.id === current.id) {
        this.written = saved;
        remember(current.id);
      }
      this.tabs.post({ type: 'changed' });
    } catch (error) {
      this.changed = true;
      await this.reportStorageError(error, 'writing');
    }
  }

  /** Renames an experiment that is about to be written for the first time where its name is taken, as two tabs may begin alike. */
  private async withFreeName(database: DatabaseConnection, current: Named): Promise<Named> {
    const name = await database.use((db) => freeName(db, current.name, current.id));
    const named = { ...current, name };
    // Meanwhile it may have been renamed, or another be on the page.
    if (this.state.getState().current === current) this.state.setState({ current: named });
    return named;
  }

  /** Acquires the lock of an experiment, where this tab does not hold it. @returns whether it holds it now */
  private async acquire(id: string, steal = false): Promise<boolean> {
    if (this.lock?.id === id) return true;
    const acquired = await lockExperiment(id, steal, () => {
      this.lock = null;
      this.state.setState({ lockedElsewhere: true });
      // Its results would be written nowhere.
      void this.session.sweeps.stop();
      this.reportLockedElsewhere('taken');
    });
    if (acquired) {
      this.lock?.release();
      this.lock = acquired;
      this.notices.close('elsewhere');
    }
    this.state.setState({ lockedElsewhere: !acquired });
    if (!acquired) this.reportLockedElsewhere('open');
    return acquired !== null;
  }

  private reportLockedElsewhere(how: 'open' | 'taken'): void {
    this.notices.say(
      openElsewhereNotice(
        how,
        () => void this.takeOver(),
        () => void this.workOnCopy(),
      ),
    );
  }

  /** Shows a saved experiment in place of what was trained. */
  private async replacePage(saved: Saved, opened: DocumentWithTakes<KeptDocument>): Promise<void> {
    // What is reset at once is followed at once by what takes its place; the worker may take its time.
    const stopped = this.session.clear();
    await this.showSaved(saved, opened);
    await stopped;
  }

  /**
   * Pauses training, with a checkpoint, stops the sweep under way, and writes everything; as a copy, where another tab has the
   * experiment.
   */
  private async pauseAndWrite(): Promise<void> {
    await Promise.all([this.session.pause(), this.session.sweeps.stop()]);
    if (this.changed && this.state.getState().lockedElsewhere) await this.workOnCopy();
    await this.flush();
  }

  /** Makes this the page's experiment, not yet written, and releases the lock of the one before. */
  private switchTo(current: Named): void {
    this.lock?.release();
    this.lock = null;
    this.written = null;
    this.notices.close('elsewhere');
    this.state.setState({ current, lockedElsewhere: false });
  }

  private snapshot(): KeptDocument {
    return snapshotDocument(this.document, this.session.runs.getState());
  }
}

const rememberedKey = () => siteName('experiment');
/** Has this tab show the experiment again when it is reloaded. */
const remember = (id: string) => keepValue('sessionStorage', rememberedKey(), id);
