// The worker behind its protocol, as the page drives it: training, pausing, looking and generating in any order.

import * as Comlink from 'comlink';
import { once } from 'es-toolkit';
import { expect, it } from 'vitest';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { type Capture, decodeMap, largestError, smallestWeight } from '../../src/measure/capture';
import type {
  EvaluationEvent,
  LossPoint,
  OwnText,
  RunEvent,
  ValidationPoint,
  WrittenToken,
} from '../../src/runtime/protocol';
import { onWebGPU } from '../support/engine';
import { connect, sharedLab } from '../support/labWorker';
import { stack } from '../support/stack';

const ownText: OwnText = { name: 'sea.txt', text: 'the sea is wide and the sea is deep. '.repeat(40) };

const experiment: Experiment = {
  ...defaultExperiment(),
  corpus: 'ownText',
  batch: 2,
  steps: 12,
  evalInterval: 5,
  evalWindows: 2,
  model: {
    dModel: 16,
    heads: 2,
    kvHeads: 1,
    ffn: 24,
    context: 16,
    qkvBias: true,
    qkNorm: false,
    tieEmbeddings: true,
  },
  optimizer: { ...defaultExperiment().optimizer, learningRate: 0.02, warmup: 2 },
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'mlp') },
    { id: 'b', name: 'B', layers: stack('rndEmbQK', 'standard') },
  ],
};

const lab = sharedLab();

/** What it sends from here on. */
function listen() {
  const losses: Record<string, LossPoint[]> = { a: [], b: [] };
  const validation: Record<string, ValidationPoint[]> = { a: [], b: [] };
  const states: string[] = [];
  const waiting: { state: string; resolve: () => void }[] = [];
  const onEvent = Comlink.proxy((event: RunEvent) => {
    if (event.type === 'losses') losses[event.runId]?.push(...event.points);
    if (event.type === 'validation') validation[event.runId]?.push(event.point);
    if (event.type === 'state') {
      states.push(event.state);
      for (const { state, resolve } of waiting) if (state === event.state) resolve();
    }
  });
  const reached = (state: string) => new Promise<void>((resolve) => waiting.push({ state, resolve }));
  return { onEvent, losses, validation, states, reached };
}

const stepsOf = (points: { step: number }[] | undefined) => points?.map((p) => p.step);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** What it sends of a training that nothing interrupts: trained once, for the tests to compare with. */
const unbroken = once(async () => {
  const heard = listen();
  const finished = heard.reached('finished');
  await lab.training.load(experiment, ownText, heard.onEvent, onWebGPU);
  await lab.training.train();
  await finished;
  return heard;
});

it('trains every run to the end, in step, with validation at the interval', async () => {
  expect((await lab.device.engine(onWebGPU.engine)).name).toBe('webgpu');
  const { losses, validation, states } = await unbroken();
  for (const id of ['a', 'b']) {
    expect(stepsOf(losses[id])).toEqual(upTo(12));
    expect(stepsOf(validation[id])).toEqual([0, 5, 10, 12]);
    expect(losses[id]?.at(-1)?.loss).toBeLessThan((losses[id]?.[0]?.loss ?? 0) - 0.2);
  }
  expect(states.at(-1)).toBe('finished');
});

it('captures every step as a probe finds it, although the steps go on meanwhile, and learns the same', async () => {
  const { losses: plain } = await unbroken();
  await lab.probe.watch('the sea');
  const captures: Capture[] = [];
  const { onEvent, losses, reached } = listen();
  const hear = Comlink.proxy((event: RunEvent) => {
    if (event.type === 'capture' && event.runId === 'b') captures.push(event.capture);
    return onEvent(event);
  });
  const finished = reached('finished');
  await lab.training.load(experiment, ownText, hear, onWebGPU);
  await lab.training.train();
  await finished;
  expect(stepsOf(captures)).toEqual([0, ...upTo(12)]);
  expect(losses).toEqual(plain);

  const stepped = listen();
  await lab.training.load(experiment, ownText, stepped.onEvent, onWebGPU);
  for (let step = 1; step <= 3; step++) {
    await lab.training.step();
    const { layers } = await lab.probe.attention('b', 'the sea');
    layers.forEach(({ map, indicators }, l) => {
      const decoded = decodeMap(captures[step]!, l);
      map?.forEach((weight, n) => {
        const error = Math.abs((decoded?.[n] as number) - weight);
        expect(error).toBeLessThanOrEqual(Math.max(largestError * weight, smallestWeight / 2));
      });
      expect(captures[step]?.layers[l]?.indicators).toEqual(indicators);
    });
  }
});

