/**
 * Keeps what the page holds as one saved experiment: written in the background a moment after it changes, shown again
 * when the page is opened. Where it cannot be kept a sentence says so, and the lab works on without.
 */
import { create } from 'zustand';
import { useExperiment } from '../experimentStore';
import { say, unsay } from '../notices';
import { useRuns } from '../runsStore';
import { session } from '../session';
import { useView } from '../viewStore';
import { type Database, openDatabase, readSaved, writeSaved } from './database';
import { type Hold, hold, isHeld } from './hold';
import { askHandOver, hearPages, tellPages } from './pages';
import { type Entry, pageAsSaved, refusalOf, type Saved, showSaved } from './records';
import { sayInterrupted, sayOpenElsewhere, sayOtherDevice, sayStorage } from './sentences';

/** How long after a change it is written, in milliseconds; a change in between does not put it off. */
const writeDelay = 400;

/** How long the page waits for its storage before it opens without, in milliseconds. */
const openPatience = 4000;

type Named = Pick<Entry, 'id' | 'name' | 'createdAt'>;

interface Kept {
  /** Whether there is a storage to keep anything in. */
  db: Database | null;
  /** What the page holds, as it is called in the library; its id is new where it has not been written yet. */
  current: Named;
  /** Another page writes it, and this one does not. */
  elsewhere: boolean;
  /** When it was last written, in milliseconds since 1970. */
  savedAt: number | null;
}

const freshlyNamed = (name: string): Named => ({ id: crypto.randomUUID(), name, createdAt: Date.now() });

