/**
 * Undo and redo over what a person edits: experiment, own text and view. Results are no part of an entry: the page archives
 * them by what they were trained on, and has them back with the experiment (src/app/session/resultsArchive.ts).
 *
 * Each entry has the whole document before and after, as references to objects that never change. Navigation (to
 * another run, layer, head or sample) makes no entry: it is saved with the next one, so that undo leads to where a change
 * was made. Typing and dragging are coalesced into one entry.
 */

import { isEqual } from 'es-toolkit';
import { corpora } from '../data/corpora';
import type { Experiment, Run } from '../experiment/schema';
import { settings } from '../experiment/settings';
import { isolated } from '../format/visible';
import { entryName, inSentence, words } from '../format/words';
import type { LabDocument } from './document';
import { viewEntries } from './view';

export type Edited = Pick<LabDocument, 'experiment' | 'ownText' | 'view'>;

/** A sentence, in the language of the moment in which it is asked for. */
export type Sentence = () => string;

export interface Change {
  /** What was done: "Changed Context." */
  label: Sentence;
  /** Successive changes with the same key are coalesced; null for an entry of its own. */
  coalesceKey: string | null;
}

export interface HistoryEntry extends Change {
  before: Edited;
  after: Edited;
  /** Time of its last change, in milliseconds. */
  changedAt: number;
  /** The page offers to take it back, as it is easily made by mistake. */
  offersUndo: boolean;
  /** What is undone and redone with it outside of the document. */
  sideEffects?: { undo(): void; redo(): void };
}

export interface History {
  /** Oldest first. */
  past: readonly HistoryEntry[];
  /** Undone entries, the next to redo first. */
  future: readonly HistoryEntry[];
  /** What the last undo or redo did, until the next change: "Undid: changed Context." */
  announcement: Sentence | null;
}

export const emptyHistory: History = { past: [], future: [], announcement: null };

/** Most entries; the oldest are forgotten. */
export const maxEntries = 100;
/** Milliseconds within which changes of one key are coalesced. */
export const coalesceWithin = 1500;

/** Adds an entry, or coalesces it with the last one; drops what could be redone. */
export function withEntry({ past }: History, entry: HistoryEntry): History {
  const last = past.at(-1);
  const coalesces =
    last &&
    entry.coalesceKey !== null &&
    last.coalesceKey === entry.coalesceKey &&
    entry.changedAt - last.changedAt < coalesceWithin;
  const entries = coalesces
    ? [...past.slice(0, -1), { ...last, after: entry.after, changedAt: entry.changedAt }]
    : [...past, entry].slice(-maxEntries);
  return { past: entries, future: [], announcement: null };
}

/** Moves the last entry to the future. @returns the new history and that entry; null where there is nothing to undo */
export function undone({ past, future }: History): { history: History; entry: HistoryEntry } | null {
  const entry = past.at(-1);
  if (!entry) return null;
  const announcement = () =>
    words('history.undid', 'Undid: {{change}}', { change: inSentence(entry.label()) });
  return { history: { past: past.slice(0, -1), future: [entry, ...future], announcement }, entry };
}

/** Moves the next undone entry back. @returns the new history and that entry; null where there is nothing to redo */
export function redone({ past, future }: History): { history: History; entry: HistoryEntry } | null {
  const [entry, ...rest] = future;
  if (!entry) return null;
  // A change soon after the redo is not coalesced with it.
  const again = { ...entry, coalesceKey: null, offersUndo: false };
  const announcement = () =>
    words('history.redid', 'Redid: {{change}}', { change: inSentence(entry.label()) });
  return {
    history: { past: [...past, again], future: rest, announcement },
    entry,
  };
}

