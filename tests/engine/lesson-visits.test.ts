// Lessons on the page, with the worker's real Lab behind the session: stages, predictions, recordings, and the ways out.
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { createApp } from '../../src/app/app';
import { openDraft } from '../../src/app/lessons/drafts';
import { asksFirst, isStepDone, isStepTrained } from '../../src/app/lessons/lessonState';
import { keptVisit } from '../../src/app/lessons/lessonVisit';
import { trainsAlike } from '../../src/experiment/edit';
import { encodeLesson } from '../../src/lessons/link';
import { type Lesson, readLesson } from '../../src/lessons/schema';
import { stageAt } from '../../src/lessons/stage';
import { canRun, pageState } from '../../src/ui/actions/action';
import { step, train } from '../../src/ui/actions/trainingActions';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { document, session, lessons, autosave } = app;
const lesson = readLesson(readFileSync(inRoot('src', 'lessons', 'files', 'mixing.json'), 'utf8'));
const trained = lesson.steps.findIndex((one) => one.train);
const own = tinyExperiment({ steps: 3, runs: [{ id: 'own', name: 'Mine', layers: stack('mlp') }] });

const state = () => lessons.state.getState();
const runs = () => session.runs.getState();
const experiment = () => document.experiment.getState().experiment;
const finished = () =>
  vi.waitFor(() => expect(runs().state).toBe('finished'), { timeout: 20_000, interval: 5 });
/** The site's own files. */
const fetched = vi.fn(async (url: string) => {
  const file = inRoot('public', ...new URL(url).pathname.split('/'));
  return existsSync(file) ? new Response(readFileSync(file, 'utf8')) : new Response('', { status: 404 });
});

function stubPage(search = '') {
  const place = { search, pathname: '/lab/', hash: '' };
  vi.stubGlobal('location', place);
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_state: unknown, _title: string, url: string) => {
      place.search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
    },
  });
  return place;
}
let page = stubPage();

beforeEach(async () => {
  page = stubPage();
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal('document', { baseURI: 'http://lab.test/' });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.stubGlobal('fetch', fetched);
  fetched.mockClear();
  document.experiment.getState().update(() => own);
  await session.reset();
});
afterEach(async () => {
  await lessons.leave('keep');
  await session.clear();
  vi.unstubAllGlobals();
});

/** The lesson with a tiny experiment in place of its own. */
const tiny = (): Lesson => ({
  ...lesson,
  id: 'tiny',
  experiments: {
    mixing: tinyExperiment({
      steps: 4,
      evalInterval: 2,
      task: { id: 'recall', knobs: { pairs: 2, values: 2, hints: 0 } },
      runs: [
        { id: 'standard', name: 'S', layers: stack('standard', 'standard') },
        { id: 'mlp', name: 'M', layers: stack('mlp', 'mlp') },
      ],
    }),
  },
});

it('enters as an experiment of its own, and leaving brings back what was there, or keeps the lesson’s', async () => {
  const before = autosave.state.getState().current.id;
  expect(await lessons.open(lesson)).toBe(true);
  expect(experiment()).toEqual(stageAt(lesson, 0).experiment);
  expect(autosave.state.getState().current.id).not.toBe(before);
  expect(page.search).toBe('?lesson=mixing&step=1');
  await lessons.move(1);
  expect(page.search).toBe('?lesson=mixing&step=2');
  await lessons.leave('back');
  expect(state().open).toBeNull();
  expect(page.search).toBe('');
  expect(experiment()).toEqual(own);

  await lessons.open(lesson, 1);
  await lessons.leave('keep');
  expect(experiment()).toEqual(stageAt(lesson, 1).experiment);
  expect(state().open).toBeNull();
});

it('shows each step’s stage from either side and after edits, and asks for no step beyond its ends', async () => {
  await lessons.open(lesson);
  const shown = () => [experiment(), document.view.getState().railTab, document.view.getState().dockTab];
  const onward = [];
  for (const at of lesson.steps.keys()) {
    await lessons.goTo(at);
    onward.push(shown());
  }
  await lessons.move(1);
  expect(state().open?.at).toBe(lesson.steps.length - 1);
  const back = [];
  for (const at of [...lesson.steps.keys()].reverse()) {
    await lessons.goTo(at);
    back.push(shown());
  }
  expect(back.reverse()).toEqual(onward);
  await lessons.goTo(-1);
  expect(state().open?.at).toBe(0);
  document.experiment.getState().update(({ runs: [first], ...e }) => ({ ...e, runs: [first!] }));
  document.view.getState().set({ railTab: 'settings' });
  await lessons.restage();
  expect(shown()).toEqual(onward[0]);
});

