// Runs write and are taken apart as they were at an earlier moment: with the weights of that step, trained again where none are kept.
import { last } from 'es-toolkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { defaultView } from '../../src/document/view';
import { promptOf, sampleSettings, sampleTokens } from '../../src/runtime/sample';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { session } = app;
const { view } = app.document;
const { runs, replays, ablation } = session;
const { update } = app.document.experiment.getState();

const experiment = tinyExperiment({
  steps: 40,
  evalInterval: 10,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'mlp') },
    { id: 'b', name: 'B', layers: stack('linear') },
  ],
});
const probe = 'Call me Ishmael. Loomings.';

const trained = async () => {
  await session.train();
  await vi.waitFor(() => expect(runs.getState().state).toBe('finished'), { timeout: 60_000, interval: 5 });
};
const sampleAt = (id: string, step: number) =>
  runs.getState().captures[id]?.find((one) => one.step === step)?.sample?.written;
/** What each run writes at a moment, and at which step. */
async function written(moment: number | null, runIds = ['a', 'b']) {
  const texts: Record<string, { step: number; text: string }> = {};
  const request = { ...sampleSettings, runIds, prompt: promptOf(probe), maxTokens: sampleTokens, stop: '' };
  await session.generation.run(
    request,
    ({ runId, step, text }) => {
      texts[runId] = { step, text: (texts[runId]?.text ?? '') + text };
    },
    () => {},
    moment,
  );
  return texts;
}

beforeEach(async () => {
  view.getState().set({ ...defaultView, probe });
  update(() => experiment);
  await session.clear();
  session.keepTrail(null);
});
afterEach(() => session.clear());

it('runs write what they wrote then, and the loaded ones stay as they are', async () => {
  await trained();
  const before = runs.getState();
  for (const step of [20, 30])
    expect(await written(step + 3)).toMatchObject({ a: { step: step + 3 }, b: { step: step + 3 } });
  const at = await written(20);
  for (const id of ['a', 'b']) expect(at[id]).toEqual({ step: 20, text: sampleAt(id, 20) });
  expect(at.a?.text).not.toBe(sampleAt('a', 40));
  // The last step is as they are now: nothing is trained again.
  const replay = vi.spyOn(replays.state, 'setState');
  for (const moment of [40, null])
    expect(await written(moment, ['a'])).toEqual({ a: { step: 40, text: sampleAt('a', 40) } });
  expect(replay.mock.calls.filter(([state]) => 'progress' in state && state.progress)).toEqual([]);
  replay.mockRestore();
  expect({ ...runs.getState(), attentionProbe: null }).toEqual({ ...before, attentionProbe: null });
});

it('runs predict a text as they did then, and as they do now without a moment', async () => {
  await trained();
  const stepsOf = async (moment: number | null) => {
    const read = await session.generation.read(['a', 'b'], probe, moment);
    return read!.runs.map(({ step, losses }) => ({ step, losses: [...losses] }));
  };
  const [then, now] = [await stepsOf(20), await stepsOf(null)];
  expect([then.map(({ step }) => step), now.map(({ step }) => step)]).toEqual([
    [20, 20],
    [40, 40],
  ]);
  expect(then[0]?.losses).not.toEqual(now[0]?.losses);
  await session.clear();
  for (let n = 0; n < 20; n++) await session.step();
  expect(await stepsOf(null)).toEqual(then);
});

it('runs are taken apart as they were then', async () => {
  await trained();
  const { validation } = runs.getState().curves.a!;
  await ablation.grid(['a'], 10);
  expect(ablation.state.getState().error).toBeNull();
  const grid = ablation.state.getState().grids.a!;
  expect(grid.step).toBe(10);
  expect(grid.whole.loss).toBeCloseTo(validation.values[1]!, 6);
  expect(grid.whole.loss).not.toBeCloseTo(last([...validation.values])!, 4);
  // Two layers, of which the first has two heads.
  expect(Object.keys(grid.without)).toHaveLength(4);

  const maps = [{ layer: 0, by: { runId: 'b' } }];
  await ablation.measure('a', { maps }, 'another map', 10);
  await ablation.measure('a', { maps }, 'another map', null);
  const [now, then] = ablation.state.getState().changes;
  expect([then?.step, now?.step]).toEqual([10, 40]);
  expect(then?.whole.loss).toBe(grid.whole.loss);
  expect(then?.without.loss).not.toBe(now?.without.loss);
  // The same once more stands in the place of what it was.
  await ablation.measure('a', { maps }, 'another map', 10);
  expect(ablation.state.getState().changes).toEqual([then, now]);
});

it('grids of several runs are measured one after the other, at one step; a stop ends them all', async () => {
  await trained();
  const { state } = ablation;
  const told: unknown[] = [];
  const end = state.subscribe(({ progress }) => void told.push(progress && [progress.run, progress.runs]));
  await ablation.grid(['a', 'b'], 10);
  end();
  expect(told).toContainEqual([1, 2]);
  expect(told).toContainEqual([2, 2]);
  const { grids, progress } = state.getState();
  expect(progress).toBeNull();
  expect([grids.a, grids.b].map((grid) => [grid?.step, grid?.moment])).toEqual([
    [10, 10],
    [10, 10],
  ]);
  ablation.clear();
  const measuring = ablation.grid(['a', 'b'], null);
  await vi.waitFor(() => expect(state.getState().grids.a).toBeDefined(), { interval: 1 });
  await ablation.stop();
  await measuring;
  expect(state.getState()).toMatchObject({ progress: null, error: null });
  expect(state.getState().grids.b).toBeUndefined();
});

it('a grid of now is measured anew when its run has trained on and rests; not after a stop', async () => {
  await session.step();
  await ablation.grid(['a'], null);
  const step = () => ablation.state.getState().grids.a?.step;
  expect(step()).toBe(1);
  await session.step();
  await vi.waitFor(() =>
    expect(ablation.state.getState()).toMatchObject({ progress: null, grids: { a: { step: 2 } } }),
  );
  await ablation.stop();
  await session.step();
  await vi.waitFor(() => expect(runs.getState().progress?.step).toBe(3));
  expect(ablation.state.getState().progress).toBeNull();
  expect(step()).toBe(2);
});

it('a stop ends what is trained again, and nothing is written; a moment before every checkpoint is refused', async () => {
  update((e) => ({ ...e, steps: 400, evalInterval: 400 }));
  await trained();
  const writing = written(390);
  await vi.waitFor(() => expect(replays.state.getState().progress?.done).toBeGreaterThan(0), { interval: 5 });
  await session.generation.cancel();
  expect(await writing).toEqual({});
  expect(replays.state.getState()).toEqual({ isDue: false, progress: null, note: 'stopped' });

  const branch = { ...experiment.runs[0]!, id: 'c', name: 'C', branchOf: { run: 'a', step: 11 } };
  update(() => ({ ...experiment, runs: [experiment.runs[0]!, branch] }));
  await trained();
  await expect(written(20, ['c'])).rejects.toThrow(/“.*C.*” cannot be trained again up to step 20/);
  await ablation.grid(['c'], 20);
  expect(ablation.state.getState()).toMatchObject({
    progress: null,
    error: expect.stringContaining('step 20'),
  });
});
