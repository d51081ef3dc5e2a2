// Two apps side by side, each with a worker of its own in this process: what one does is nothing to the other.
import { afterAll, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { defaultExperiment } from '../../src/experiment/defaults';
import { setSettings, setVariant } from '../../src/experiment/edit';
import type { Experiment } from '../../src/experiment/schema';
import { allUnpacked } from '../../src/train/packedCheckpoint';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';

const experiment: Experiment = {
  ...defaultExperiment(),
  batch: 2,
  steps: 100_000,
  evalWindows: 2,
  model: { ...defaultExperiment().model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 8 },
  runs: [{ id: 'a', name: 'A', layers: stack('standard') }],
};

const one = createApp(inProcess());
const other = createApp(inProcess());
const runs = ({ session }: typeof one) => session.runs.getState();
const steps = (app: typeof one) => runs(app).curves.a?.train.steps ?? new Float64Array();
const grown = (app: typeof one, than: number) =>
  vi.waitFor(() => expect(steps(app).length).toBeGreaterThan(than), { timeout: 20_000, interval: 5 });

afterAll(() => Promise.all([one.session.reset(), other.session.reset()]));

it('one trains on while the other is paused, edited, stepped and reset', async () => {
  for (const app of [one, other]) app.document.experiment.getState().update(() => experiment);
  await Promise.all([one.session.train(), other.session.train()]);
  await Promise.all([grown(one, 1), grown(other, 1)]);

  await other.session.pause();
  await vi.waitFor(() => expect(runs(other).state).toBe('paused'), { timeout: 10_000 });
  const paused = steps(other).length;
  await grown(one, steps(one).length + 3);
  expect(runs(one).state).toBe('training');
  expect(steps(other)).toHaveLength(paused);

  other.document.experiment.getState().update(setVariant('a', 0, 'mlp'));
  other.document.view.getState().set({ probe: 'the sea', dialog: { kind: 'help' } });
  other.notices.say({ id: 'slept', text: () => 'Slept.' });
  expect(runs(other)).toMatchObject({ state: 'empty', curves: {} });
  await grown(one, steps(one).length + 3);
  expect(one.document.experiment.getState().experiment).toEqual(experiment);
  expect(one.document.view.getState()).toMatchObject({ dialog: null });
  expect(one.notices.state.getState()).toEqual([]);

  other.document.experiment.getState().update(setSettings({ steps: 1 }));
  await other.session.train();
  await vi.waitFor(() => expect(runs(other).state).toBe('finished'), { timeout: 10_000 });
  expect(Array.from(steps(other))).toEqual([1]);
  expect(runs(one).state).toBe('training');
  // Every step once, in order: no event of the other came in between.
  expect(Array.from(steps(one))).toEqual(Array.from(steps(one), (_, i) => i + 1));
  const [own, others] = await Promise.all([one, other].map((app) => allUnpacked(runs(app).checkpoints)));
  expect(own?.a?.params).toBeDefined();
  expect(own?.a?.params).not.toEqual(others?.a?.params);
});

it('a step asked for while one trains does not stop it', async () => {
  const before = steps(one).length;
  expect(runs(one).state).toBe('training');
  await one.session.step();
  await grown(one, before + 3);
  expect(runs(one).state).toBe('training');
});

it('the crash of one worker is not told to the other', async () => {
  const { connectWorker, workers } = inProcess({ freeAtEnd: true });
  const third = createApp({ connectWorker });
  third.document.experiment.getState().update(() => experiment);
  await third.session.train();
  await grown(third, 0);
  workers[0]?.crash('Gone.');
  expect(runs(third).state).toBe('failed');
  const before = steps(one).length;
  await grown(one, before);
  expect(runs(one)).toMatchObject({ state: 'training', message: null });
});
