/** Lists, copies, renames and deletes saved experiments. */

import type { Entry, Saved } from '../../document/records';
import { defaultExperiment } from '../../experiment/defaults';
import { t } from '../../i18n/i18n';
import { uniqueId } from '../../platform/random';
import type { Autosave } from '../autosave/autosave';
import { isLocked } from '../autosave/experimentLock';
import type { TabChannel } from '../autosave/tabChannel';
import type { PageDocument } from '../document/pageDocument';
import type { DatabaseConnection } from './databaseConnection';
import { deleteSaved, freeName, readSaved, writeSaved } from './savedExperiments';
import { matchesSearch } from './search';
import { trailBytesOf } from './trailStore';

interface LibraryOptions {
  document: PageDocument;
  autosave: Autosave;
  tabs: TabChannel;
}

/** Every method rejects with an Error for the reader where there is no storage, or where the experiment is gone. */
export class Library {
  private readonly document: PageDocument;
  private readonly autosave: Autosave;
  private readonly tabs: TabChannel;

  constructor({ document, autosave, tabs }: LibraryOptions) {
    this.document = document;
    this.autosave = autosave;
    this.tabs = tabs;
  }

  /** Calls the listener when another tab has changed the list. @returns what ends it */
  onChange(listener: () => void): () => void {
    return this.tabs.listen(({ type }) => {
      if (type === 'changed') listener();
    });
  }

  /** Lists those whose name, or that of a run, has every word of `search`; the last changed first. */
  async list(search: string): Promise<Entry[]> {
    await this.autosave.flush();
    const [entries, along] = await this.database.use((db) =>
      Promise.all([db.getAll('entries'), trailBytesOf(db)]),
    );
    return entries
      .filter(({ name, runs }) => matchesSearch(search, [name, ...runs]))
      .map((entry) => ({ ...entry, bytes: entry.bytes + (along.get(entry.id) ?? 0) }))
      .sort((a, b) => b.changedAt - a.changedAt);
  }

  /** Begins a default experiment on the page; what was there stays in the library. */
  async beginNew(): Promise<void> {
    await this.autosave.startNew(await this.freeName(t('app.autosave.newName')), () => {
      this.document.experiment.setState({ experiment: defaultExperiment(), ownText: null, error: null });
      this.document.history.clear();
    });
  }

  /** Saves a copy beside it; the page stays as it is. */
  async duplicate(id: string): Promise<void> {
    const { database } = this;
    await this.autosave.flush();
    const saved = await database.use((db) => readSaved(db, id));
    if (!saved) throw new Error(t('app.library.gone'));
    const now = Date.now();
    const copy = {
      id: uniqueId(),
      name: await this.freeName(t('app.library.copyName', { name: saved.entry.name })),
    };
    const copied: Saved = {
      ...saved,
      entry: {
        ...saved.entry,
        ...copy,
        createdAt: now,
        changedAt: now,
        sweepUnderWay: null,
        sweepsWaiting: [],
      },
      contents: { ...saved.contents, id: copy.id },
    };
    await database.use((db) => writeSaved(db, copied, null));
    this.tabs.post({ type: 'changed' });
  }

  /** Renames a saved experiment. Rejects with an Error where another tab has it open. */
  async rename(id: string, name: string): Promise<void> {
    if (id === this.autosave.state.getState().current.id) {
      this.autosave.rename(name);
      await this.autosave.flush();
      return;
    }
    await refuseIfOpen(id);
    const { database } = this;
    const entry = await database.use((db) => db.get('entries', id));
    if (!entry) throw new Error(t('app.library.gone'));
    await database.use((db) => db.put('entries', { ...entry, name }));
    this.tabs.post({ type: 'changed' });
  }

  /** Deletes one. Rejects with an Error where it is open, here or in another tab. @returns what restores it */
  async remove(id: string): Promise<() => Promise<void>> {
    const { database } = this;
    await refuseIfOpen(id);
    const saved = await database.use((db) => readSaved(db, id));
    if (!saved) throw new Error(t('app.library.gone'));
    await database.use((db) => deleteSaved(db, id));
    this.tabs.post({ type: 'changed' });
    return async () => {
      await this.database.use((db) => writeSaved(db, saved, null));
      this.tabs.post({ type: 'changed' });
    };
  }

  private get database(): DatabaseConnection {
    const { database } = this.autosave.state.getState();
    if (!database) throw new Error(t('app.library.noStorage'));
    return database;
  }

  private freeName(name: string): Promise<string> {
    return this.database.use((db) => freeName(db, name, null));
  }
}

async function refuseIfOpen(id: string): Promise<void> {
  if (await isLocked(id)) throw new Error(t('app.library.openElsewhere'));
}
