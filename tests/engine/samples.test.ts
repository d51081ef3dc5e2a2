// What runs write and are measured at as they train: what they would write then on demand, and the validation of that step.
import { mean } from 'es-toolkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { capturesBytes } from '../../src/runtime/runCaptures';
import { promptOf, sampleSettings, sampleTokens } from '../../src/runtime/sample';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { session } = app;
const { view } = app.document;
const { runs } = session;
const { update } = app.document.experiment.getState();

const start = defaultExperiment();
const experiment = tinyExperiment({
  steps: 40,
  evalInterval: 10,
  model: { ...start.model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 32 },
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'mlp') },
    // Its layers read a reference text beside the prompt.
    { id: 'b', name: 'B', layers: stack('fixedSeqQK') },
  ],
});
const probe = 'Call me Ishmael. Loomings.';

const trained = async () => {
  await session.train();
  await vi.waitFor(() => expect(runs.getState().state).toBe('finished'), { timeout: 20_000, interval: 5 });
};
const captures = (id: string) => runs.getState().captures[id] ?? [];

beforeEach(async () => {
  view.getState().set({ ...defaultView, probe });
  update(() => experiment);
  await session.clear();
});
afterEach(() => session.clear());

it('are taken with each validation, and with no other capture', async () => {
  await trained();
  for (const id of ['a', 'b']) {
    const validated = captures(id).filter(({ windows }) => windows);
    expect(validated.map(({ step }) => step)).toEqual([0, 10, 20, 30, 40]);
    expect(captures(id).filter(({ sample }) => sample)).toEqual(validated);
    expect(captures(id).length).toBeGreaterThan(validated.length);
    const { validation } = runs.getState().curves[id]!;
    validated.forEach(({ windows, sample }, n) => {
      expect(windows).toHaveLength(experiment.evalWindows);
      expect(mean(windows!)).toBeCloseTo(validation.values[n]!, 6);
      expect(sample!.given).toBe('Call me Ishmael. ');
      expect(sample!.written.length).toBe(sampleTokens);
    });
    const texts = new Set(validated.map(({ sample }) => sample?.written));
    expect(texts.size).toBe(validated.length);
    // They count in the memory that a run's captures may take.
    const bare = captures(id).map(({ sample: _, windows: __, ...one }) => one);
    expect(capturesBytes(captures(id)) - capturesBytes(bare)).toBe(
      validated.length * (2 * ('Call me Ishmael. '.length + sampleTokens) + 8 * experiment.evalWindows),
    );
  }
});

it('are what the run writes on demand with the same prompt and settings', async () => {
  await trained();
  for (const runId of ['a', 'b']) {
    const written: string[] = [];
    const request = { ...sampleSettings, runIds: [runId], maxTokens: sampleTokens, stop: '' };
    await session.generation.run({ ...request, prompt: promptOf(probe) }, ({ text }) => written.push(text));
    expect(captures(runId).at(-1)?.sample?.written).toBe(written.join(''));
  }
});

it('come anew with another probe', async () => {
  await trained();
  view.getState().set({ probe: 'me Call Ishmael.' });
  await session.replays.makeAll();
  const anew = captures('a').filter(({ text, sample }) => text === 'me Call Ishmael.' && sample);
  expect(anew.map(({ step }) => step)).toEqual([0, 10, 20, 30, 40]);
  expect(anew.map(({ sample }) => sample?.given)).toEqual(anew.map(() => 'me Call Ishmael. '));
  const before = captures('a').filter(({ text, windows }) => text === probe && windows);
  // The same validations of the same weights.
  for (const { step, windows } of before) {
    const again = anew.find((one) => one.step === step);
    expect(again?.windows).toEqual(windows);
  }
});

it('are measured alone on a task', async () => {
  update((e) => ({ ...e, task: { id: 'lookBack', knobs: { distance: 1, symbols: 4 } } }));
  await trained();
  expect(captures('a').filter(({ windows }) => windows)).toHaveLength(5);
  expect(captures('a').filter(({ sample }) => sample !== undefined)).toEqual([]);
});
