// Captures that are made anew: equal to those that training took, from few checkpoints, and stopped where a person says so.
import { mapValues, range } from 'es-toolkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import type { TrailStorage } from '../../src/app/library/trailStore';
import { mostOfRun, type TrailEntry } from '../../src/app/session/trail';
import { defaultView } from '../../src/document/view';
import { setVariant } from '../../src/experiment/edit';
import type { Capture } from '../../src/measure/capture';
import type { KeptCheckpoint } from '../../src/train/packedCheckpoint';
import { reset } from '../../src/ui/actions/trainingActions';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { session, playback } = app;
const { history, view } = app.document;
const { runs, replays } = session;
const { update } = app.document.experiment.getState();
history.watch();

/** What IndexedDB keeps, in memory. */
function memory() {
  const kept = new Map<string, { entry: TrailEntry; checkpoint: KeptCheckpoint }>();
  const id = ({ training, step }: TrailEntry) => `${training} ${step}`;
  const storage: TrailStorage = {
    entries: async () => [...kept.values()].map(({ entry }) => entry),
    read: async (entry) => structuredClone(kept.get(id(entry))?.checkpoint),
    async change(dropped, added) {
      for (const entry of dropped) kept.delete(id(entry));
      if (added) kept.set(id(added.entry), structuredClone(added));
    },
  };
  return { storage, steps: () => [...kept.values()].map(({ entry }) => entry.step).sort((a, b) => a - b) };
}

const experiment = tinyExperiment({
  steps: 40,
  evalInterval: 10,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'mlp') },
    { id: 'b', name: 'B', layers: stack('linear') },
  ],
});

const settled = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 5 });
const trained = async () => {
  await session.train();
  await settled(() => expect(runs.getState().state).toBe('finished'));
};
/** Trains so many steps one by one, each of which ends with a checkpoint. */
const stepped = async (count: number) => {
  for (let i = 0; i < count; i++) await session.step();
};
const captures = (id: string, text: string): Capture[] =>
  (runs.getState().captures[id] ?? []).filter((one) => one.text === text);
const isDone = () => expect(replays.state.getState()).toEqual({ isDue: false, progress: null, note: null });

beforeEach(async () => {
  view.getState().set({ ...defaultView, probe: 'Call me' });
  update(() => experiment);
  await session.clear();
  session.keepTrail(null);
});
afterEach(() => session.clear());

/** What the step before a capture did is known of steps that are trained again, not of a checkpoint's own. */
const withoutStep = ({ layers, ...capture }: Capture): unknown => ({
  ...capture,
  layers: layers.map((layer) => layer && { ...layer, step: null }),
});
const allWithoutStep = (all: Readonly<Record<string, readonly Capture[]>>) =>
  mapValues(all, (own) => own.map(withoutStep));

it('equal to the bit those that were taken in training, from the start and from every checkpoint', async () => {
  const { storage, steps } = memory();
  session.keepTrail(storage);
  await stepped(20);
  await trained();
  expect(steps().length).toBeGreaterThan(mostOfRun);
  const before = runs.getState();
  runs.setState({ captures: {} });
  await replays.makeAll();
  isDone();
  expect(allWithoutStep(runs.getState().captures)).toEqual(allWithoutStep(before.captures));
  // Which run's came first says nothing.
  expect(Object.keys(before.captures).toSorted()).toEqual(['a', 'b']);
  // Nothing else has changed.
  expect({ ...runs.getState(), captures: null, attentionProbe: null }).toEqual({
    ...before,
    captures: null,
    attentionProbe: null,
  });

  session.keepTrail(null);
  runs.setState({ captures: {} });
  await replays.makeAll();
  expect(allWithoutStep(runs.getState().captures)).toEqual(allWithoutStep(before.captures));
});

