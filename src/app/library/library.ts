/** What can be done with saved experiments beside keeping the one on the page. */

import type { Entry, Saved } from '../../document/records';
import { defaultExperiment } from '../../experiment/defaults';
import { begin, flush, rename, useKeeping } from '../autosave/autosave';
import { isHeld } from '../autosave/experimentLock';
import { tellPages } from '../autosave/tabChannel';
import { useExperiment } from '../document/experimentStore';
import { history } from '../document/history';
import { useRuns } from '../session/runsStore';
import { type Database, deleteSaved, readSaved, writeSaved } from './database';

function need(): Database {
  const { db } = useKeeping.getState();
  if (!db) throw new Error('The browser gives this page no storage, so there are no saved experiments.');
  return db;
}

/** Those whose name, or that of a run, has every word of `search`; the last changed first. */
export async function listSaved(search: string): Promise<Entry[]> {
  await flush();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ name, runs }: Entry) => {
    const text = [name, ...runs].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return (await need().getAll('entries')).filter(fits).sort((a, b) => b.changedAt - a.changedAt);
}

/** A fresh experiment on the page; what was there stays in the library. */
export async function beginNew(): Promise<void> {
  const names = new Set((await need().getAll('entries')).map(({ name }) => name));
  await begin(freeName('My experiment', names), () => {
    useExperiment.setState({ experiment: defaultExperiment(), ownText: null, error: null });
    history.clear();
    useRuns.getState().clear();
  });
}

export async function duplicate(id: string): Promise<void> {
  const db = need();
  await flush();
  const saved = await readSaved(db, id);
  if (!saved) throw new Error(gone);
  const names = new Set((await db.getAll('entries')).map(({ name }) => name));
  const now = Date.now();
  const copy = { id: crypto.randomUUID(), name: freeName(`${saved.entry.name} copy`, names) };
  await writeSaved(
    db,
    {
      ...saved,
      entry: { ...saved.entry, ...copy, createdAt: now, changedAt: now },
      contents: { ...saved.contents, id: copy.id },
    },
    null,
  );
  tellPages({ type: 'changed' });
}

export async function renameSaved(id: string, name: string): Promise<void> {
  if (id === useKeeping.getState().current.id) {
    rename(name);
    await flush();
    return;
  }
  await refuseIfOpen(id);
  const db = need();
  const entry = await db.get('entries', id);
  if (!entry) throw new Error(gone);
  await db.put('entries', { ...entry, name });
  tellPages({ type: 'changed' });
}

/** Deletes one that is open nowhere. @returns what brings it back */
export async function removeSaved(id: string): Promise<() => Promise<void>> {
  const db = need();
  await refuseIfOpen(id);
  const saved = await readSaved(db, id);
  if (!saved) throw new Error(gone);
  await deleteSaved(db, id);
  tellPages({ type: 'changed' });
  return async () => {
    await writeSaved(need(), saved as Saved, null);
    tellPages({ type: 'changed' });
  };
}

const gone = 'It is not there any more; another page may have deleted it.';

async function refuseIfOpen(id: string): Promise<void> {
  if (await isHeld(id))
    throw new Error('It is open, here or in another tab. Open another experiment there first.');
}

/** `name`, with a number after it where it is taken. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) if (!taken.has(`${name} ${n}`)) return `${name} ${n}`;
}