it('trains nothing, by button or by key, and plays nothing before the prediction is locked in', async () => {
  await lessons.open(lesson, trained);
  expect(asksFirst(state())).toBe(true);
  expect([train, step].map((action) => canRun(action, pageState(app)))).toEqual([false, false]);
  await lessons.acts.play();
  expect(runs().recorded).toBe(false);
  lessons.acts.answer(20);
  expect(lessons.acts.lockIn()).toBe(true);
  expect([train, step].map((action) => canRun(action, pageState(app)))).toEqual([true, true]);
  // Locked in, it stays.
  lessons.acts.answer(80);
  expect(state().answers[lesson.steps[trained]!.id]).toEqual({ value: 20, locked: true });
  await lessons.acts.play();
  expect(runs().recorded).toBe(true);
  expect(isStepTrained(state(), runs())).toBe(true);
  // Going on and back it is still there.
  await lessons.move(1);
  await lessons.move(-1);
  expect(state().answers[lesson.steps[trained]!.id]?.locked).toBe(true);
  expect(runs().recorded).toBe(true);
});

it('fetches a recording once for all steps that show it, and again where it failed', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const fresh = createApp({ connectWorker }).lessons;
  fetched.mockImplementationOnce(async () => new Response('', { status: 404 }));
  await fresh.open(lesson, trained);
  await vi.waitFor(() => expect(warn).toHaveBeenCalled());
  expect(fetched).toHaveBeenCalledTimes(1);
  await fresh.goTo(trained + 1);
  await fresh.goTo(trained);
  await fresh.goTo(trained + 1);
  expect(fetched).toHaveBeenCalledTimes(2);
  expect(fresh.state.getState().error).toBeNull();
  await fresh.leave('keep');
  warn.mockRestore();
});

it('keeps a real training when going on and back, and has the steps after it show it', async () => {
  const small = tiny();
  await lessons.open(small, trained);
  lessons.acts.lockIn();
  await session.train();
  await finished();
  const losses = () => Array.from(runs().curves.mlp?.train.values ?? []);
  const real = losses();
  expect(real).toHaveLength(4);
  expect(isStepTrained(state(), runs())).toBe(true);
  await lessons.move(1);
  expect(losses()).toEqual(real);
  expect(runs().recorded).toBe(false);
  await lessons.goTo(0);
  expect(losses()).toEqual([]);
  await lessons.goTo(trained);
  expect(losses()).toEqual(real);
  await lessons.restage();
  expect(losses()).toEqual([]);
});

it('of two quick moves shows the later one', async () => {
  await lessons.open(lesson);
  await Promise.all([lessons.goTo(2), lessons.goTo(1)]);
  expect(state().open?.at).toBe(1);
  expect(page.search).toBe('?lesson=mixing&step=2');
  await Promise.all([lessons.move(1), lessons.goTo(0)]);
  expect(state().open?.at).toBe(0);
  expect(trainsAlike(experiment(), stageAt(lesson, 0).experiment)).toBe(true);
});

it('opens by its address, cold; after a reload it goes on with the answers', async () => {
  page.search = `?lesson=mixing&step=${trained + 1}`;
  await lessons.openAddressed();
  expect(state().open?.at).toBe(trained);
  lessons.acts.answer(33);
  lessons.acts.lockIn();
  const { before } = keptVisit()!;
  // As a page that is loaded anew has it: its experiment was saved under the same id.
  lessons.state.setState({ open: null, answers: {} });
  await lessons.openAddressed();
  expect(state().answers[lesson.steps[trained]!.id]).toEqual({ value: 33, locked: true });
  expect(keptVisit()?.before).toBe(before);
  await lessons.leave('back');
  expect(experiment()).toEqual(own);
  expect(keptVisit()).toBeNull();
});

