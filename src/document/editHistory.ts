/**
 * Undo and redo over what a person edits: experiment, own text and view. Results are no part of it: an edit starts the
 * training anew, and so does its undoing.
 *
 * Each entry has the whole document before and after, as references to objects that never change. Looks elsewhere (another
 * run, layer, head or sample) make no entry: they come along with the next one, so that undoing leads to where a change was
 * made. What is typed or dragged makes one entry for as long as it goes on.
 */
import { isEqual } from 'es-toolkit';
import { corpora } from '../data/corpora';
import type { Experiment, Run } from '../experiment/schema';
import { settings } from '../experiment/settings';
import type { LabDocument } from './document';
import { viewEntries } from './view';

export type Edited = Pick<LabDocument, 'experiment' | 'ownText' | 'view'>;

export interface Change {
  /** What was done, as a sentence. */
  said: string;
  /** Set where many small changes of this key in a row are one; null where each is one. */
  gradual: string | null;
}

export interface HistoryEntry extends Change {
  before: Edited;
  after: Edited;
  /** When it was last added to, in milliseconds. */
  at: number;
  /** The page offers to take it back, as it is easily made by mistake. */
  offered: boolean;
  /** What goes with it beside the document. */
  beside?: { undo(): void; redo(): void };
}

export interface History {
  /** The last made last. */
  past: readonly HistoryEntry[];
  /** What was undone, the next to redo first. */
  future: readonly HistoryEntry[];
  /** What the last undo or redo did, as a sentence, until the next change. */
  told: string | null;
}

export const emptyHistory: History = { past: [], future: [], told: null };

/** Most entries; the oldest are forgotten. */
export const maxEntries = 100;
/** Small changes of one key that come within so many milliseconds of each other are one. */
export const coalesceWithin = 1500;

/** The history with one more entry; nothing can be redone any more. */
export function recorded({ past }: History, entry: HistoryEntry): History {
  const last = past.at(-1);
  const goesOn =
    last && entry.gradual !== null && last.gradual === entry.gradual && entry.at - last.at < coalesceWithin;
  const entries = goesOn
    ? [...past.slice(0, -1), { ...last, after: entry.after, at: entry.at }]
    : [...past, entry].slice(-maxEntries);
  return { past: entries, future: [], told: null };
}

/** @returns the history after the undo, and what is undone; null where there is nothing to undo */
export function undone({ past, future }: History): { history: History; entry: HistoryEntry } | null {
  const entry = past.at(-1);
  if (!entry) return null;
  const told = `Undid: ${begun(entry.said)}`;
  return { history: { past: past.slice(0, -1), future: [entry, ...future], told }, entry };
}

/** @returns the history after the redo, and what is redone; null where there is nothing to redo */
export function redone({ past, future }: History): { history: History; entry: HistoryEntry } | null {
  const [entry, ...rest] = future;
  if (!entry) return null;
  // What follows is an entry of its own, however soon it comes.
  const again = { ...entry, gradual: null, offered: false };
  return { history: { past: [...past, again], future: rest, told: `Redid: ${begun(entry.said)}` }, entry };
}

/** A sentence as it goes on after a colon; names such as MLP stay as they are. */
const begun = (said: string) => said.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());

/** What a person did between two documents; null where they only looked elsewhere. */
export function changeBetween(before: Edited, after: Edited): Change | null {
  const said =
    before.experiment === after.experiment ? null : sayExperiment(before.experiment, after.experiment);
  if (before.ownText !== after.ownText && after.ownText)
    return { said: `Took the text “${after.ownText.name}”.`, gradual: null };
  if (said) return { said, gradual: null };
  const changed = viewEntries.filter(
    ([id, { history }]) => history !== 'move' && !isEqual(before.view[id], after.view[id]),
  );
  const [first, second] = changed;
  if (!first) return null;
  const [id, { name, history }] = first;
  if (second) return { said: 'Changed the view.', gradual: null };
  return { said: `Changed ${name}.`, gradual: history === 'gradual' ? id : null };
}

function sayExperiment(before: Experiment, after: Experiment): string | null {
  const runs = sayRuns(before.runs, after.runs);
  if (runs) return runs;
  if (!isEqual(before.task, after.task)) {
    if (before.task?.id === after.task?.id) return 'Changed the task’s settings.';
    return after.task ? 'Chose a task.' : 'Went back to a text.';
  }
  if (before.corpus !== after.corpus) {
    const name = corpora.find(({ id }) => id === after.corpus)?.name;
    return name ? `Chose the text ${name}.` : 'Chose the own text.';
  }
  if (before.tokenizer !== after.tokenizer) return 'Chose another tokenizer.';
  const changed = settings.filter(({ read }) => read(before) !== read(after)).map(({ name }) => name);
  if (changed.length > 0) return `Changed ${changed.join(', ')}.`;
  return isEqual(before, after) ? null : 'Changed the experiment.';
}

function sayRuns(before: readonly Run[], after: readonly Run[]): string | null {
  const added = after.filter(({ id }) => before.every((run) => run.id !== id));
  const removed = before.filter(({ id }) => after.every((run) => run.id !== id));
  if (added.length > 0 && removed.length > 0) return 'Changed the runs.';
  if (added.length > 0) return `Added ${added.map(({ name }) => `“${name}”`).join(', ')}.`;
  if (removed.length > 0) return `Removed ${removed.map(({ name }) => `“${name}”`).join(', ')}.`;
  const changed = after.flatMap((run) => {
    const old = before.find(({ id }) => id === run.id);
    return old && !isEqual(old, run) ? [{ old, run }] : [];
  });
  const [first, second] = changed;
  if (!first) return null;
  return second ? 'Changed several runs.' : sayRun(first.old, first.run);
}

function sayRun(old: Run, run: Run): string {
  const of = `“${run.name}”`;
  if (old.name !== run.name) return `Renamed “${old.name}” to ${of}.`;
  if (run.layers.length > old.layers.length) return `Added a layer to ${of}.`;
  if (run.layers.length < old.layers.length) return `Removed a layer of ${of}.`;
  const others = run.layers.flatMap((layer, l) => (isEqual(layer, old.layers[l]) ? [] : [l]));
  if (others.length === 0) return `Changed settings of ${of}.`;
  return others.length === 1
    ? `Changed layer ${(others[0] as number) + 1} of ${of}.`
    : `Changed the layers of ${of}.`;
}
