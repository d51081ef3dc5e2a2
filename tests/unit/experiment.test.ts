import { describe, expect, it } from 'vitest';
import { layerOf } from '../../src/attention/layers';
import { getCorpus } from '../../src/data/corpora';
import { taskChoice, tasks } from '../../src/data/tasks';
import { getTokenizerKind } from '../../src/data/tokenizers';
import { defaultExperiment } from '../../src/experiment/defaults';
import { place, placements } from '../../src/experiment/placements';
import { type Experiment, limits, parseExperiment } from '../../src/experiment/schema';
import { stack } from '../support/stack';

const placement = (id: string) => {
  const found = placements.find((p) => p.id === id);
  if (!found) throw new Error(id);
  return found;
};

/** Layers counted from 1 that are standard. */
const standardAt = (id: string, layers: number) =>
  place(placement(id), layerOf('mlp'), layers).flatMap((layer, i) =>
    layer.variant === 'standard' ? [i + 1] : [],
  );

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('placements', () => {
  it('stand as in Table 11 at 24 layers', () => {
    expect(standardAt('uniform', 24)).toEqual([]);
    expect(standardAt('even', 24)).toEqual(from(1, 12).map((i) => 2 * i));
    expect(standardAt('odd', 24)).toEqual(from(1, 12).map((i) => 2 * i - 1));
    expect(standardAt('top', 24)).toEqual(from(1, 12));
    expect(standardAt('middle', 24)).toEqual([...from(1, 6), ...from(19, 24)]);
    expect(standardAt('bottom', 24)).toEqual(from(13, 24));
    expect(standardAt('quarter', 24)).toEqual([4, 8, 12, 16, 20, 24]);
    expect(standardAt('first', 24)).toEqual([1]);
    expect(standardAt('last', 24)).toEqual([24]);
    expect(standardAt('bilateral', 24)).toEqual([1, 24]);
  });

  it.each(placements)('$id fits any number of layers', ({ id }) => {
    for (let layers = 1; layers <= limits.layers; layers++) {
      expect(place(placement(id), layerOf('mlp'), layers)).toHaveLength(layers);
    }
  });

  it('give the halves half of the layers, the odd one to standard', () => {
    for (const id of ['top', 'middle', 'bottom']) {
      for (let layers = 2; layers <= 12; layers++) {
        expect(standardAt(id, layers), `${id} of ${layers}`).toHaveLength(Math.ceil(layers / 2));
      }
    }
  });
});

describe('an experiment', () => {
  it('is valid by default, and its corpus and tokenizer exist', () => {
    const experiment = defaultExperiment();
    expect(parseExperiment(JSON.parse(JSON.stringify(experiment)))).toEqual({ ok: true, experiment });
    expect(getCorpus(experiment.corpus).id).toBe(experiment.corpus);
    expect(getTokenizerKind(experiment.tokenizer).id).toBe(experiment.tokenizer);
    expect(experiment.runs.map((run) => new Set(run.layers.map(({ variant }) => variant)))).toEqual([
      new Set(['standard']),
      new Set(['nonApproximate']),
      new Set(['standard', 'nonApproximate']),
    ]);
  });

  it('written before texts and vocabularies had a size is read as it was meant', () => {
    const { corpusSize, vocabSize, ...older } = defaultExperiment();
    expect(parseExperiment(older)).toEqual({ ok: true, experiment: defaultExperiment() });
  });

  it('from before there were tasks is one on its text', () => {
    const { task, ...old } = defaultExperiment();
    expect(task).toBeNull();
    expect(parseExperiment(old)).toEqual({ ok: true, experiment: defaultExperiment() });
  });

  it.each(tasks.map(({ id }) => id))('on the task %s is valid and survives JSON', (id) => {
    const experiment = { ...defaultExperiment(), task: taskChoice(id) };
    expect(parseExperiment(JSON.parse(JSON.stringify(experiment)))).toEqual({ ok: true, experiment });
  });

  const broken: [string, (e: Experiment) => unknown, RegExp][] = [
    ['an unknown field', (e) => ({ ...e, colour: 'red' }), /colour/],
    [
      'an unknown variant',
      (e) => ({ ...e, runs: [{ ...e.runs[0], layers: ['squared'] }] }),
      /runs\.0\.layers\.0/,
    ],
    [
      'heads that do not divide',
      (e) => ({ ...e, model: { ...e.model, heads: 5 } }),
      /model\.heads: 5 heads do not divide/,
    ],
    [
      'an odd head size',
      (e) => ({ ...e, model: { ...e.model, dModel: 12, heads: 4 } }),
      /RoPE needs an even head size/,
    ],
    [
      'kv heads that do not divide',
      (e) => ({ ...e, model: { ...e.model, kvHeads: 3 } }),
      /key-value heads do not divide/,
    ],
    ['no layers', (e) => ({ ...e, runs: [{ ...e.runs[0], layers: stack() }] }), /at least one layer/],
    ['no runs', (e) => ({ ...e, runs: [] }), /at least one run/],
    ['two runs of one id', (e) => ({ ...e, runs: [e.runs[0], e.runs[0]] }), /same id/],
    ['a blank name', (e) => ({ ...e, runs: [{ ...e.runs[0], name: '  ' }] }), /Give the run a name/],
    ['too large a vocabulary', (e) => ({ ...e, vocabSize: 9000 }), /vocabSize: Give a whole number from 256/],
    ['a number out of bounds', (e) => ({ ...e, batch: 1e9 }), /^batch: /],
    [
      'a task there is not',
      (e) => ({ ...e, task: { id: 'chess', knobs: {} } }),
      /^task\.id: There is no task "chess"/,
    ],
    [
      'a knob turned too far',
      (e) => ({ ...e, task: { id: 'recall', knobs: { pairs: 1000, values: 8, hints: 0 } } }),
      /^task\.knobs\.pairs: Pairs: give one of 2, 4/,
    ],
    [
      'a knob that is no number',
      (e) => ({ ...e, task: { id: 'recall', knobs: { pairs: '4', values: 8, hints: 0 } } }),
      /^task\.knobs\.pairs: /,
    ],
    [
      'a task too long for its context',
      (e) => ({
        ...e,
        model: { ...e.model, context: 32 },
        task: { id: 'recall', knobs: { pairs: 16, values: 8, hints: 1 } },
      }),
      /^task: Associative recall, as it is set, needs a context of at least 33 tokens, and this one has 32\. /,
    ],
    ['something else altogether', () => 'hello', /^experiment: /],
  ];
  it.each(broken)('with %s is refused with a sentence', (_what, change, message) => {
    const result = parseExperiment(change(defaultExperiment()));
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.message).toMatch(message);
  });
});