it('shows the stage of another step of the lesson that a link names in the same tab', async () => {
  await lessons.open(lesson, trained);
  lessons.acts.answer(33);
  lessons.acts.lockIn();
  await lessons.acts.play();
  const last = lesson.steps.length - 1;
  expect(lesson.steps[last]?.exercise).toBeDefined();
  lessons.state.setState({ open: null, answers: {} });
  page.search = `?lesson=mixing&step=${last + 1}`;
  await lessons.openAddressed();
  expect(experiment()).toEqual(stageAt(lesson, last).experiment);
  expect(runs()).toMatchObject({ state: 'empty', recorded: false });
  await lessons.goTo(trained);
  expect(state().answers[lesson.steps[trained]!.id]).toEqual({ value: 33, locked: true });
});

it('says where the address names no lesson of the lab, and goes to the last step of one that has fewer', async () => {
  page.search = '?lesson=nothing';
  await lessons.openAddressed();
  expect(state()).toMatchObject({ open: null, fetching: false });
  expect(state().error).toContain('nothing');
  expect(experiment()).toEqual(own);
  // The list of those there are says it.
  expect(document.view.getState().dialog).toEqual({ kind: 'lessons' });
  page.search = '?lesson=mixing&step=99';
  await lessons.openAddressed();
  expect(state().open?.at).toBe(lesson.steps.length - 1);
});

/** The tiny lesson, whose step after the training evaluates, once its question is answered. */
const evaluating = (): Lesson => {
  const small = tiny();
  const [, , result] = small.steps;
  const question = {
    kind: 'choose',
    prompt: { en: 'Which?' },
    options: [
      { text: { en: 'One' }, right: true },
      { text: { en: 'Two' }, right: false },
    ],
  } as const;
  const evaluates = {
    ...result!,
    id: 'evaluates',
    question: { ...question, options: [...question.options] },
  };
  return {
    ...small,
    steps: [...small.steps.slice(0, 2), { ...evaluates, evaluate: ['perplexity'] }, result!],
  };
};
const evaluated = () => Object.keys(runs().evaluations.mlp?.outcomes ?? {});

it('evaluates what was trained, after the prediction; the steps before do not show it, those after do', async () => {
  const small = evaluating();
  await lessons.open(small, trained);
  lessons.acts.lockIn();
  await session.train();
  await finished();
  await lessons.move(1);
  expect(isStepDone(state(), runs())).toBe(false);
  await lessons.acts.evaluate();
  expect(evaluated()).toEqual([]);
  lessons.acts.answer(0);
  lessons.acts.lockIn();
  await lessons.acts.evaluate();
  expect(evaluated()).toEqual(['perplexity']);
  expect(isStepDone(state(), runs())).toBe(true);
  await lessons.move(-1);
  expect(evaluated()).toEqual([]);
  expect(runs().curves.mlp?.train.values).toHaveLength(4);
  await lessons.move(1);
  expect(evaluated()).toEqual(['perplexity']);
  await lessons.move(1);
  expect(evaluated()).toEqual(['perplexity']);
  await lessons.goTo(trained + 1);
  await lessons.restage();
  expect(evaluated()).toEqual([]);
});

it('of a recording shows what was evaluated with it once that is asked for, and cold after the step', async () => {
  const context = readLesson(readFileSync(inRoot('src', 'lessons', 'files', 'context.json'), 'utf8'));
  const fresh = createApp({ connectWorker });
  const known = () => Object.keys(fresh.session.runs.getState().evaluations.mlp?.outcomes ?? {});
  const at = context.steps.findIndex(({ evaluate }) => evaluate);
  await fresh.lessons.open(context, at);
  expect(known()).not.toContain('contextLength');
  expect(known()).toContain('perplexity');
  fresh.lessons.acts.answer(0);
  fresh.lessons.acts.lockIn();
  await fresh.lessons.acts.evaluate();
  expect(known()).toContain('contextLength');
  await fresh.lessons.move(-1);
  expect(known()).not.toContain('contextLength');
  await fresh.lessons.open(context, at + 1);
  expect(known()).toContain('contextLength');
  await fresh.lessons.leave('keep');
});