it('of a branch are made from its checkpoints, also where it is loaded anew; none before the first of them', async () => {
  const branch = { ...experiment.runs[0]!, id: 'c', name: 'C', branchOf: { run: 'a', step: 11 } };
  update((e) => ({ ...e, runs: [e.runs[0]!, branch] }));
  const { storage } = memory();
  session.keepTrail(storage);
  await stepped(20);
  await trained();
  const before = runs.getState().captures;
  expect(before.c?.map(({ step }) => step)).toEqual(range(11, 41));
  // The worker resumes the branch from its last checkpoint from here on.
  update((e) => ({ ...e, runs: [...e.runs, { ...experiment.runs[1]!, id: 'd', name: 'D' }] }));
  runs.setState({ captures: {} });
  await replays.makeAll();
  isDone();
  const { a, c } = runs.getState().captures;
  expect(allWithoutStep({ a: a! })).toEqual(allWithoutStep({ a: before.a! }));
  const kept = await storage.entries();
  const first = Math.min(
    ...kept.filter(({ training }) => training.includes('branch')).map(({ step }) => step),
  );
  expect(allWithoutStep({ c: c! })).toEqual(
    allWithoutStep({ c: before.c!.filter(({ step }) => step >= first) }),
  );
  expect(replays.stepsOfAll).toBeNull();

  session.keepTrail(null);
  runs.setState({ captures: {} });
  await replays.makeAll();
  isDone();
  expect(captures('c', 'Call me').map(({ step }) => step)).toEqual([40]);
});

it('of a new probe are made at the checkpoints unasked, elsewhere where a person goes', async () => {
  const { storage, steps } = memory();
  session.keepTrail(storage);
  await stepped(20);
  await trained();
  const along = [...new Set(steps())];
  view.getState().set({ probe: 'me Call' });
  await settled(() => {
    expect(captures('a', 'me Call').map(({ step }) => step)).toEqual([0, ...along, 40]);
    expect(captures('b', 'me Call').map(({ step }) => step)).toEqual([0, ...along, 40]);
    isDone();
  });
  const between = range(41).find((step) => step > 25 && !along.includes(step)) as number;
  playback.moveTo(between);
  expect(view.getState().moment).toBe(between);
  await settled(() => expect(captures('a', 'me Call').map(({ step }) => step)).toContain(between));
  await settled(() => expect(captures('b', 'me Call').map(({ step }) => step)).toContain(between));
  // What training would have taken.
  const made = captures('a', 'me Call');
  await session.clear();
  await trained();
  const taken = captures('a', 'me Call').filter(({ step }) => made.some((capture) => capture.step === step));
  expect(made.map(withoutStep)).toEqual(taken.map(withoutStep));
});

