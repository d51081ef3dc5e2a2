// Heads of models that train, scored by what their engine says of their maps.
import { afterEach, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import { chosenTask, taskChoice } from '../../src/data/tasks';
import { sampleText, taskVocabulary } from '../../src/data/vocabulary';
import { repeatedTokens } from '../../src/measure/heads/repeatedTokens';
import { startInThisThread } from '../../src/processor/startWorker';
import { machineDevices } from '../../src/runtime/devices';
import { createLabWorker } from '../../src/runtime/labWorker';
import { anyEngine, testEngine } from '../support/engine';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const lab = createLabWorker(
  async () => testEngine(),
  async () => 'CHAPTER 1. Loomings. Call me Ishmael. '.repeat(20),
  machineDevices(startInThisThread),
);
afterEach(() => lab.training.unload());

const task = taskChoice('recall');
const start = tinyExperiment({ steps: 2, runs: [{ id: 'a', name: 'A', layers: stack('standard', 'mlp') }] });
const experiment = { ...start, task, model: { ...start.model, context: 24 } };

it('of a task, against its right keys and repeated tokens of its vocabulary', async () => {
  await lab.training.load(experiment, null, () => {}, anyEngine);
  const { tokens: names, rightKeys } = chosenTask(task);
  const probe = sampleText(task, 24, 1, 0);
  const { layers, heads, tokens } = await lab.probe.attention('a', probe);
  const [attends, mixesNothing] = layers as [(typeof layers)[0], (typeof layers)[0]];
  expect(mixesNothing.headScores).toBeNull();
  const found = attends.headScores!;
  expect(Object.keys(found)).toEqual(['truth', 'induction', 'previousToken', 'duplicateToken', 'sink']);
  const T = tokens.length;
  const keys = rightKeys!(taskVocabulary(chosenTask(task)).encode(probe));
  // The repeated tokens are drawn from the experiment's seed alone.
  const twice = repeatedTokens(new Random(experiment.seed).fork('repeated tokens'), names.length, 24)!;
  const { layers: again } = await lab.probe.attention('a', Array.from(twice, (id) => names[id]).join(' '));
  const n = twice.length / 2;
  for (let h = 0; h < heads; h++) {
    let weight = 0;
    let answers = 0;
    keys.forEach((own, i) => {
      if (own) answers++;
      for (const j of own ?? []) weight += attends.map![(h * T + i) * T + j]!;
    });
    expect(found.truth![h]).toBeCloseTo(weight / answers, 6);
    const at = (i: number, j: number) => again[0]!.map![(h * 2 * n + i) * 2 * n + j]!;
    let induction = 0;
    for (let i = n; i < 2 * n; i++) induction += at(i, i - n + 1) / n;
    expect(found.induction![h]).toBeCloseTo(induction, 6);
    expect(found.induction![h]).toBe(again[0]!.headScores!.induction![h]);
  }
});

it('of a text without a truth', async () => {
  await lab.training.load({ ...experiment, task: null }, null, () => {}, anyEngine);
  const { layers } = await lab.probe.attention('a', 'Call me');
  expect(Object.keys(layers[0]!.headScores!)).toEqual([
    'induction',
    'previousToken',
    'duplicateToken',
    'sink',
  ]);
});
