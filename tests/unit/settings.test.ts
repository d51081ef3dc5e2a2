import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tasks } from '../../src/data/tasks';
import { defaultExperiment } from '../../src/experiment/defaults';
import { chooseTask, setModel } from '../../src/experiment/edit';
import { applyPreset, medium, presetOf, sizePresets, small } from '../../src/experiment/presets';
import { type Experiment, parseExperiment } from '../../src/experiment/schema';
import {
  type ChoiceSetting,
  choicesOf,
  knobSettings,
  parseNumber,
  settingGroups,
  settings,
} from '../../src/experiment/settings';
import { numberWords, writeNumbersIn } from '../../src/format/language';
import { formatExact } from '../../src/format/numbers';
import { decodeFlops, prefillFlops, trainingCost } from '../../src/measure/trainingCost';
import { stack } from '../support/stack';

const start = defaultExperiment();

const find = (id: string) => {
  const found = settings.find((s) => s.id === id);
  if (!found) throw new Error(id);
  return found;
};
const choice = (id: string) => find(id) as ChoiceSetting;
const refusal = (e: Experiment) => {
  const parsed = parseExperiment(e);
  return parsed.ok ? null : parsed.reason;
};

/** Paths of all that is not an object. */
const leaves = (value: object, path = ''): string[] =>
  Object.entries(value).flatMap(([key, v]) =>
    typeof v === 'object' ? leaves(v, `${path}${key}.`) : [`${path}${key}`],
  );

describe('the settings', () => {
  it('are all that the runs of an experiment share but which text, tokenizer and task it is', () => {
    const { version, corpus, tokenizer, task, runs, ...shared } = start;
    expect(settings.map((s) => s.id).sort()).toEqual(leaves(shared).sort());
  });

  it('each stand in a group that is shown', () => {
    const groups = new Set<string>(settingGroups.map((g) => g.id));
    for (const { group } of settings) expect(groups).toContain(group);
  });

  it.each(settings.map((s) => [s.id, s] as const))('%s writes what it reads, at its own path', (id, s) => {
    const valueAt = (e: Experiment) =>
      id.split('.').reduce((v: unknown, key) => (v as Record<string, unknown>)[key], e);
    expect(s.read(start)).toBe(valueAt(start));
    if (s.kind === 'switch') {
      const next = s.write(start, !s.read(start));
      expect(valueAt(next)).toBe(!valueAt(start));
      return;
    }
    const value = s.kind === 'choice' ? (choicesOf(s, start)[0] as number) : s.read(start) / 2;
    expect(valueAt(s.write(start, value))).toBe(value);
    expect(start).toEqual(defaultExperiment());
  });

  it('offer only choices that the schema takes, whatever the other settings are', () => {
    const sizes = [
      ...sizePresets.map((p) => p.model),
      { dModel: 48, heads: 6, kvHeads: 3, ffn: 100, context: 40 },
    ];
    for (const model of sizes) {
      const e = setModel(model)(start);
      for (const s of settings) {
        // A width may be one that the heads do not divide; that is the schema's to say.
        if (s.kind !== 'choice' || s.id === 'model.dModel') continue;
        const choices = choicesOf(s, e);
        expect(choices).toContain(s.read(e));
        expect(choices).toEqual(choices.toSorted((a, b) => a - b));
        for (const value of choices) expect(refusal(s.write(e, value)), `${s.id} ${value}`).toBeNull();
      }
    }
  });

  it('offer texts as long as any that the lab trains on, and batches of one', () => {
    expect(choicesOf(choice('model.context'), start)).toEqual([32, 64, 128, 256, 512, 1024]);
    expect(refusal(choice('model.context').write(start, 2048))).toMatch(/from 8 to 1,024/);
    expect(choicesOf(choice('batch'), start)[0]).toBe(1);
  });

  it('keep the feed-forward’s share of the width, and multi-head attention', () => {
    const wide = choice('model.dModel').write(start, 128);
    expect(wide.model).toMatchObject({ dModel: 128, ffn: 384 });
    expect(choice('model.heads').write(start, 8).model).toMatchObject({ heads: 8, kvHeads: 8 });
    const grouped = setModel({ kvHeads: 2 })(start);
    expect(choice('model.heads').write(grouped, 8).model.kvHeads).toBe(2);
    expect(choice('model.heads').write(grouped, 1).model.kvHeads).toBe(1);
  });

  it('are refused in a sentence that says what would do', () => {
    const refused = (id: string, value: number) => {
      const s = find(id);
      return s.kind === 'switch' ? null : refusal(s.write(start, value));
    };
    expect(refused('steps', 0)).toBe('Give a whole number from 1 to 100,000.');
    expect(refused('steps', 1.5)).toBe('Give a whole number from 1 to 100,000.');
    expect(refused('optimizer.learningRate', 0)).toBe('Give a number above 0, at most 1.');
    expect(refused('optimizer.beta2', 1)).toBe('Give a number from 0 to 0.9999.');
    expect(refused('model.dModel', 60)).toBe(
      'RoPE needs an even head size; 60 / 4 is odd. Pick another number of heads.',
    );
  });
});

