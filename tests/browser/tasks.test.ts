// A task behind the worker's protocol on the device: what can only be answered by mixing is learned by those who mix.

import * as Comlink from 'comlink';
import { expect, it } from 'vitest';
import { defaultExperiment } from '../../src/experiment/defaults';
import { type Experiment, parseExperiment } from '../../src/experiment/schema';
import type { RunEvent, ValidationPoint } from '../../src/runtime/protocol';
import { onWebGPU } from '../support/engine';
import { sharedLab } from '../support/labWorker';
import { stack } from '../support/stack';

const start = defaultExperiment();
const experiment: Experiment = {
  ...start,
  task: { id: 'lookBack', knobs: { distance: 1, symbols: 4 } },
  // A text that is not there: with a task it is not asked for.
  corpus: 'ownText',
  batch: 8,
  steps: 60,
  evalInterval: 30,
  evalWindows: 20,
  model: { ...start.model, dModel: 16, heads: 2, kvHeads: 2, ffn: 32, context: 16 },
  optimizer: { ...start.optimizer, learningRate: 0.03, minLearningRate: 1e-3, warmup: 10 },
  runs: [
    { id: 'standard', name: 'Standard', layers: stack('standard', 'standard') },
    { id: 'fixed', name: 'RndEmbQK', layers: stack('rndEmbQK', 'rndEmbQK') },
    { id: 'mlp', name: 'MLP', layers: stack('mlp', 'mlp') },
  ],
};

it('is learned by attention and by a fixed map, and not without mixing', async () => {
  expect(parseExperiment(experiment).ok).toBe(true);
  const lab = sharedLab();
  const validation: Record<string, ValidationPoint[]> = { standard: [], fixed: [], mlp: [] };
  let steps = 0;
  const finished = new Promise<void>((resolve, reject) => {
    const onEvent = (event: RunEvent) => {
      if (event.type === 'validation') validation[event.runId]?.push(event.point);
      if (event.type === 'losses') steps += event.points.length;
      if (event.type === 'state' && event.state === 'finished') resolve();
      if (event.type === 'state' && event.state === 'failed') reject(new Error(event.message));
    };
    lab.training
      .load(experiment, null, Comlink.proxy(onEvent), onWebGPU)
      .then(({ info }) => {
        expect(info.vocab).toBe(4);
        return lab.training.train();
      })
      .catch(reject);
  });
  await finished;
  expect(steps).toBe(3 * 60);
  for (const points of Object.values(validation)) expect(points.map((p) => p.step)).toEqual([0, 30, 60]);
  const accuracy = (id: string) => validation[id]?.at(-1)?.accuracy;
  expect(accuracy('standard')).toBeGreaterThan(0.9);
  expect(accuracy('fixed')).toBeGreaterThan(0.9);
  expect(accuracy('mlp')).toBeLessThan(0.4);
  expect(validation.standard?.at(-1)?.loss).toBeLessThan(0.5);

  const look = await lab.probe.attention('standard', 'A B C D A');
  expect(look.tokens).toEqual(['A', 'B', 'C', 'D', 'A']);
  await expect(lab.probe.attention('standard', 'A whale')).rejects.toThrow('Look back has no token “whale”');
});
