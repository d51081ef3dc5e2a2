// The worker's services over a real message channel, as the page reaches them.
import * as Comlink from 'comlink';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { taskChoice } from '../../src/data/tasks';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { startInThisThread } from '../../src/processor/startWorker';
import { machineDevices } from '../../src/runtime/devices';
import { createLabWorker } from '../../src/runtime/labWorker';
import type { LabWorker, RunEvent, WrittenToken } from '../../src/runtime/protocol';
import type { PackedCheckpoint } from '../../src/train/packedCheckpoint';
import { anyEngine, testEngine } from '../support/engine';
import { stack } from '../support/stack';

const start = defaultExperiment();
const experiment: Experiment = {
  ...start,
  task: taskChoice('majority'),
  batch: 2,
  steps: 2,
  evalWindows: 2,
  model: { ...start.model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 8 },
  runs: [{ id: 'a', name: 'A', layers: stack('standard') }],
};

const { port1, port2 } = new MessageChannel();
// Every method is asynchronous, so that what Comlink wraps has the type of what it exposes.
const lab = Comlink.wrap(port1) as unknown as LabWorker;

beforeAll(async () => {
  Comlink.expose(
    createLabWorker(
      async () => testEngine(),
      async () => 'Call me Ishmael. ',
      machineDevices(startInThisThread),
    ),
    port2,
  );
});
afterAll(() => {
  port1.close();
  port2.close();
});

it('reaches each service as a property of the root, with callbacks and errors', async () => {
  expect(await lab.device.engine(anyEngine.engine)).toMatchObject({ name: 'processor' });
  await expect(lab.probe.attention('a', 'A')).rejects.toThrow('No experiment is loaded yet');
  const events: RunEvent[] = [];
  const onEvent = Comlink.proxy((event: RunEvent) => void events.push(event));
  const { info } = await lab.training.load(experiment, null, onEvent, anyEngine);
  expect(info.parameters.a).toBeGreaterThan(0);
  await lab.training.step();
  const { layers, step } = await lab.probe.attention('a', 'A B');
  expect(step).toBe(1);
  expect(layers[0]?.map).toHaveLength(2 * 2 * 2);
  let streamed = '';
  const request = {
    runIds: ['a'],
    prompt: 'A',
    maxTokens: 3,
    temperature: 1,
    topK: 0,
    topP: 1,
    stop: '',
    seed: 1,
  };
  const onToken = Comlink.proxy(({ text }: WrittenToken) => {
    streamed += text;
  });
  expect(await lab.generation.run(request, onToken)).not.toEqual(['']);
  expect(streamed).not.toBe('');
  expect(
    await lab.evaluation.run(
      ['perplexity'],
      Comlink.proxy(() => {}),
    ),
  ).toBe(true);
  const own = await lab.text.readOwn(new Blob(['the sea is wide '.repeat(9)]), 'sea.txt', 8);
  expect(own.name).toBe('sea.txt');
  const files = await lab.files.exportRun('a', 'pytorch');
  expect(files.map(({ path }) => path)).toContain('model.py');
  await lab.training.unload();
  await expect(lab.training.train()).rejects.toThrow('No experiment is loaded yet');
  expect(events.map(({ type }) => type)).toContain('losses');
});

it('exports a run that resumed at half its rate with the rates of the steps to come', async () => {
  const checkpoints: Record<string, PackedCheckpoint> = {};
  const onEvent = Comlink.proxy((event: RunEvent) => {
    if (event.type === 'checkpoint') Object.assign(checkpoints, event.checkpoints);
  });
  await lab.training.load(experiment, null, onEvent, anyEngine);
  await lab.training.step();
  const optimizerOf = async () => {
    const files = await lab.files.exportRun('a', 'pytorch');
    const config = files.find(({ path }) => path === 'config.json')?.data;
    return JSON.parse(new TextDecoder().decode(config)).optimizer;
  };
  const whole = await optimizerOf();
  const a = { ...(checkpoints.a as PackedCheckpoint), rateFactor: 0.5 };
  await lab.training.load(experiment, null, onEvent, {
    ...anyEngine,
    resume: { checkpoints: { a }, failed: [] },
  });
  expect(await optimizerOf()).toEqual({
    ...whole,
    learningRate: whole.learningRate / 2,
    minLearningRate: whole.minLearningRate / 2,
  });
  await lab.training.unload();
});
