// The session measures runs without what is switched off: as it is switched, at an earlier moment, and anew once training rests.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { withoutParts } from '../../src/model/partsOff';
import { liveModels } from '../support/engine';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { session } = app;
const { switchedParts, runs } = session;
const experiment = tinyExperiment({
  steps: 8,
  evalInterval: 4,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'standard') },
    { id: 'b', name: 'B', layers: stack('mlp') },
  ],
});
const settled = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 });
const trained = async () => {
  await session.train();
  await settled(() => expect(runs.getState().state).toBe('finished'));
};
const of = (runId: string) => switchedParts.state.getState().runs[runId];

beforeEach(async () => {
  app.document.experiment.getState().update(() => experiment);
  await session.reset();
});
afterEach(async () => {
  switchedParts.clear();
  await session.reset();
});

it('measures a set of each run, whose losses are those of the same parts by themselves', async () => {
  await trained();
  const head = withoutParts([[0, 1]]);
  switchedParts.want({ ablations: { a: head, b: withoutParts([]) }, moment: null });
  await settled(() => expect(of('b')).toBeDefined());
  // Nothing is off of it: not a bit is otherwise, and it is the loss that was validated.
  expect(of('b')?.without).toEqual(of('b')?.whole);
  expect(of('b')?.whole.loss).toBe(runs.getState().curves.b?.validation.last?.value);
  expect(of('a')?.whole.loss).toBe(runs.getState().curves.a?.validation.last?.value);
  await session.ablation.measure('a', { headsOff: [[0, 1]] }, 'a head', null);
  expect(of('a')?.without).toEqual(session.ablation.state.getState().changes[0]?.without);
  expect(of('a')?.without.loss).not.toBe(of('a')?.whole.loss);
});

it('goes to an earlier moment and back, and changes nothing of the run', async () => {
  await trained();
  const losses = runs.getState().curves.a?.train.values;
  const ablations = { a: withoutParts([[1, null]]) };
  const models = liveModels();
  switchedParts.want({ ablations, moment: null });
  await settled(() => expect(of('a')?.step).toBe(8));
  const now = of('a');
  switchedParts.want({ ablations, moment: 4 });
  await settled(() => expect(of('a')?.step).toBe(4));
  expect(of('a')).toMatchObject({ moment: 4, ablation: ablations.a });
  expect(of('a')?.without.loss).not.toBe(now?.without.loss);
  switchedParts.want({ ablations, moment: null });
  await settled(() => expect(of('a')).toEqual(now));
  expect(runs.getState().curves.a?.train.values).toEqual(losses);
  expect(runs.getState().state).toBe('finished');
  expect(liveModels()).toBe(models);
});

it('measures anew once the run has trained on and rests, and forgets what it was before it began anew', async () => {
  await session.step();
  switchedParts.want({ ablations: { a: withoutParts([[0, 0]]) }, moment: null });
  await settled(() => expect(of('a')?.step).toBe(1));
  await session.step();
  await settled(() => expect(of('a')?.step).toBe(2));
  await session.reset();
  expect(of('a')).toBeUndefined();
  // There is nothing to measure of what is not trained.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(switchedParts.state.getState()).toMatchObject({ runs: {}, measuring: null, error: null });
});

it('measures while it trains, which goes on, and anew once that is done', async () => {
  app.document.experiment.getState().update((e) => ({ ...e, steps: 600, evalInterval: 600 }));
  const steps: number[] = [];
  const unwatch = switchedParts.state.subscribe(({ runs: found }) => {
    const step = found.a?.step;
    if (step !== undefined && steps.at(-1) !== step) steps.push(step);
  });
  switchedParts.want({ ablations: { a: withoutParts([[0, 0]]) }, moment: null });
  // By then it stands, and is measured with the first losses that are told.
  await new Promise((resolve) => setTimeout(resolve, 600));
  await session.train();
  await settled(() => expect(steps.at(-1)).toBe(600));
  unwatch();
  // As it was switched off, now and then, and once at the end: not with every step.
  expect(steps.length).toBeLessThan(300);
  expect(steps[0]).toBeLessThan(600);
});

it('says what cannot be measured, and tries no more until something else is wanted', async () => {
  await session.step();
  const measure = vi.spyOn(session.replays, 'checkpointsAt');
  switchedParts.want({ ablations: { b: withoutParts([[0, 0]]) }, moment: null });
  await settled(() => expect(switchedParts.state.getState().error).toContain('mixes no tokens'));
  expect(measure).not.toHaveBeenCalled();
  switchedParts.want({ ablations: { b: withoutParts([[0, null]]) }, moment: null });
  await settled(() => expect(of('b')).toBeDefined());
  expect(switchedParts.state.getState().error).toBeNull();
});
