// Headless runs: a worker is driven to the end, and what the events told comes out whole.

import { expect, test } from 'vitest';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import type { ExportedFile } from '../../src/export/exportedFile';
import { driveWorker, type Work } from '../../src/headless/drive';
import type { HeadCurves } from '../../src/measure/heads/curves';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';

const base = defaultExperiment();
const small: Experiment = {
  ...base,
  model: { ...base.model, dModel: 16, heads: 2, kvHeads: 2, ffn: 16, context: 16 },
  batch: 2,
  steps: 4,
  evalInterval: 2,
  evalWindows: 4,
  runs: [
    { id: 'a', name: 'Standard', layers: stack('standard') },
    { id: 'b', name: 'Fixed', layers: stack('fixedSeqQK') },
  ],
};
const never = new Promise<string>(() => {});

function drive(work: Partial<Work>, crashed = never) {
  const { connectWorker } = inProcess({
    text: 'CHAPTER 1. Loomings. Call me Ishmael. '.repeat(100),
  });
  const { lab } = connectWorker(() => {});
  const told: string[] = [];
  const exported: Record<string, ExportedFile[]> = {};
  const result = driveWorker(
    lab,
    { experiment: small, ownText: null, engine: 'auto', ...work },
    { crashed },
    {
      onProgress: ({ what }) => told.push(what),
      onExport: (runId, files) => {
        exported[runId] = files;
      },
    },
  );
  return { result, told, exported };
}

test('a text: curves, evaluations, indicators and folders of every run', async () => {
  const { result, told, exported } = drive({});
  const trained = await result;
  if ('error' in trained) throw new Error(trained.error);
  for (const id of ['a', 'b']) {
    const { losses, validation, failed } = trained.runs[id] ?? {};
    expect(failed).toBeNull();
    expect(losses?.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    for (const { loss, gradNorm } of losses ?? []) {
      expect(loss).toBeGreaterThan(1);
      expect(gradNorm).toBeGreaterThan(0);
      expect(gradNorm).not.toBe(loss);
    }
    expect(validation?.map(({ step, accuracy }) => [step, accuracy])).toEqual([
      [0, null],
      [2, null],
      [4, null],
    ]);
    expect(trained.evaluations[id]).toMatchObject({ step: 4, outcomes: { perplexity: { metrics: {} } } });
    expect(trained.indicators.layers[id]).toHaveLength(1);
    expect(exported[id]?.map(({ path }) => path)).toContain('model.py');
  }
  expect(trained.evaluations['baseline:unigram']?.step).toBeNull();
  expect(told).toContain('step 4 of 4');
});

test('the inside of runs, where it is asked for: curves of every head, and a sentence where there are none', async () => {
  const stacks = [{ id: 'a', name: 'A', layers: stack('standard', 'mlp') }];
  const trained = await drive({ experiment: { ...small, runs: stacks }, inside: true }).result;
  if ('error' in trained) throw new Error(trained.error);
  const { heads, plateauEnd, ablation } = trained.inside?.a ?? {};
  expect(ablation).toMatchObject({ step: 4, loss: trained.runs.a?.validation.at(-1)?.loss, accuracy: null });
  expect(ablation?.without.map(({ layer, head }) => [layer, head])).toEqual([
    [0, 0],
    [0, 1],
    [0, null],
    [1, null],
  ]);
  // One layer is standard and one is not: neither is a group.
  expect(ablation?.skips).toEqual([]);
  expect(plateauEnd).toBeNull();
  const [first, second] = trained.inside?.a?.course ?? [];
  expect(first?.steps).toEqual([0, 1, 2, 3, 4]);
  expect(first?.step[0]).toBeNull();
  expect(first?.step[4]?.update).toBeGreaterThan(0);
  expect(second?.step[4]?.gradNorm).toBeGreaterThan(0);
  expect(second?.scores).toEqual([null, null, null, null, null]);
  const { indicators, scores } = trained.indicators.layers.a?.[0] ?? {};
  expect(first?.indicators[4]).toEqual(indicators);
  expect(first?.scores[4]).toEqual({ largest: scores?.largest, quartiles: scores?.magnitudeQuartiles });
  const [attends, mixesNothing] = heads ?? [];
  expect(mixesNothing).toEqual({ unavailable: 'This layer mixes no tokens, so it has no heads to score.' });
  const { sink } = attends as Record<string, HeadCurves>;
  expect(sink).toEqual({
    steps: [0, 1, 2, 3, 4],
    heads: [expect.any(Array), expect.any(Array)],
    chance: null,
    takeOffs: [null, null],
  });
  // The last capture is of the weights that the probe at the end finds.
  const atEnd = trained.indicators.layers.a?.[0]?.headScores?.sink;
  expect(sink?.heads.map((values) => values.at(-1))).toEqual(atEnd);
});

test('a task: validation points have accuracies', async () => {
  const { result } = drive({
    experiment: { ...small, task: { id: 'recall', knobs: { pairs: 2, values: 2, hints: 1 } } },
  });
  const trained = await result;
  if ('error' in trained) throw new Error(trained.error);
  const accuracies = trained.runs.a?.validation.map(({ accuracy }) => accuracy) ?? [];
  expect(accuracies).toHaveLength(3);
  for (const accuracy of accuracies) expect(accuracy).toBeGreaterThanOrEqual(0);
});

test('a worker that crashes, and an experiment that cannot be loaded, give a message', async () => {
  expect(await drive({}, Promise.resolve('The device is lost.')).result).toEqual({
    error: 'The device is lost.',
  });
  const ownText = await drive({ experiment: { ...small, corpus: 'ownText' } }).result;
  expect(ownText).toEqual({ error: expect.stringMatching(/\S/) });
});
