// The probe text goes with the text that is trained on, until a person writes one.
import { beforeEach, expect, it, test } from 'vitest';
import { restoreDocument, snapshotDocument } from '../../src/app/document/documentSnapshot';
import { createPageDocument, type PageDocument } from '../../src/app/document/pageDocument';
import { createRunsStore } from '../../src/app/session/runsStore';
import { corpora, probeFor } from '../../src/data/corpora';
import { storiesText } from '../../src/data/corpora/stories';
import { defaultView } from '../../src/document/view';
import { setSettings } from '../../src/experiment/edit';

let page: PageDocument;
beforeEach(() => {
  page = createPageDocument();
  page.history.watch();
});
const choose = (corpus: string) => page.experiment.getState().apply(setSettings({ corpus }));
const probe = () => page.view.getState().probe;
const probes = Object.fromEntries(corpora.map((corpus) => [corpus.id, corpus.probe]));

it('is the chosen corpus’ own, and undone with the choice in one step', () => {
  expect(probe()).toBe(probes.mobyDick);
  choose('stories');
  expect(probe()).toBe(probes.stories);
  choose('stateOfTheUnion');
  expect(probe()).toBe(probes.stateOfTheUnion);
  expect(page.history.state.getState().past.map(({ label }) => label())).toEqual([
    'Chose the text Stories.',
    'Chose the text State of the Union.',
  ]);
  page.history.undo();
  expect([page.experiment.getState().experiment.corpus, probe()]).toEqual(['stories', probes.stories]);
  page.history.redo();
  expect(probe()).toBe(probes.stateOfTheUnion);
});

it('stays where a person wrote it, where the text is their own, and in what was saved or sent', () => {
  expect(probeFor('stories', 'my own line')).toBe('my own line');
  expect(probeFor('ownText', 'my own line')).toBe('my own line');
  expect(probeFor('ownText', probes.mobyDick as string)).toBe(probes.mobyDick);
  // A document of an earlier lab: Stories with the whale.
  choose('stories');
  page.view.getState().set({ probe: probes.mobyDick as string });
  const runs = createRunsStore();
  const old = snapshotDocument(page, runs.getState());
  const other = createPageDocument();
  restoreDocument(other, runs, old);
  expect(other.view.getState().probe).toBe(probes.mobyDick);
});

test('every corpus has one of its own, in characters that it has', () => {
  expect(new Set(Object.values(probes)).size).toBe(corpora.length);
  expect(probes.mobyDick).toBe(defaultView.probe);
  const characters = new Set(storiesText(500));
  expect([...(probes.stories as string)].filter((sign) => !characters.has(sign))).toEqual([]);
});
