// Undo and redo: one history over experiment, own text and view.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { restoreDocument, snapshotDocument } from '../../src/app/document/documentSnapshot';
import { changeBetween, coalesceWithin, maxEntries } from '../../src/document/editHistory';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import {
  addLayer,
  addRun,
  chooseTask,
  duplicateRun,
  removeLayer,
  removeRun,
  renameRun,
  setModel,
  setSettings,
  setVariant,
  type Transition,
} from '../../src/experiment/edit';
import { inProcess } from '../support/inProcess';

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { history } = app.document;
const experimentStore = app.document.experiment;
const historyStore = app.document.history.state;
const viewStore = app.document.view;

const edited = () => experimentStore.getState();
const view = () => viewStore.getState();
const labels = () => historyStore.getState().past.map((entry) => entry.label());
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  experimentStore.setState({ experiment: defaultExperiment(), ownText: null, error: null });
  view().set(defaultView);
  history.clear();
  stop = history.watch();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('undo and redo', () => {
  it('go back and forth over edits, and tell what they did', () => {
    const first = edited().experiment;
    edited().update(setVariant('standard', 1, 'mlp'));
    edited().update(setModel({ context: 32 }));
    expect(labels()).toEqual(['Changed layer 2 of “All standard”.', 'Changed Context.']);
    const last = edited().experiment;
    history.undo();
    expect(historyStore.getState().announcement?.()).toBe('Undid: changed Context.');
    expect(edited().experiment.model.context).toBe(64);
    history.undo();
    expect(edited().experiment).toBe(first);
    expect(history.canUndo()).toBe(false);
    history.undo();
    history.redo();
    history.redo();
    expect(historyStore.getState().announcement?.()).toBe('Redid: changed Context.');
    expect(edited().experiment).toBe(last);
    expect(history.canRedo()).toBe(false);
    expect(history.canUndo()).toBe(true);
  });

  it('nothing can be redone after another change, and what was told is no longer said', () => {
    edited().update(setModel({ context: 32 }));
    history.undo();
    expect(history.canRedo()).toBe(true);
    edited().update(setSettings({ steps: 9 }));
    expect(history.canRedo()).toBe(false);
    expect(historyStore.getState().announcement).toBeNull();
  });

  it('a change that is refused makes no entry', () => {
    edited().update(setModel({ heads: 5 }));
    expect(
      history.change(
        () => 'Did it.',
        () => edited().update(setModel({ heads: 5 })),
      ),
    ).toBe(false);
    expect(labels()).toEqual([]);
  });

  it('bring the own text back', () => {
    edited().apply(setSettings({ corpus: 'ownText' }), { name: 'sea.txt', text: 'the sea' });
    edited().apply((e) => e, { name: 'land.txt', text: 'the land' });
    expect(labels()).toEqual(['Took the text “sea.txt”.', 'Took the text “land.txt”.']);
    history.undo();
    expect(edited().ownText?.name).toBe('sea.txt');
    history.undo();
    expect(edited()).toMatchObject({ ownText: null, experiment: { corpus: 'mobyDick' } });
  });

  it('are bounded, the oldest entries go first', () => {
    for (let steps = 1; steps <= maxEntries + 5; steps++) edited().update(setSettings({ steps }));
    expect(historyStore.getState().past).toHaveLength(maxEntries);
    for (let i = 0; i < maxEntries + 5; i++) history.undo();
    expect(edited().experiment.steps).toBe(5);
  });
});