it('gives the same losses when it is stepped, looked at, paused and resumed', async () => {
  const { losses: plain } = await unbroken();
  const { onEvent, losses, reached } = listen();
  const { info } = await lab.training.load(experiment, ownText, onEvent, onWebGPU);
  expect(info.uniformLoss).toBeCloseTo(Math.log(info.vocab), 6);
  await lab.training.step();
  await lab.training.step();
  expect(stepsOf(losses.a)).toEqual([1, 2]);
  const look = await lab.probe.attention('a', 'the sea');
  expect(look.tokens).toHaveLength(7);
  expect(look.layers.map((l) => l.map?.length ?? null)).toEqual([2 * 7 * 7, null]);
  const rowSums = Array.from({ length: 14 }, (_, row) =>
    look.layers[0]?.map?.slice(row * 7, row * 7 + 7).reduce((a, b) => a + b, 0),
  );
  for (const sum of rowSums) expect(sum).toBeCloseTo(1, 4);
  await lab.generation.run(
    { runIds: ['b'], prompt: 'the', maxTokens: 5, temperature: 1, topK: 0, topP: 1, stop: '', seed: 1 },
    Comlink.proxy(() => {}),
  );
  const finished = reached('finished');
  await lab.training.train();
  await lab.training.pause();
  const paused = losses.a?.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(losses.a?.length).toBe(paused);
  await lab.training.train();
  await finished;
  for (const id of ['a', 'b']) {
    expect(losses[id]?.length).toBe(12);
    losses[id]?.forEach(({ loss }, i) => {
      expect(loss).toBeCloseTo(plain[id]?.[i]?.loss as number, 5);
    });
  }
});

it('generates the same text for the same seed, beyond the context, and stops when told', async () => {
  await lab.training.load(experiment, ownText, listen().onEvent, onWebGPU);
  const request = {
    runIds: ['a'],
    prompt: 'the sea',
    maxTokens: 40,
    temperature: 1,
    topK: 5,
    topP: 1,
    stop: '',
    seed: 7,
  };
  let streamed = '';
  const onToken = Comlink.proxy(({ text }: WrittenToken) => {
    streamed += text;
  });
  const first = await lab.generation.run(request, onToken);
  expect(first[0]).toHaveLength(40);
  expect([streamed]).toEqual(first);
  expect(await lab.generation.run(request, onToken)).toEqual(first);
  expect(await lab.generation.run({ ...request, seed: 8 }, onToken)).not.toEqual(first);
  const long = lab.generation.run({ ...request, maxTokens: 100_000 }, onToken);
  await lab.generation.cancel();
  expect((await long)[0]?.length).toBeLessThan(100_000);
});

it('evaluates every run and baseline, and stops when told', async () => {
  await lab.training.load(experiment, ownText, listen().onEvent, onWebGPU);
  const found: string[] = [];
  let batches = 0;
  const onEvent = Comlink.proxy((event: EvaluationEvent) => {
    if (event.type === 'progress') batches = event.total;
    else if ('metrics' in event.outcome) {
      found.push(`${event.rowId} ${event.evalId}`);
      for (const { value } of Object.values(event.outcome.metrics)) expect(Number.isFinite(value)).toBe(true);
    }
  });
  expect(await lab.evaluation.run(['perplexity', 'skip'], onEvent)).toBe(true);
  expect(batches).toBeGreaterThan(0);
  expect(found).toEqual([
    'baseline:unigram perplexity',
    'baseline:bigram perplexity',
    'a perplexity',
    'a skip',
    'b perplexity',
    'b skip',
  ]);
  const stopped = lab.evaluation.run(['perplexity', 'contextLength'], onEvent);
  await lab.evaluation.cancel();
  expect(await stopped).toBe(false);
  await expect(lab.evaluation.run(['taste'], onEvent)).rejects.toThrow(/There is no evaluation "taste"/);
});

it('refuses with a sentence what it cannot do', async () => {
  const { onEvent } = listen();
  const { lab: fresh, terminate } = connect();
  await expect(fresh.training.train()).rejects.toThrow(/No experiment is loaded/);
  terminate();
  await expect(lab.training.load({ ...experiment, batch: -1 }, ownText, onEvent, onWebGPU)).rejects.toThrow(
    /^batch: /,
  );
  await expect(lab.training.load(experiment, null, onEvent, onWebGPU)).rejects.toThrow(/your own text/);
  await expect(
    lab.training.load(experiment, { name: 'x', text: 'short' }, onEvent, onWebGPU),
  ).rejects.toThrow(/needs at least/);
  await lab.training.load(experiment, ownText, onEvent, onWebGPU);
  await expect(lab.probe.attention('a', '')).rejects.toThrow(/at least one character/);
});
