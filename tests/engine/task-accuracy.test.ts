// Loss and accuracy on a task, recomputed in plain JavaScript from the model's logits, on TensorFlow.js's cpu backend.
import * as tf from '@tensorflow/tfjs';
import { chunk } from 'es-toolkit';
import { beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import { taskSource, textSource } from '../../src/data/source';
import { chosenTask, taskChoice } from '../../src/data/tasks';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import { Trainer } from '../../src/train/trainer';
import { stack } from '../support/stack';

const context = 14;
const task = { id: 'dyck', knobs: { kinds: 2, depth: 3 } };
const experiment: Experiment = {
  ...defaultExperiment(),
  task,
  batch: 3,
  evalWindows: 7,
  model: { ...defaultExperiment().model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context },
  optimizer: { ...defaultExperiment().optimizer, learningRate: 0.02, warmup: 0 },
};
const run = { id: 'a', name: 'A', layers: stack('standard' as const, 'mlp' as const) };

const engine = createTensorEngine('cpu');

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it('are means over the due answers of all held-out sequences', async () => {
  const source = taskSource(chosenTask(task), context);
  const trainer = new Trainer(engine, experiment, run, source);
  for (let step = 0; step < 4; step++) trainer.step();
  const { inputs, targets } = source.validation(7, new Random(experiment.seed).fork('validation'));
  const logits = chunk([...(await trainer.model.logits(inputs, 7, []))], source.vocab);
  const due = logits.flatMap((row, t) =>
    targets[t]! >= 0 ? [{ row, answer: targets[t]!, sequence: Math.floor(t / context) }] : [],
  );
  // Otherwise parts of a batch would count alike however many answers are due in them.
  expect(due.length).toBeLessThan(7 * context);
  const loss = ({ row, answer }: (typeof due)[number]) =>
    Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - row[answer]!;
  const right = due.filter(({ row, answer }) => row.indexOf(Math.max(...row)) === answer).length;

  const measured = await trainer.validate();
  expect(measured.loss).toBeCloseTo(due.reduce((sum, d) => sum + loss(d), 0) / due.length, 5);
  expect(measured.accuracy).toBeCloseTo(right / due.length, 6);
  expect(right).toBeGreaterThan(0);
  // Each sequence's part, of which the loss is the mean.
  expect(measured.answers).toBe(due.length);
  const parts = Array.from({ length: 7 }, (_, sequence) =>
    due.filter((d) => d.sequence === sequence).reduce((sum, d) => sum + loss(d), 0),
  );
  expect(measured.windows).toHaveLength(7);
  measured.windows.forEach((part, i) => {
    expect(part).toBeCloseTo((7 * parts[i]!) / due.length, 5);
  });
  trainer.dispose();
});

it('on a text there is no accuracy', async () => {
  const tokens = Int32Array.from({ length: 90 }, (_, i) => i % 5);
  const source = textSource({ train: tokens, validation: tokens, vocab: 5 }, context);
  const trainer = new Trainer(engine, { ...experiment, task: null }, run, source);
  expect(await trainer.validate()).toEqual({
    loss: expect.any(Number),
    accuracy: null,
    answers: expect.any(Number),
    windows: expect.any(Array),
  });
  trainer.dispose();
});

it('a short training lowers the loss of the due answers', async () => {
  const lookBack = chosenTask({ ...taskChoice('lookBack'), knobs: { distance: 1, symbols: 4 } });
  const trainer = new Trainer(engine, experiment, run, taskSource(lookBack, context));
  const before = await trainer.validate();
  for (let step = 0; step < 60; step++) trainer.step();
  const after = await trainer.validate();
  expect(after.loss).toBeLessThan(before.loss - 0.2);
  trainer.dispose();
});