describe('the view', () => {
  it('looks elsewhere without an entry, and is where the change was made once that is undone', () => {
    view().set({ runId: 'hybrid', layer: 3 });
    expect(history.canUndo()).toBe(false);
    edited().update(setVariant('hybrid', 3, 'mlp'));
    view().set({ runId: 'standard', layer: 0, head: 2 });
    expect(labels()).toHaveLength(1);
    history.undo();
    expect(view()).toMatchObject({ runId: 'hybrid', layer: 3 });
  });

  it('makes an entry of each choice', () => {
    view().set({ logSteps: true });
    view().set({ hiddenRuns: ['relaxed'] });
    expect(labels()).toEqual(['Changed the step axis.', 'Changed the runs that are hidden.']);
    history.undo();
    expect(view()).toMatchObject({ logSteps: true, hiddenRuns: [] });
    history.redo();
    expect(view().hiddenRuns).toEqual(['relaxed']);
  });

  it('makes one entry of what is typed, and another after a rest', () => {
    for (const probe of ['a', 'ab', 'abc']) {
      vi.advanceTimersByTime(coalesceWithin - 1);
      view().set({ probe });
    }
    vi.advanceTimersByTime(coalesceWithin);
    view().set({ probe: 'abcd' });
    view().set({ smoothing: 0.7 });
    view().set({ probe: 'abcde' });
    expect(labels()).toEqual([
      'Changed the probe text.',
      'Changed the probe text.',
      'Changed the smoothing.',
      'Changed the probe text.',
    ]);
    for (let i = 0; i < 3; i++) history.undo();
    expect(view().probe).toBe('abc');
    history.undo();
    expect(view().probe).toBe(defaultView.probe);
    history.redo();
    view().set({ probe: 'abcx' });
    expect(labels()).toHaveLength(2);
  });

  it('says nothing of an open dialog', () => {
    view().set({ dialog: { kind: 'help' } });
    view().set({ dialog: null, enlarged: true });
    expect(labels()).toEqual([]);
  });
});

describe('what is easily done by mistake', () => {
  const offer = () => historyStore.getState().past.at(-1)?.offersUndo ?? false;

  it('is offered to be taken back until the next change', () => {
    const remove = () => edited().update(removeRun('relaxed'));
    expect(history.change(() => 'Removed “All non-approximate”.', remove)).toBe(true);
    expect(labels()).toEqual(['Removed “All non-approximate”.']);
    expect(offer()).toBe(true);
    view().set({ layer: 2 });
    expect(offer()).toBe(true);
    edited().update(setSettings({ steps: 9 }));
    expect(offer()).toBe(false);
  });

  it('takes what lies beside the document along', () => {
    const beside = { undo: vi.fn(), redo: vi.fn() };
    history.change(
      () => 'Did it.',
      () => edited().update(addRun),
      { sideEffects: beside },
    );
    history.undo();
    expect(beside.undo).toHaveBeenCalledOnce();
    history.redo();
    expect(beside.redo).toHaveBeenCalledOnce();
  });
});

it('another document on the page begins another history', () => {
  const document = snapshotDocument(app.document, app.session.runs.getState());
  edited().update(setSettings({ steps: 9 }));
  restoreDocument(app.document, app.session.runs, document);
  expect(history.canUndo()).toBe(false);
  expect(history.canRedo()).toBe(false);
  edited().update(setSettings({ steps: 10 }));
  history.undo();
  expect(edited().experiment.steps).toBe(600);
});

describe('says what was done', () => {
  const start = { experiment: defaultExperiment(), ownText: null, view: defaultView };
  it.each<[string, Transition]>([
    ['Added “New run”.', addRun],
    ['Added “All standard copy”.', duplicateRun('standard')],
    ['Removed “Interleaved”.', removeRun('hybrid')],
    ['Renamed “Interleaved” to “Mine”.', renameRun('hybrid', 'Mine')],
    ['Added a layer to “Interleaved”.', addLayer('hybrid')],
    ['Removed a layer of “Interleaved”.', removeLayer('hybrid', 0)],
    ['Chose a task.', chooseTask('recall')],
    ['Chose the text Stories.', setSettings({ corpus: 'stories' })],
    ['Chose the own text.', setSettings({ corpus: 'ownText' })],
    ['Chose another tokenizer.', setSettings({ tokenizer: 'bpe' })],
    ['Changed Steps, Seed.', setSettings({ steps: 9, seed: 2 })],
  ])('%s', (sentence, change) => {
    const after = { ...start, experiment: change(start.experiment) };
    expect(changeBetween(start, after)?.label()).toBe(sentence);
  });

  it('nothing where nothing was done', () => {
    expect(changeBetween(start, { ...start, experiment: defaultExperiment() })).toBeNull();
  });
});
