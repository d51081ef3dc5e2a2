// Sentences that stand on the page follow its language: what was done, what was refused, and what a schema allows.
import { afterEach, expect, it } from 'vitest';
import { createApp } from '../../src/app/app';
import { writtenIn } from '../../src/app/language';
import { setModel, setSettings } from '../../src/experiment/edit';
import { numberWords, writeNumbersIn } from '../../src/format/language';
import { speak } from '../../src/i18n/i18n';
import { type Language, languageOf } from '../../src/i18n/languages';
import { decodeLesson } from '../../src/lessons/link';
import { z } from '../../src/zod';
import { inProcess } from '../support/inProcess';

const { connectWorker } = inProcess();
const before = numberWords();
const german = languageOf('de') as Language;

async function speakGerman(): Promise<void> {
  await speak(german);
  writeNumbersIn(writtenIn(german));
}

afterEach(async () => {
  await speak(languageOf('en') as Language);
  writeNumbersIn(before);
});

it('the label of an edit, and what undo says of it', async () => {
  const { document } = createApp({ connectWorker });
  const stop = document.history.watch();
  document.experiment.getState().update(setSettings({ corpus: 'stories' }));
  document.history.change(
    () => 'Its own.',
    () => document.experiment.getState().update(setSettings({ steps: 9 })),
  );
  const { history } = document;
  const labels = () => history.state.getState().past.map(({ label }) => label());
  expect(labels()).toEqual(['Chose the text Stories.', 'Its own.']);
  history.undo();
  history.undo();
  const announced = history.state.getState().announcement;
  expect(announced?.()).toBe('Undid: chose the text Stories.');
  history.redo();
  await speakGerman();
  expect(labels()).toEqual(['Text Geschichten gewählt.']);
  expect(announced?.()).toMatch(/^Rückgängig/);
  stop();
});

it('why a change was refused', async () => {
  const { experiment } = createApp({ connectWorker }).document;
  expect(experiment.getState().update(setModel({ heads: 5 }))).toBe(false);
  const { error } = experiment.getState();
  expect(error?.()).toMatch(/5 heads do not divide a width of/);
  await speakGerman();
  expect(error?.()).toMatch(/5 Köpfe teilen eine Breite von/);
});

it('what a schema without words of its own allows', async () => {
  const kinds: [z.ZodType, unknown, string, string][] = [
    [z.number(), 'x', 'must be a number', 'muss eine Zahl sein'],
    [z.int(), 1.5, 'must be a whole number', 'muss eine ganze Zahl sein'],
    [z.strictObject({ a: z.string() }), {}, 'is missing', 'fehlt'],
    [z.enum(['a', 'b']), 'c', 'must be one of a, b', 'muss eines von diesen sein: a, b'],
    [z.number().max(3), 4, 'must be at most 3', 'darf höchstens 3 sein'],
    [z.number().positive(), 0, 'must be above 0', 'muss über 0 liegen'],
    [z.array(z.string()).min(2), [], 'must have at least 2 entries', 'muss mindestens 2 Einträge haben'],
    [z.string().max(2), 'abc', 'must have at most 2 characters', 'darf höchstens 2 Zeichen haben'],
  ];
  const said = () => kinds.map(([schema, value]) => schema.safeParse(value).error?.issues[0]?.message);
  expect(said()).toEqual(kinds.map(([, , sentence]) => sentence));
  await speakGerman();
  expect(said()).toEqual(kinds.map(([, , , sentence]) => sentence));
});

it('that a lesson’s link is cut', async () => {
  expect(() => decodeLesson('#lesson=1abc')).toThrow('It is cut or damaged.');
  await speakGerman();
  expect(() => decodeLesson('#lesson=1abc')).toThrow('abgeschnitten oder beschädigt');
});
