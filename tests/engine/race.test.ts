// A race: what is pressed while it ends, on TensorFlow.js's cpu backend, and what is asked of a run that fails, on the processor's engine.
import * as tf from '@tensorflow/tfjs';
import { range } from 'es-toolkit';
import { beforeAll, expect, it } from 'vitest';
import { taskSource } from '../../src/data/source';
import { chosenTask, taskChoice } from '../../src/data/tasks';
import type { Engine } from '../../src/engine/engine';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { askTrainer } from '../../src/runtime/askTrainer';
import { Race } from '../../src/runtime/race';
import type { RaceEvent } from '../../src/runtime/raceEvents';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import type { Trainer } from '../../src/train/trainer';
import { testEngine } from '../support/engine';
import { stack } from '../support/stack';

const start = defaultExperiment();
const task = taskChoice('majority');
const experiment: Experiment = {
  ...start,
  task,
  batch: 2,
  steps: 6,
  evalInterval: 6,
  evalWindows: 2,
  model: { ...start.model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 8 },
  runs: [{ id: 'a', name: 'A', layers: stack('standard') }],
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it('goes on where it is started while the checkpoint of a single step is handed over', async () => {
  const states: string[] = [];
  let started = false;
  const ended = new Promise<void>((resolve) => {
    const hear = async (event: RaceEvent) => {
      if (event.type === 'state') {
        states.push(event.state);
        if (event.state !== 'training') resolve();
      }
      if (event.type !== 'checkpoint' || started) return;
      started = true;
      race.start();
    };
    const race = new Race(
      createTensorEngine('cpu'),
      experiment,
      taskSource(chosenTask(task), experiment.model.context),
      hear,
    );
    void race.stepOnce();
  });
  await ended;
  expect(states).toEqual(['training', 'finished']);
});

it('goes on where a step is asked for while it trains', async () => {
  const steps: number[] = [];
  const finished = new Promise<string>((resolve) => {
    const hear = (event: RaceEvent) => {
      if (event.type === 'losses') steps.push(...event.points.map(({ step }) => step));
      if (event.type === 'losses') void race.stepOnce();
      if (event.type === 'state' && event.state !== 'training') resolve(event.state);
    };
    const race = new Race(
      createTensorEngine('cpu'),
      experiment,
      taskSource(chosenTask(task), experiment.model.context),
      hear,
    );
    race.start();
  });
  expect(await finished).toBe('finished');
  expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
});

it('tells the losses up to a checkpoint before it, whenever one is taken', async () => {
  const steps: number[] = [];
  const lastSteps: { checkpoint: number; losses: number }[] = [];
  const finished = new Promise<void>((resolve) => {
    const hear = (event: RaceEvent) => {
      if (event.type === 'losses') steps.push(...event.points.map(({ step }) => step));
      // One while others are read, and steps are taken meanwhile.
      if (event.type === 'losses' || event.type === 'progress') void race.checkpoint();
      if (event.type === 'checkpoint')
        for (const { steps: checkpoint } of Object.values(event.checkpoints))
          lastSteps.push({ checkpoint, losses: steps.at(-1) ?? 0 });
      if (event.type === 'state' && event.state === 'finished') resolve();
    };
    const race = new Race(
      createTensorEngine('cpu'),
      { ...experiment, steps: 40 },
      taskSource(chosenTask(task), experiment.model.context),
      hear,
    );
    race.start();
  });
  await finished;
  expect(lastSteps.length).toBeGreaterThan(2);
  for (const { checkpoint, losses } of lastSteps) expect(losses).toBeGreaterThanOrEqual(checkpoint);
  expect(steps).toEqual(range(1, 41));
});

it('answers what is asked of a run that fails meanwhile, and goes on with the others', async () => {
  const { engine } = testEngine();
  const asked: Promise<number>[] = [];
  /** Has the first run's third step give no number, which is told just after its weights were asked for. */
  const failing: Engine = {
    ...engine,
    createModel(...args) {
      const model = engine.createModel(...args);
      const { readSteps } = model;
      let taken = 0;
      model.readSteps = async () => {
        const results = await readSteps.call(model);
        taken += results.length;
        if (taken < 3 || asked.length > 0) return results;
        void race.checkpoint();
        const steps = async (trainer: Trainer) => (await trainer.checkpoint()).steps;
        asked.push(askTrainer(() => race.trainer('a'), steps));
        return results.map((result) => ({ ...result, loss: Number.NaN }));
      };
      return model;
    },
  };
  const runs = [...experiment.runs, { id: 'b', name: 'B', layers: stack('mlp') }];
  const failed: string[] = [];
  let race = null as unknown as Race;
  const ended = new Promise<string>((resolve) => {
    const hear = (event: RaceEvent) => {
      if (event.type === 'runFailed') failed.push(event.runId);
      if (event.type === 'state' && event.state !== 'training') resolve(event.state);
    };
    race = new Race(
      failing,
      { ...experiment, runs },
      taskSource(chosenTask(task), experiment.model.context),
      hear,
    );
    race.start();
  });
  expect(await ended).toBe('finished');
  expect(new Set(failed)).toEqual(new Set(['a']));
  expect(race.trainer('b').steps).toBe(6);
  // Of the trainer that the failed run has now, at its start.
  expect(await asked[0]).toBe(0);
  await race.dispose();
});