/** Describes the difference between two documents; null where it is navigation alone. */
export function changeBetween(before: Edited, after: Edited): Change | null {
  const label =
    before.experiment === after.experiment ? null : experimentChange(before.experiment, after.experiment);
  const { ownText } = after;
  if (before.ownText !== ownText && ownText)
    return {
      label: () => words('history.tookText', 'Took the text “{{name}}”.', { name: isolated(ownText.name) }),
      coalesceKey: null,
    };
  if (label) return { label, coalesceKey: null };
  const changed = viewEntries.filter(
    ([id, { history }]) => history !== 'move' && !isEqual(before.view[id], after.view[id]),
  );
  const [first, second] = changed;
  if (!first) return null;
  const [id, { name, history }] = first;
  if (second) return { label: () => words('history.view', 'Changed the view.'), coalesceKey: null };
  return {
    label: changedWhat(() => words(`viewFields.${id}.name`, name)),
    coalesceKey: history === 'gradual' ? id : null,
  };
}

const changedWhat =
  (what: Sentence): Sentence =>
  () =>
    words('history.changed', 'Changed {{what}}.', { what: what() });

function experimentChange(before: Experiment, after: Experiment): Sentence | null {
  const runs = runsChange(before.runs, after.runs);
  if (runs) return runs;
  if (!isEqual(before.task, after.task)) {
    if (before.task?.id === after.task?.id)
      return () => words('history.knobs', 'Changed the task’s settings.');
    return after.task
      ? () => words('history.task', 'Chose a task.')
      : () => words('history.noTask', 'Went back to a text.');
  }
  if (before.corpus !== after.corpus) {
    const known = corpora.find(({ id }) => id === after.corpus);
    return known
      ? () => words('history.text', 'Chose the text {{name}}.', { name: entryName('corpora', known) })
      : () => words('history.ownText', 'Chose the own text.');
  }
  if (before.tokenizer !== after.tokenizer)
    return () => words('history.tokenizer', 'Chose another tokenizer.');
  const changed = settings.filter(({ read }) => read(before) !== read(after));
  if (changed.length > 0)
    return changedWhat(() => changed.map((setting) => entryName('settings', setting)).join(', '));
  return isEqual(before, after) ? null : () => words('history.experiment', 'Changed the experiment.');
}

function runsChange(before: readonly Run[], after: readonly Run[]): Sentence | null {
  const added = after.filter(({ id }) => before.every((run) => run.id !== id));
  const removed = before.filter(({ id }) => after.every((run) => run.id !== id));
  if (added.length > 0 && removed.length > 0) return () => words('history.runs', 'Changed the runs.');
  if (added.length > 0) return () => words('history.added', 'Added {{runs}}.', { runs: quoted(added) });
  if (removed.length > 0)
    return () => words('history.removed', 'Removed {{runs}}.', { runs: quoted(removed) });
  const changed = after.flatMap((run) => {
    const old = before.find(({ id }) => id === run.id);
    return old && !isEqual(old, run) ? [{ old, run }] : [];
  });
  const [first, second] = changed;
  if (!first) return null;
  if (second) return () => words('history.severalRuns', 'Changed several runs.');
  return () => runChange(first.old, first.run);
}

const quoted = (runs: readonly Run[]) => runs.map(({ name }) => `“${isolated(name)}”`).join(', ');

function runChange(old: Run, run: Run): string {
  const of = { run: isolated(old.name) };
  // A name that was made follows the stack.
  if (old.name !== run.name && isEqual(old.layers, run.layers))
    return words('history.renamed', 'Renamed “{{run}}” to “{{name}}”.', { ...of, name: isolated(run.name) });
  if (old.style !== run.style)
    return words('history.styled', 'Changed the colour and mark of “{{run}}”.', of);
  if (run.layers.length > old.layers.length)
    return words('history.layerAdded', 'Added a layer to “{{run}}”.', of);
  if (run.layers.length < old.layers.length)
    return words('history.layerRemoved', 'Removed a layer of “{{run}}”.', of);
  const others = run.layers.flatMap((layer, l) => (isEqual(layer, old.layers[l]) ? [] : [l]));
  if (others.length === 0) return words('history.runSettings', 'Changed settings of “{{run}}”.', of);
  return others.length === 1
    ? words('history.layer', 'Changed layer {{layer}} of “{{run}}”.', {
        ...of,
        layer: (others[0] as number) + 1,
      })
    : words('history.layers', 'Changed the layers of “{{run}}”.', of);
}
