// Lessons on the page, with the worker's real Lab behind the session: what was there stays, predictions come first, trainings are kept.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { createApp } from '../../src/app/app';
import { asksFirst, isStepTrained } from '../../src/app/lessons/lessonState';
import { type Lesson, parseLesson } from '../../src/lessons/schema';
import { canRun, pageState } from '../../src/ui/actions/action';
import { train } from '../../src/ui/actions/trainingActions';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const { connectWorker } = inProcess();
const recording = readFileSync(inRoot('public', 'recordings', 'mixing.json'), 'utf8');
const prompt = { en: 'What?' };
const tiny = tinyExperiment({
  // More than are made before the pause arrives.
  steps: 5000,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard') },
    { id: 'b', name: 'B', layers: stack('mlp') },
  ],
});

/** A recorded training, a result, an experiment that is trained here, and an exercise on it. */
const lesson: Lesson = parseLesson({
  format: 'attention-lab-lesson',
  version: 1,
  id: 'test',
  place: 1,
  minutes: 1,
  title: { en: 'A test' },
  summary: { en: 'A test.' },
  experiments: { mixing: { ready: 'mixing' }, tiny },
  steps: [
    {
      id: 'predict',
      title: prompt,
      body: prompt,
      experiment: 'mixing',
      view: { unit: 'accuracy' },
      question: {
        kind: 'number',
        prompt,
        measure: { run: 'mlp', of: 'accuracy', at: 'end' },
        from: 0,
        to: 100,
        step: 1,
        tolerance: 5,
      },
      train: {},
    },
    { id: 'result', title: prompt, body: prompt, marks: ['run:mlp'] },
    { id: 'real', title: prompt, body: prompt, experiment: 'tiny', train: { until: { step: 2 } } },
    { id: 'after', title: prompt, body: prompt },
  ],
});

const app = createApp({ connectWorker });
const { document, session, lessons, autosave } = app;
const runs = () => session.runs.getState();
const experiment = () => document.experiment.getState().experiment;
const mayTrain = () => canRun(train, pageState(app));
const reached = (wanted: string) =>
  vi.waitFor(() => expect(runs().state).toBe(wanted), { timeout: 20_000, interval: 5 });
let fetched: string[] = [];
let address = '';

beforeEach(() => {
  fetched = [];
  address = '/lab/';
  vi.stubGlobal('document', { baseURI: 'http://lab.test/' });
  vi.stubGlobal('location', { pathname: '/lab/', search: '', hash: '' });
  vi.stubGlobal('history', {
    state: null,
    replaceState(_: unknown, __: string, url: string) {
      address = url;
    },
  });
  vi.stubGlobal('fetch', async (url: string) => {
    fetched.push(url);
    return new Response(recording);
  });
});
afterEach(async () => {
  await lessons.leave('keep');
  await session.clear();
  vi.unstubAllGlobals();
});

it('opens beside what is there, names itself in the address, and shows each step as it is declared', async () => {
  const before = autosave.state.getState().current.id;
  expect(await lessons.open(lesson)).toBe(true);
  expect(autosave.state.getState().current).toMatchObject({ name: 'Lesson: A test' });
  expect(autosave.state.getState().current.id).not.toBe(before);
  expect(address).toBe('/lab/?lesson=test&step=1');
  expect(document.view.getState().unit).toBe('accuracy');
  expect(runs()).toMatchObject({ state: 'empty', recorded: false, curves: {} });

  // What is seen is the same from the front, from behind and at once.
  const seen = () => ({
    experiment: experiment(),
    moment: document.view.getState().moment,
    curves: runs().curves,
  });
  await lessons.goTo(1);
  const forwards = seen();
  expect(Object.keys(forwards.curves)).toEqual(['standard', 'mlp']);
  expect(runs()).toMatchObject({ recorded: true });
  expect(forwards.moment).toBe(600);
  await lessons.goTo(3);
  await lessons.goTo(1);
  expect(seen()).toEqual(forwards);
  await lessons.leave('keep');
  expect(address).toBe('/lab/');
  await lessons.open(lesson, 1);
  expect(seen()).toEqual(forwards);
  await lessons.goTo(9);
  expect(seen()).toEqual(forwards);
  // Each recording once, the one of a step to come too.
  expect(fetched.filter((url) => url.endsWith('recordings/mixing.json'))).toHaveLength(1);
  expect(new Set(fetched).size).toBe(fetched.length);
});

it('trains nothing, by button or key, before the prediction is locked in, which then stays', async () => {
  await lessons.open(lesson);
  expect(asksFirst(lessons.state.getState())).toBe(true);
  expect(mayTrain()).toBe(false);
  await lessons.acts.play();
  expect(runs().recorded).toBe(false);
  lessons.acts.answer(20);
  expect(mayTrain()).toBe(false);
  expect(lessons.acts.lockIn()).toBe(true);
  expect(mayTrain()).toBe(true);
  lessons.acts.answer(90);
  expect(lessons.state.getState().answers.predict).toEqual({ value: 20, locked: true });
});

it('plays a recording, in which nothing is known before its end, and nothing trains', async () => {
  await lessons.open(lesson);
  lessons.acts.lockIn();
  await lessons.acts.play();
  const { playing } = lessons.state.getState();
  expect(playing?.steps).toBe(600);
  expect(mayTrain()).toBe(false);
  expect(isStepTrained(lessons.state.getState(), runs())).toBe(false);
  expect(runs().curves.mlp?.train.last?.step ?? 0).toBeLessThan(600);
  lessons.acts.finishPlaying();
  expect(runs().curves.mlp?.train.last?.step).toBe(600);
  expect(isStepTrained(lessons.state.getState(), runs())).toBe(true);
  // An edit takes the page from a recording that plays.
  await lessons.restage();
  await lessons.acts.play();
  document.experiment.getState().update((e) => ({ ...e, seed: 9 }));
  expect(lessons.state.getState().playing).toBeNull();
  const curves = runs().curves;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(runs().curves).toBe(curves);
});

it('ends a training where the step says, and has it again from the steps around', async () => {
  await lessons.open(lesson, 2);
  await session.train();
  await reached('paused');
  expect(runs().progress?.step).toBeGreaterThanOrEqual(2);
  expect(isStepTrained(lessons.state.getState(), runs())).toBe(true);
  const losses = Array.from(runs().curves.a?.train.values ?? []);
  await lessons.move(1);
  expect(Array.from(runs().curves.a?.train.values ?? [])).toEqual(losses);
  await lessons.move(-2);
  expect(runs().recorded).toBe(true);
  await lessons.goTo(2);
  expect(Array.from(runs().curves.a?.train.values ?? [])).toEqual(losses);
  await lessons.restage();
  expect(runs().curves).toEqual({});
});

it('says why a recording cannot be had, stays where it was, and has it once it can be', async () => {
  await lessons.open(lesson);
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
  const other = { ...lesson, id: 'other', experiments: { ...lesson.experiments } } as Lesson;
  expect(await lessons.open(other, 3)).toBe(false);
  expect(lessons.state.getState().error).toMatch(/404/);
});
