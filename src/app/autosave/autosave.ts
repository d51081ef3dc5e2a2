/**
 * Keeps what the page holds as one saved experiment: written in the background a moment after it changes, shown again
 * when the page is opened. Where it cannot be kept a sentence says so, and the lab works on without.
 */
import { create } from 'zustand';
import type { LabDocument } from '../../document/document';
import { type Entry, fromRecords, type Saved, toRecords } from '../../document/records';
import { pageDocument, showDocument } from '../document/page';
import { type Database, readSaved, writeSaved } from '../library/database';
import { sayInterrupted, sayOpenElsewhere, sayOtherDevice, sayStorage } from '../notices/messages';
import { unsay } from '../notices/notices';
import { session } from '../session/session';
import { siteName } from '../siteName';
import { type Hold, hold, isHeld } from './experimentLock';
import { askHandOver, tellPages } from './tabChannel';

/** How long after a change it is written, in milliseconds; a change in between does not put it off. */
const writeDelay = 400;

type Named = Pick<Entry, 'id' | 'name' | 'createdAt'>;

interface Kept {
  /** Whether there is a storage to keep anything in. */
  db: Database | null;
  /** What the page holds, as it is called in the library; its id is new where it has not been written yet. */
  current: Named;
  /** Another page writes it, and this one does not. */
  elsewhere: boolean;
}

const freshlyNamed = (name: string): Named => ({ id: crypto.randomUUID(), name, createdAt: Date.now() });
const copyOf = ({ name }: Named): Named => freshlyNamed(`${name} (copy)`);

export const useKeeping = create<Kept>()(() => ({
  db: null,
  current: freshlyNamed('My experiment'),
  elsewhere: false,
}));

let held: Hold | null = null;
/** What the database has of the current experiment. */
let written: Saved | null = null;
/** The page holds something that is not written yet. */
let changed = false;
/** Nothing is to be written while the page is given something else to hold. */
let showing = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let writing: Promise<void> = Promise.resolve();

/** The page shows this one again when it is reloaded. */
const remembered = () => siteName('experiment');
const remember = (id: string) => sessionStorage.setItem(remembered(), id);
export const rememberedId = (): string | null => sessionStorage.getItem(remembered());

/** Has what the page holds written in a moment. */
export function noteChange(): void {
  if (showing) return;
  changed = true;
  timer ??= setTimeout(() => void flush(), writeDelay);
}

/** Writes what has changed; resolves when all is written or it is said why not. */
export function flush(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  writing = writing.then(write);
  return writing;
}

async function write(): Promise<void> {
  const { db, current, elsewhere } = useKeeping.getState();
  if (!changed || !db || elsewhere) return;
  changed = false;
  try {
    if (!held && !(await take(current.id))) {
      changed = true;
      return;
    }
    const saved = toRecords(pageDocument(), current);
    await writeSaved(db, saved, written);
    unsay('storage');
    // Meanwhile the page may hold another.
    if (useKeeping.getState().current.id === current.id) {
      written = saved;
      remember(current.id);
    }
    tellPages({ type: 'changed' });
  } catch (error) {
    changed = true;
    await sayStorage(error);
  }
}

/** Takes the right to write an experiment, if this page does not have it. @returns whether it has it now */
async function take(id: string, steal = false): Promise<boolean> {
  if (held?.id === id) return true;
  const taken = await hold(id, steal, () => {
    held = null;
    useKeeping.setState({ elsewhere: true });
    sayOpenElsewhere('taken', takeOver, workOnCopy);
  });
  if (taken) {
    held?.release();
    held = taken;
    unsay('elsewhere');
  }
  useKeeping.setState({ elsewhere: !taken });
  if (!taken) sayOpenElsewhere('open', takeOver, workOnCopy);
  return taken !== null;
}

/** Puts a saved experiment on the page in place of what is there, which is written first. @returns a refusal, or null */
export async function show(id: string): Promise<string | null> {
  const { db } = useKeeping.getState();
  if (!db) return 'There is no storage to open it from.';
  await leave();
  const saved = await readSaved(db, id);
  if (!saved) return 'It is not there any more; another page may have deleted it.';
  const read = fromRecords(saved);
  if (!read.ok) return read.message;
  await replace(saved, read.document);
  return null;
}

/** The same in place of what was trained there. */
async function replace(saved: Saved, document: LabDocument): Promise<void> {
  // What is forgotten at once is followed at once by what takes its place; the worker may take its time.
  const stopped = session.reset();
  await present(saved, document);
  await stopped;
}

/** Puts a saved experiment on the page. @param document what the records hold */
export async function present(saved: Saved, document: LabDocument): Promise<void> {
  showing = true;
  const { interrupted } = showDocument(document);
  showing = false;
  if (interrupted) sayInterrupted();
  sayOtherDevice(document.backend);
  const { entry } = saved;
  const { id, name, createdAt } = entry;
  changed = false;
  written = saved;
  useKeeping.setState({ current: { id, name, createdAt } });
  remember(id);
  await take(id);
}

/** Stops what trains, with a checkpoint, and writes it all; beside what another page keeps, if that has the experiment. */
async function leave(): Promise<void> {
  await session.pause();
  if (changed && useKeeping.getState().elsewhere) await workOnCopy();
  await flush();
}

/** Writes all there is of an experiment that goes to another page, and tells it so, where this page has it. */
export async function handOver(id: string): Promise<void> {
  if (!held || id !== useKeeping.getState().current.id) return;
  await leave();
  tellPages({ type: 'handedOver', id });
}

/** Puts what `change` makes on the page, as an experiment of its own, which is kept once it is changed. */
export async function begin(name: string, change: () => void | Promise<void>): Promise<void> {
  await leave();
  showing = true;
  try {
    await session.reset();
    await change();
  } finally {
    showing = false;
  }
  changed = false;
  become(freshlyNamed(name));
}

/** The same for what comes at once, as a link does: what is on the page now is kept as it is. */
export function makeRoom(name: string): void {
  const { db, current, elsewhere } = useKeeping.getState();
  if (changed && db) {
    const saved = toRecords(pageDocument(), elsewhere ? copyOf(current) : current);
    const before = elsewhere ? null : written;
    writing = writing.then(() => writeSaved(db, saved, before)).catch(sayStorage);
  }
  changed = false;
  become(freshlyNamed(name));
}

/** Keeps what the page holds, although nothing of it has changed. */
export async function keepNow(): Promise<void> {
  changed = true;
  await flush();
}

/** What the page holds is another experiment from now on. */
function become(current: Named): void {
  held?.release();
  held = null;
  written = null;
  unsay('elsewhere');
  useKeeping.setState({ current, elsewhere: false });
}

/** Keeps what is on this page as an experiment of its own; the other page's stays as it is there. */
export async function workOnCopy(): Promise<void> {
  become(copyOf(useKeeping.getState().current));
  await keepNow();
}

/** Goes on here with what another page holds; what was changed here meanwhile is kept as a copy. */
export async function takeOver(): Promise<void> {
  const { current, db } = useKeeping.getState();
  if (changed) await workOnCopy();
  if (await isHeld(current.id)) await askHandOver(current.id);
  await take(current.id, true);
  const saved = db && (await readSaved(db, current.id));
  const read = saved && fromRecords(saved);
  if (saved && read?.ok) await replace(saved, read.document);
}

export function rename(name: string): void {
  useKeeping.setState({ current: { ...useKeeping.getState().current, name } });
  noteChange();
}