export const useKept = create<Kept>()(() => ({
  db: null,
  current: freshlyNamed('My experiment'),
  elsewhere: false,
  savedAt: null,
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

function noteChange(): void {
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
  const { db, current, elsewhere } = useKept.getState();
  if (!changed || !db || elsewhere) return;
  changed = false;
  try {
    if (!held && !(await take(current.id))) {
      changed = true;
      return;
    }
    const saved = pageAsSaved(current);
    await writeSaved(db, saved, written);
    written = saved;
    useKept.setState({ savedAt: saved.entry.changedAt });
    unsay('storage');
    remember(current.id);
    tellPages({ type: 'changed' });
  } catch (error) {
    changed = true;
    await sayStorage(error);
  }
}

/** Takes the right to write an experiment. @returns whether this page has it now */
async function take(id: string, steal = false): Promise<boolean> {
  const taken = await hold(id, steal, () => {
    held = null;
    useKept.setState({ elsewhere: true });
    sayOpenElsewhere('taken', takeOver, workOnCopy);
  });
  if (taken) {
    held?.release();
    held = taken;
    unsay('elsewhere');
  }
  useKept.setState({ elsewhere: !taken });
  if (!taken) sayOpenElsewhere('open', takeOver, workOnCopy);
  return taken !== null;
}

/** Puts a saved experiment on the page in place of what is there, which is written first. @returns a refusal, or null */
export async function show(id: string): Promise<string | null> {
  const { db } = useKept.getState();
  if (!db) return 'There is no storage to open it from.';
  await leave();
  const saved = await readSaved(db, id);
  if (!saved) return 'It is not there any more; another page may have deleted it.';
  const refusal = refusalOf(saved);
  if (refusal) return refusal;
  await replace(saved);
  return null;
}

/** Puts on the page what can be read, in place of what was trained there. */
async function replace(saved: Saved): Promise<void> {
  // What is forgotten at once is followed at once by what takes its place; the worker may take its time.
  const stopped = session.reset();
  await present(saved);
  await stopped;
}

async function present(saved: Saved): Promise<void> {
  showing = true;
  const { interrupted } = showSaved(saved);
  showing = false;
  if (interrupted) sayInterrupted();
  sayOtherDevice(saved.contents.backend);
  const { entry } = saved;
  const { id, name, createdAt } = entry;
  changed = false;
  written = saved;
  useKept.setState({ current: { id, name, createdAt }, savedAt: entry.changedAt });
  remember(id);
  await take(id);
}

/** Stops what trains, with a checkpoint, and writes it all. */
async function leave(): Promise<void> {
  await session.pause();
  await flush();
}

/** Puts what `change` makes on the page, as an experiment of its own. */
export async function begin(name: string, change: () => void): Promise<void> {
  await leave();
  await session.reset();
  showing = true;
  change();
  showing = false;
  changed = false;
  become(freshlyNamed(name));
}

/** What the page holds is another experiment from now on. */
function become(current: Named): void {
  held?.release();
  held = null;
  written = null;
  unsay('elsewhere');
  useKept.setState({ current, elsewhere: false, savedAt: null });
}

/** Keeps what is on this page as an experiment of its own; the other page's stays as it is there. */
export async function workOnCopy(): Promise<void> {
  become(freshlyNamed(`${useKept.getState().current.name} (copy)`));
  changed = true;
  await flush();
}

/** Goes on here with what another page holds; what was changed here meanwhile is kept as a copy. */
export async function takeOver(): Promise<void> {
  const { current, db } = useKept.getState();
  if (changed) await workOnCopy();
  if (await isHeld(current.id)) await askHandOver(current.id);
  await take(current.id, true);
  const saved = db && (await readSaved(db, current.id));
  if (saved && !refusalOf(saved)) await replace(saved);
}

export function rename(name: string): void {
  useKept.setState({ current: { ...useKept.getState().current, name } });
  noteChange();
}

/** The page shows this one again when it is reloaded. */
const remembered = 'attention-lab:experiment';
const remember = (id: string) => sessionStorage.setItem(remembered, id);

/** The experiment this tab had, or else the one that was changed last. */
async function last(db: Database): Promise<string | undefined> {
  const id = sessionStorage.getItem(remembered);
  if (id && (await db.getKey('entries', id))) return id;
  const entries = await db.getAll('entries');
  return entries.sort((a, b) => b.changedAt - a.changedAt)[0]?.id;
}

/**
 * Opens the storage, and shows what the page held when it was left. Resolves when that is on the page, or as soon as it is
 * clear that it will not be.
 * @param restore without it the page keeps what it holds
 */
export function startKeeping(restore = true): Promise<void> {
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
        useKept.setState({ db: null });
        say({
          id: 'storage',
          text: 'A newer version of the lab was opened in another tab. This page works on but keeps nothing from now on: reload it to have the newer version too.',
        });
      },
      ended() {
        useKept.setState({ db: null });
        say({
          id: 'storage',
          text: 'The browser has closed its storage, so nothing is kept from now on. Reload the page to have it again.',
        });
      },
    })
      .then(async (db) => {
        clearTimeout(timer);
        useKept.setState({ db });
        unsay('storage');
        listen();
        const id = restore && !late ? await last(db) : undefined;
        const saved = id === undefined ? undefined : await readSaved(db, id);
        const refusal = saved && refusalOf(saved);
        if (refusal) say({ id: 'storage', text: refusal });
        else if (saved) await present(saved);
        if (late) noteChange();
      })
      .catch(sayStorage)
      .finally(resolve);
  });
}

/** Notes what changes on the page, from now on. */
function listen(): void {
  useExperiment.subscribe(noteChange);
  useView.subscribe((now, before) => {
    // Where another page keeps it, a look around is no change that someone could miss.
    if (now.dialog === before.dialog && !useKept.getState().elsewhere) noteChange();
  });
  // Losses alone are written with the next checkpoint: without it they would be trained again anyway.
  const told = ['state', 'checkpoints', 'evaluations', 'failures', 'gentler'] as const;
  useRuns.subscribe((now, before) => {
    const looked = now.look !== before.look && now.state !== 'training';
    if (looked || told.some((key) => now[key] !== before[key])) noteChange();
  });
  hearPages(async (message) => {
    if (message.type !== 'handOver' || message.id !== useKept.getState().current.id || !held) return;
    await leave();
    tellPages({ type: 'handedOver', id: message.id });
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
