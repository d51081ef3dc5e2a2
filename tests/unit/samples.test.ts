// Which models write as they train, and what is told of an earlier moment.
import { range } from 'es-toolkit';
import { expect, it } from 'vitest';
import { defaultExperiment } from '../../src/experiment/defaults';
import { setModel } from '../../src/experiment/edit';
import { applyPreset, sizePresets } from '../../src/experiment/presets';
import type { Capture } from '../../src/measure/capture';
import { modelConfig } from '../../src/model/config';
import { isSampleStep } from '../../src/runtime/captureSteps';
import { evaluationsAt } from '../../src/runtime/evaluationsAt';
import { captureAt, sampledAt } from '../../src/runtime/runCaptures';
import { noResults } from '../../src/runtime/runReducer';
import { promptOf, writesAlong } from '../../src/runtime/sample';
import { stack } from '../support/stack';

const experiment = defaultExperiment();
const configs = (e = experiment) => e.runs.map((run) => modelConfig(e, run, 512));

it('every size that is offered writes along, on every stack of the first experiment', () => {
  for (const preset of sizePresets)
    for (const config of configs(applyPreset(preset)(experiment)))
      expect(writesAlong(config, 20), preset.id).toBe(true);
});

it('a model of millions of parameters does not, nor one that reads a long reference text first', () => {
  const large = setModel({ dModel: 512, ffn: 2048 })(experiment);
  expect(configs(large).map((config) => writesAlong(config, 20))).toEqual([false, false, false]);
  const long = setModel({ dModel: 128, ffn: 384, context: 1024 })(experiment);
  const runs = [stack('standard'), stack('rndEmbQK')].map((layers) => ({ ...long.runs[0]!, layers }));
  expect(configs({ ...long, runs }).map((config) => writesAlong(config, 20))).toEqual([true, false]);
});

it('samples come with the first validations, then ever more seldom, and at the end', () => {
  const schedule = { steps: 1010, moreSteps: 0, evalInterval: 25 };
  const due = range(1011).filter((step) => isSampleStep(step, schedule));
  expect(due.map((step) => step / 25)).toEqual([0, 1, 2, 3, 4, 5, 7, 9, 12, 15, 19, 24, 30, 38, 40.4]);
});

it('the prompt is the first words of the probe', () => {
  expect(promptOf('the sea\nand the whale')).toBe('the sea and ');
  expect(promptOf('whale')).toBe('whale ');
});

const capture = (step: number, more: Partial<Capture> = {}): Capture => ({
  step,
  text: 'sea',
  tokens: ['s'],
  heads: 1,
  cut: false,
  unknown: [],
  layers: [],
  ...more,
});
const sample = { given: 'the ', written: 'sea' };

it('a moment has the last sample of the probe before it, where there is one', () => {
  const captures = [
    capture(0, { sample }),
    capture(4),
    capture(8, { sample: null }),
    capture(9, { text: 'b' }),
  ];
  expect([-1, 0, 7, 9].map((step) => sampledAt(captures, 'sea', step)?.step)).toEqual([undefined, 0, 0, 8]);
  expect(captureAt(captures, 'sea', 7)?.step).toBe(4);
  expect(sampledAt(captures, 'b', 9)).toBeNull();
});

it('a moment has the last validation of each run before it, or an evaluation that is as late', () => {
  const windows = [1, 3];
  const bigram = { step: null, outcomes: {} };
  const asked = { step: 8, outcomes: { choice: { unavailable: 'only for a text' } } };
  const results = {
    evaluations: { bigram, a: asked, b: asked },
    captures: {
      a: [capture(4, { windows }), capture(8, { windows })],
      b: [capture(4), capture(9, { windows })],
    },
    info: { ...noResults.info, vocab: 9, parameters: {}, uniformLoss: 2, chance: 0, bytesPerToken: 2 },
  };
  const at = (step: number) => evaluationsAt(results, ['a', 'b'], step);
  expect(at(3)).toEqual({ bigram });
  expect(at(8)).toEqual({ bigram, a: asked, b: asked });
  expect(at(9)).toMatchObject({ a: { step: 8 }, b: { step: 9 } });
  const { a, b } = at(7);
  expect(b).toBeUndefined();
  expect(a?.step).toBe(4);
  const { perplexity } = a?.outcomes ?? {};
  const metrics = perplexity && 'metrics' in perplexity ? perplexity.metrics : {};
  expect(metrics.perplexity).toMatchObject({ value: Math.exp(2), n: 2 });
  // Nats of a token are so many bits of its two bytes.
  expect(metrics.bitsPerByte?.value).toBeCloseTo(2 / Math.LN2 / 2, 10);
});