describe('the knobs of a task', () => {
  it.each(tasks.map((task) => [task.id, task] as const))('of %s are read, written and taken', (id, task) => {
    const chosen = chooseTask(id)(setModel({ context: 256 })(start));
    const own = knobSettings(id);
    expect(own.map((s) => s.id)).toEqual(Object.keys(task.knobs).map((knob) => `task.knobs.${knob}`));
    for (const s of own) {
      for (const value of choicesOf(s, chosen)) {
        const next = s.write(chosen, value);
        expect(s.read(next)).toBe(value);
        expect(refusal(next)).toBeNull();
        for (const other of own) if (other !== s) expect(other.read(next)).toBe(other.read(chosen));
      }
    }
    expect(chooseTask(null)(chosen)).toEqual(setModel({ context: 256 })(start));
  });
});

describe('a number field', () => {
  it.each([
    ['600', 600],
    [' 3e-3 ', 0.003],
    ['-1', -1],
    ['1e-8', 1e-8],
  ])('reads %j', (typed, value) => {
    expect(parseNumber(typed)).toEqual({ ok: true, value });
    expect(parseNumber(formatExact(value))).toEqual({ ok: true, value });
  });

  it.each(['', '  ', 'ten', '1 000', '0x', 'Infinity', 'NaN'])('refuses %j', (typed) => {
    expect(parseNumber(typed)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Write a number/),
    });
  });

  it('says what is wrong with a comma', () => {
    expect(parseNumber('0,003')).toMatchObject({ message: expect.stringMatching(/point and no commas/) });
  });

  describe('in a language with a decimal comma', () => {
    const before = numberWords();
    beforeEach(() => writeNumbersIn({ ...before, tag: 'de' }));
    afterEach(() => writeNumbersIn(before));

    it.each([
      ['0,003', 0.003],
      ['0.003', 0.003],
      [' -1,5e-8 ', -1.5e-8],
      ['600', 600],
    ])('reads %j', (typed, value) => {
      expect(parseNumber(typed)).toEqual({ ok: true, value });
      expect(parseNumber(formatExact(value))).toEqual({ ok: true, value });
    });

    it('writes the comma', () => {
      expect([0.003, -1.5e-8, 600].map(formatExact)).toEqual(['0,003', '-1,5e-8', '600']);
    });

    it.each(['1.234,5', '1,234.5', '1,2,3', '1.2.3'])('refuses %j, which is grouped', (typed) => {
      expect(parseNumber(typed)).toMatchObject({ ok: false, message: expect.stringMatching(/0,003/) });
    });
  });
});

describe('size presets', () => {
  it('are valid, and known again by the sizes they set', () => {
    for (const preset of sizePresets) {
      const e = applyPreset(preset)(start);
      expect(refusal(e)).toBeNull();
      expect(presetOf(e)).toBe(preset);
      expect(e.runs).toEqual(start.runs);
    }
  });

  it('tell the first experiment as small, and a size of one’s own as none', () => {
    expect(presetOf(start)).toBe(small);
    expect(presetOf(setModel({ context: 65 })(start))).toBeUndefined();
    expect(presetOf({ ...start, seed: 9, steps: 7 })).toBe(small);
  });
});

describe('the cost of training', () => {
  const cost = (e: Experiment, run = 0) => trainingCost(e, e.runs[run] as Experiment['runs'][number], 82);

  it('counts the parameters of the first experiment', () => {
    // Embedding and final norm, then each layer: two norms, four square matrices, three biases, the feed-forward.
    const layer = 2 * 64 + 4 * 64 * 64 + 3 * 64 + 3 * 64 * 192;
    expect(cost(start).parameters).toBe(82 * 64 + 64 + 4 * layer);
  });

  it('counts the bytes of training: four numbers a parameter, and what a step keeps', () => {
    const tokens = 8 * 64;
    const { parameters, bytes } = cost(start);
    // Of a layer: five rows of the mixer and its map of 4 heads, two norms' inputs, the feed-forward's input and its three.
    const layer = tokens * (5 * 64 + 4 * 64 + 3 * 64 + 3 * 192);
    expect(bytes).toBe(4 * (4 * parameters + 4 * layer + tokens * (2 * 64 + 82)));
  });

  it('of a step is three forward passes, each of mixers, feed-forwards and logits; of a token of one text by its cache', () => {
    const run = { layers: stack('standard', 'mlp') };
    // 4BL²d + 6BLd² of attention and 6BLd² of the MLP; 6BLd · ffn of each layer; 2BLdV.
    const [B, L, d, ffn, V] = [8, 64, 64, 192, 82];
    const forward = 4 * B * L * L * d + 2 * 6 * B * L * d * d + 2 * 6 * B * L * d * ffn + 2 * B * L * d * V;
    expect(prefillFlops(start, run, V)).toBe(forward);
    expect(trainingCost(start, { ...run, id: 'a', name: 'A' }, V).stepFlops).toBe(3 * forward);
    expect(decodeFlops(start, run, V)).toBe(2 * 6 * d * d + 4 * L * d + 2 * 6 * d * ffn + 2 * d * V);
  });

  it('doubles with the batch and grows faster than the context', () => {
    expect(cost({ ...start, batch: 16 }).stepFlops).toBe(2 * cost(start).stepFlops);
    expect(cost(setModel({ context: 128 })(start)).stepFlops).toBeGreaterThan(2 * cost(start).stepFlops);
    expect(cost(applyPreset(medium)(start)).stepFlops).toBeGreaterThan(10 * cost(start).stepFlops);
  });
});