it('keep at most eight checkpoints of a run, spread over its steps; undo has them back, another storage has none', async () => {
  const { storage, steps } = memory();
  session.keepTrail(storage);
  await stepped(39);
  const kept = await storage.entries();
  for (const training of new Set(kept.map((one) => one.training))) {
    const own = kept
      .filter((one) => one.training === training)
      .map(({ step }) => step)
      .sort((a, b) => a - b);
    expect(own).toHaveLength(mostOfRun);
    const gaps = own.slice(1).map((step, i) => step - own[i]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(13);
  }
  const before = steps();
  update(setVariant('a', 0, 'approximate'));
  expect(session.replays.reachable).toEqual([]);
  history.undo();
  runs.setState({ captures: {} });
  await replays.makeAll();
  isDone();
  expect(captures('a', 'Call me')).toHaveLength(40);
  expect(steps()).toEqual(before);
  reset.run(app);
  expect(replays.reachable).toEqual([]);
});

it('of another probe are made where the runs stand, also between two captures', async () => {
  update((e) => ({ ...e, steps: 400, evalInterval: 400 }));
  // Captures come after steps 1, 2, 4, 8 and each tenth.
  await stepped(13);
  view.getState().set({ probe: 'some years ago' });
  for (const id of ['a', 'b'])
    await settled(() => expect(captures(id, 'some years ago').map(({ step }) => step)).toEqual([0, 13]));
  isDone();
});

it('stop where a person says so, and keep what was made; an edit stops what is under way', async () => {
  update((e) => ({ ...e, steps: 400, evalInterval: 400 }));
  await trained();
  const all = captures('a', 'Call me').length;
  for (const end of [() => replays.stop(), () => void update(setVariant('b', 0, 'standard'))]) {
    runs.setState({ captures: {} });
    const over = replays.makeAll();
    await settled(() => expect(captures('a', 'Call me').length).toBeGreaterThan(3));
    end();
    await over;
    expect(replays.state.getState().progress).toBeNull();
    const made = captures('a', 'Call me').length;
    expect(made).toBeLessThan(all);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(captures('a', 'Call me')).toHaveLength(made);
  }
});

it('are all made though a person goes to a moment meanwhile, other steps are trained again, or the experiment is edited', async () => {
  update((e) => ({ ...e, steps: 400, evalInterval: 400 }));
  await trained();
  const rename = () =>
    update((e) => ({ ...e, runs: e.runs.map((run) => ({ ...run, name: `${run.name}, renamed` })) }));
  const steps = (id: string) => captures(id, 'Call me').map(({ step }) => step);
  const all = steps('a');
  for (const meanwhile of [
    () => playback.moveTo(390),
    () => playback.live(),
    () => replays.checkpointsAt(['a'], 3),
    rename,
  ]) {
    runs.setState({ captures: {} });
    void replays.makeAll();
    await settled(() => expect(steps('a').length).toBeGreaterThan(3));
    await meanwhile();
    expect(replays.state.getState().isDue).toBe(true);
    await settled(isDone);
    expect([steps('a'), steps('b')], String(meanwhile)).toEqual([all, all]);
    expect(replays.stepsOfAll).toBeNull();
  }
});

it('say whether they are of a moment alone', async () => {
  await trained();
  runs.setState({ captures: {} });
  const told: (boolean | undefined)[] = [];
  const unwatch = replays.state.subscribe(({ progress }) => told.push(progress?.ofAll));
  playback.moveTo(20);
  await settled(() => expect(captures('b', 'Call me').map(({ step }) => step)).toContain(20));
  await settled(isDone);
  unwatch();
  expect(told).toContain(false);
  expect(told).not.toContain(true);
  const over = replays.makeAll();
  playback.moveTo(30);
  expect(replays.state.getState().progress).toMatchObject({ ofAll: true });
  await over;
  isDone();
});

it('tell why they cannot be made', async () => {
  await trained();
  runs.setState({ captures: {} });
  // The worker refuses a text without tokens.
  view.getState().set({ probe: '' });
  await replays.makeAll();
  expect(replays.state.getState().note).toEqual({ error: expect.stringContaining('Write a probe text') });
});

it('of more than 128 tokens are made one at a time, where a person goes', async () => {
  const probe = 'Call me Ishmael. '.repeat(10);
  view.getState().set({ probe });
  update((e) => ({ ...e, steps: 8, evalInterval: 4, model: { ...e.model, context: 136 } }));
  await trained();
  const steps = () => captures('a', probe).map(({ step }) => step);
  expect(steps()).toEqual([0, 8]);
  expect(replays.stepsOfAll).toBeNull();
  for (const moment of [5, 3]) {
    playback.moveTo(moment);
    await settled(() => expect(steps()).toEqual([0, moment, 8]));
  }
});

const longProbe = 'Call me Ishmael. '.repeat(10);
const trainedOnLong = async () => {
  update((e) => ({ ...e, steps: 8, evalInterval: 4, model: { ...e.model, context: 136 } }));
  await trained();
  const begun = new Promise<void>((resolve) => {
    const unwatch = replays.state.subscribe(({ progress }) => {
      if (!progress) return;
      unwatch();
      resolve();
    });
  });
  view.getState().set({ probe: longProbe });
  await begun;
};
const areHeld = () => {
  for (const id of ['a', 'b']) expect(captures(id, longProbe).map(({ step }) => step)).toEqual([0, 8]);
  isDone();
};

it('of a long probe are made with that of the moment to which a person goes meanwhile', async () => {
  await trainedOnLong();
  replays.stop();
  void replays.makeAll();
  playback.moveTo(5);
  await settled(() => {
    expect(captures('a', longProbe).map(({ step }) => step)).toEqual([0, 5, 8]);
    isDone();
  });
});

it('are made for a new long probe though a person goes elsewhere and back meanwhile', async () => {
  await trainedOnLong();
  playback.first();
  playback.live();
  expect(replays.state.getState().isDue).toBe(true);
  await settled(areHeld);
});

it('are begun again where other steps were trained again in their place, or the experiment was edited', async () => {
  await trainedOnLong();
  expect(Object.keys((await replays.checkpointsAt(['a'], 3)) ?? {})).toEqual(['a']);
  await settled(areHeld);
  view.getState().set({ probe: 'me Call' });
  view.getState().set({ probe: longProbe });
  runs.setState({ captures: {} });
  update((e) => ({ ...e, runs: e.runs.map((run) => ({ ...run, name: `${run.name}, renamed` })) }));
  await settled(areHeld);
});

it('of a long probe are offered where a person stopped them', async () => {
  await trainedOnLong();
  replays.stop();
  expect(replays.state.getState()).toEqual({ isDue: false, progress: null, note: 'stopped' });
  expect(captures('b', longProbe)).toEqual([]);
  expect(replays.stepsOfAll).toBe(0);
  await replays.makeAll();
  areHeld();
  expect(replays.stepsOfAll).toBeNull();
});
