// The evaluations of a model as the worker runs them: what is told on the way.
import { expect, test, vi } from 'vitest';
import { evaluationWindows } from '../../src/data/batches';
import { defaultExperiment } from '../../src/experiment/defaults';
import { modelConfig } from '../../src/model/config';
import { evaluateAll } from '../../src/runtime/evaluate';
import type { EvaluationEvent } from '../../src/runtime/protocol';
import type { Trainer } from '../../src/train/trainer';

test('progress is told ten times a second and at the end, not after every batch', async () => {
  // Each batch takes 10 ms.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 10;
    return now;
  });
  const [vocab, context, windows] = [5, 4, 40];
  const experiment = defaultExperiment();
  const [run] = experiment.runs;
  if (!run) throw new Error('There is no run.');
  const model = {
    config: { ...modelConfig(experiment, run, vocab), context },
    logits: async (_: Int32Array, rows: number) => new Float32Array(rows * context * vocab),
    dispose: () => {},
  };
  const trainer = { model, steps: 7, copy: async () => model } as unknown as Trainer;
  const tokens = Int32Array.from({ length: windows * context + 1 }, (_, i) => i % vocab);
  const held = evaluationWindows(tokens, context, windows);
  const events: EvaluationEvent[] = [];
  await evaluateAll(
    {
      trainers: [{ runId: 'a', trainer: () => trainer }],
      evals: ['perplexity'],
      data: { context, windows: () => held, text: null },
      ngramData: held,
      vocab,
      batch: 1,
    },
    (event) => void events.push(event),
    new AbortController().signal,
  );
  const told = events.filter((event) => event.type === 'progress');
  const outcome = events.findIndex((event) => event.type === 'outcome' && event.rowId === 'a');
  expect(events[outcome]).toMatchObject({ step: 7, outcome: { metrics: { perplexity: { n: held.rows } } } });
  const total = held.rows;
  expect(told.map(({ done }) => done)).toEqual([1, 11, 21, 31, total]);
  expect(told.at(-1)).toMatchObject({ total, secondsLeft: 0 });
  expect(events.indexOf(told.at(-1) as EvaluationEvent)).toBeLessThan(outcome);
});
