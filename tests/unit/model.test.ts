import { describe, expect, it } from 'vitest';
import { layerCost, layerOf, referenceKinds } from '../../src/attention/layers';
import { principles } from '../../src/attention/principles';
import { type VariantId, variants } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import { defaultExperiment } from '../../src/experiment/defaults';
import { modelConfig, nonStandardLayers, parameterCount, parameterSpecs } from '../../src/model/config';
import { rankedTokens, sample } from '../../src/model/generate';
import { learningRateAt } from '../../src/train/schedule';
import { stack } from '../support/stack';

const base = (layers: VariantId[], model: Partial<ReturnType<typeof defaultExperiment>['model']> = {}) => {
  const experiment = defaultExperiment();
  return modelConfig(
    { ...experiment, model: { ...experiment.model, ...model } },
    { id: 'r', name: 'r', layers: stack(...layers) },
    82,
  );
};

describe('parameters', () => {
  const shapes = [
    {},
    { kvHeads: 2 },
    { qkNorm: true },
    { qkvBias: false },
    { tieEmbeddings: false },
    { dModel: 128, ffn: 256 },
  ];
  it.each(shapes)('count within 1%% across variants (%o)', (model) => {
    const standard = parameterCount(base(['standard', 'standard', 'standard', 'standard'], model));
    for (const { id } of variants) {
      const count = parameterCount(base([id, id, id, id], model));
      expect(Math.abs(count - standard) / standard, id).toBeLessThan(0.01);
    }
  });

  it('count as by hand for one standard layer', () => {
    // V·d + 2 gains + q, k, v with bias + o + three of the feed-forward + the last gain
    const expected = 82 * 64 + 2 * 64 + 3 * (64 * 64 + 64) + 64 * 64 + 3 * 64 * 192 + 64;
    expect(parameterCount(base(['standard']))).toBe(expected);
  });

  it('have names of their own', () => {
    const names = parameterSpecs(base(variants.map((v) => v.id))).map((s) => s.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('stacks', () => {
  it('carry the reference rows they need', () => {
    expect(referenceKinds(stack('standard', 'mlp'))).toEqual([]);
    expect(referenceKinds(stack('rndEmbQK', 'standard', 'fixedSeqQK', 'rndEmbQK'))).toEqual([
      'text',
      'random',
    ]);
  });

  it('skip every layer that is not standard', () => {
    expect(nonStandardLayers(stack('mlp', 'standard', 'staticEmbQK'))).toEqual([0, 2]);
  });
});

describe('the learning rate', () => {
  const settings = { learningRate: 1, warmup: 4, minLearningRate: 0.1 };
  const rates = Array.from({ length: 20 }, (_, step) => learningRateAt(step, 20, settings));

  it('warms up in equal steps to its peak', () => {
    expect(rates.slice(0, 4)).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('falls along a cosine to its least at the last step', () => {
    expect(rates[4]).toBe(1);
    expect(learningRateAt(12, 21, settings)).toBeCloseTo(0.55, 10); // half way from step 4 to 20
    expect(rates[19]).toBeCloseTo(0.1, 10);
    for (let i = 5; i < 20; i++) expect(rates[i]).toBeLessThan(rates[i - 1] as number);
  });

  it('needs no warm-up', () => {
    expect(learningRateAt(0, 10, { ...settings, warmup: 0 })).toBe(1);
  });
});

describe('sampling', () => {
  const logits = Float32Array.from([0, 2, 1, -1]);
  const draw = (temperature: number, topK: number, { topP = 1, times = 4000 } = {}) => {
    const random = new Random(3);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < times; i++)
      counts[sample(rankedTokens(logits), { temperature, topK, topP }, random).token]!++;
    return counts.map((c) => c / times);
  };

  it('takes the likeliest token at temperature 0', () =>
    expect(draw(0, 0, { times: 50 })).toEqual([0, 1, 0, 0]));

  it('draws from the softmax', () => {
    const e = [1, Math.E ** 2, Math.E, Math.E ** -1];
    const total = e.reduce((a, b) => a + b);
    draw(1, 0).forEach((p, i) => {
      expect(p).toBeCloseTo((e[i] as number) / total, 1);
    });
  });

  it('keeps to the fewest tokens that reach the top p', () => {
    // Probabilities 0.64, 0.24, 0.09, 0.03: the first reaches 0.6 by itself, the first two 0.7.
    expect(draw(1, 0, { topP: 0.6, times: 50 })).toEqual([0, 1, 0, 0]);
    const [a, b, c, d] = draw(1, 0, { topP: 0.7 });
    expect([a, d]).toEqual([0, 0]);
    expect((b as number) / (c as number)).toBeCloseTo(Math.E, 0);
  });

  it('ranks tokens by their probability', () => {
    const ranked = rankedTokens(Float32Array.from([0, Math.log(3), Number.NEGATIVE_INFINITY]));
    expect(ranked.map(({ token }) => token)).toEqual([1, 0, 2]);
    expect(ranked.map(({ probability }) => probability)).toEqual([
      expect.closeTo(0.75, 6),
      expect.closeTo(0.25, 6),
      0,
    ]);
  });

  it('keeps to the top k', () => {
    const [a, b, c, d] = draw(1, 2);
    expect(a).toBe(0);
    expect(d).toBe(0);
    expect((b as number) / (c as number)).toBeCloseTo(Math.E, 0);
  });
});

describe('the registry', () => {
  it('has ids, link codes, names and short labels of their own', () => {
    for (const key of ['id', 'linkCode', 'name', 'short'] as const)
      expect(new Set(variants.map((v) => v[key])).size, key).toBe(variants.length);
  });

  it('has chips whose text can be read (WCAG AA)', () => {
    for (const [id, { light, dark }] of Object.entries(principles)) {
      for (const { fill, text } of [light, dark])
        expect(contrast(fill, text), id).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('counts activations at hand-computed sizes: input, queries, keys, values, what is mixed, and a map', () => {
    const sizes = { B: 2, L: 8, d: 4, h: 2 };
    const bytes = (id: VariantId, options = {}) =>
      layerCost({ ...layerOf(id), ...options }, sizes).activationBytes;
    // 64 numbers of 2 bytes for each of the five; a map has 2 · 64 for each of 2 sequences.
    const rows = 5 * 128;
    expect(bytes('standard')).toBe(rows + 512);
    expect(bytes('staticEmbQK')).toBe(rows + 128 + 512);
    // Its hidden layers are as wide as 4/3 of the model, three of them beside the input.
    expect(bytes('mlp')).toBe(128 + 3 * (4 / 3) * 128);
    // A denominator for each query and head; a score for each key, too.
    expect([bytes('approximate'), bytes('linear')]).toEqual([rows + 64, rows + 64]);
    expect(bytes('nonApproximate')).toBe(rows + 128);
    expect(bytes('slidingWindow', { window: 3 })).toBe(rows + 192);
    expect(bytes('slidingWindow', { window: 99 })).toBe(bytes('standard'));
    // Input, values and what is mixed of each row; input, queries and keys of the reference row, with one map.
    expect([bytes('rndEmbQK'), bytes('fixedSeqQK')]).toEqual([3 * 128 + 192 + 256, 3 * 128 + 192 + 256]);
  });

  it('has the costs of Tables 6 to 8 at hand-computed sizes', () => {
    const sizes = { B: 2, L: 8, d: 4, h: 2 };
    const cost = (id: VariantId) => {
      const { prefillFlops, decodeFlops, cacheBytes } = layerCost(layerOf(id), sizes);
      return [prefillFlops, decodeFlops, cacheBytes];
    };
    expect(cost('standard')).toEqual([2048 + 1536, 192 + 256, 256]);
    expect(cost('mlp')).toEqual([1536, 192, 0]);
    expect(cost('approximate')).toEqual([3584, 320, 48 + 64]);
    expect(cost('nonApproximate')).toEqual([1536, 192, 16 + 16]);
    expect(cost('rndEmbQK')).toEqual([512 + 1024 + 1536, 64 + 128 + 192, 192]);
  });
});

function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((i) => {
      const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}