it('moves the time slider and switches heads off as a step says, whichever way it is entered', async () => {
  const changed = structuredClone(lesson);
  const [, , result, after] = changed.steps;
  result!.view = { ...result!.view, moment: 50 };
  after!.view = { moment: null };
  after!.edits = [{ do: 'headsOff', run: 'standard', heads: [[1, 0]] }];
  const shown = () => [document.view.getState().moment, experiment().runs[0]?.overrides?.headsOff];
  await lessons.open(changed, 2);
  expect(shown()).toEqual([50, undefined]);
  await lessons.move(1);
  // What is trained without that head is another run: nothing of the recording is shown of it.
  expect(shown()).toEqual([null, [[1, 0]]]);
  expect(runs().recorded).toBe(false);
  await lessons.move(-1);
  expect(shown()).toEqual([50, undefined]);
  expect(runs().recorded).toBe(true);
});

it('switches a layer off of what was trained, and nothing of a recording', async () => {
  const small = tiny();
  const result = { ...small.steps[2]!, without: { run: 'standard', layers: [1], heads: [[0, 0]] } };
  const steps = [small.steps[0]!, small.steps[1]!, result] as Lesson['steps'];
  const changes = () => session.ablation.state.getState().changes;
  await lessons.open({ ...small, steps }, trained);
  lessons.acts.lockIn();
  await session.train();
  await finished();
  await lessons.move(1);
  await lessons.acts.switchOff();
  expect(changes()).toHaveLength(1);
  const [{ runId, name, step, whole, without }] = changes() as [ReturnType<typeof changes>[number]];
  expect({ runId, name, step }).toEqual({ runId: 'standard', name: 'layer 2, layer 1 head 1', step: 4 });
  expect(whole.loss).not.toBe(without.loss);
  session.runs.setState({ recorded: true });
  await lessons.acts.switchOff();
  expect(changes()).toHaveLength(1);
  // As another experiment takes the page.
  await session.clear();
  expect(changes()).toEqual([]);
});

it('trains until the reader’s click, and takes that for the end', async () => {
  const small = tiny();
  small.steps[trained]!.train = { patience: 60, until: { click: true } };
  await lessons.open(small, trained);
  lessons.acts.lockIn();
  await session.step();
  await vi.waitFor(() => expect(runs().state).toBe('paused'), { timeout: 20_000, interval: 5 });
  expect(isStepTrained(state(), runs())).toBe(true);
});

it('offers a recording only where there is one', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { drafts } = app;
  drafts.begin();
  drafts.change((draft) => ({ ...draft, steps: [{ ...draft.steps[0]!, train: { patience: 60 } }] }));
  const own = openDraft(drafts.state.getState())!;
  await lessons.open(lesson, trained);
  expect(state().hasRecording).toBe(true);
  await lessons.open(own);
  await vi.waitFor(() => expect(warn).toHaveBeenCalled());
  expect(state().hasRecording).toBe(false);
  // A lesson of one's own that trains as a ready experiment of the lab does has that one's.
  drafts.change((draft) => ({ ...draft, experiments: { 'experiment-1': { ready: 'mixing' } } }));
  await lessons.open(openDraft(drafts.state.getState())!);
  await vi.waitFor(() => expect(state().hasRecording).toBe(true));
  drafts.remove(own.id);
  warn.mockRestore();
});

it('opens the lesson of a link, keeps it once, and says where it is cut', async () => {
  const { drafts } = app;
  const before = drafts.state.getState().drafts.length;
  const kept = () => drafts.state.getState().drafts.slice(before);
  const named = { ...lesson, id: 'sent' };
  page.hash = encodeLesson(named);
  await lessons.openAddressed();
  expect(state().open?.lesson).toEqual(named);
  expect(page.search).toBe('?lesson=sent&step=1');
  expect(kept()).toEqual([named]);
  await lessons.openLinked();
  expect(kept()).toEqual([named]);
  // Another lesson under the same name is kept beside it.
  page.hash = encodeLesson({ ...named, minutes: 30 });
  await lessons.openLinked();
  expect(kept()).toHaveLength(2);
  expect(kept()[1]!.id).not.toBe('sent');
  page.hash = page.hash.slice(0, 300);
  expect(await lessons.openLinked()).toBe(true);
  expect(state().error).toContain('cut or damaged');
  expect(document.view.getState().dialog).toEqual({ kind: 'lessons' });
  page.hash = '';
  expect(await lessons.openLinked()).toBe(false);
  for (const { id } of kept()) drafts.remove(id);
});
