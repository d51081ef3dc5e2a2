// What the atlas makes of its lines: differences paired over seeds, corrected p-values, order effects and cooperation.
import { describe, expect, test } from 'vitest';
import { againPlan, mostSurprising, ratesPlan } from '../../src/atlas/again';
import { type Cell, cellsOf } from '../../src/atlas/cells';
import {
  againstStandard,
  besideStandard,
  type Comparison,
  cooperation,
  namedComparisons,
  orderEffects,
  ranked,
} from '../../src/atlas/comparisons';
import type { AtlasLine, TrainedLine } from '../../src/atlas/line';
import { type Plan, parsePlan } from '../../src/atlas/plan';
import { halfStep, overSeeds, type Result, resultsOf } from '../../src/atlas/results';
import { sameStack, stackId } from '../../src/atlas/stacks';
import { holm, pairedDifference, studentP } from '../../src/atlas/statistics';
import { defaultExperiment } from '../../src/experiment/defaults';
import { chooseTask } from '../../src/experiment/edit';
import { questions } from '../../src/ui/atlas/questions';
import { stack } from '../support/stack';

type Names = Parameters<typeof stack>;

/** Cells of a task at seeds 1, 2, … with these accuracies, NaN where it diverged, and their lines. */
function made(table: readonly (readonly [Names, readonly number[]])[], task: string | null = 'recall') {
  const cells: Cell[] = [];
  const lines = new Map<string, AtlasLine>();
  const ids = new Set(table.map(([names]) => stackId(stack(...names))));
  for (const [names, values] of table) {
    const layers = stack(...names);
    const [own, same] = [stackId(layers), stackId(sameStack(layers))];
    values.forEach((value, i) => {
      const seed = i + 1;
      const idOf = (of: string) => ['data', of, 'size', seed].join('/');
      const experiment = {
        ...chooseTask(task)(defaultExperiment()),
        seed,
        runs: [{ id: 'run-1', name: own, layers }],
      };
      const sameAs = own !== same && ids.has(same) ? idOf(same) : null;
      const cell: Cell = {
        id: idOf(own),
        subject: 'data',
        stack: own,
        size: 'size',
        experiment,
        link: '#',
        sameAs,
      };
      cells.push(cell);
      const final: [number, number] = task ? [value, 0.001] : [Math.exp(value), 0.001 * Math.exp(value)];
      lines.set(
        cell.id,
        sameAs
          ? { id: cell.id, sameAs }
          : lineOf(cell, Number.isNaN(value) ? null : { [task ? 'accuracy' : 'perplexity']: final }),
      );
    });
  }
  return resultsOf(cells, lines);
}

const lineOf = (
  { id, experiment }: Pick<Cell, 'id' | 'experiment'>,
  final: TrainedLine['final'] | null,
): TrainedLine => ({
  id,
  settings: {
    ...(experiment.task
      ? { task: experiment.task.id, knobs: experiment.task.knobs }
      : { text: experiment.corpus }),
    layers: [],
    seed: experiment.seed,
    steps: 600,
    batch: 8,
    width: 64,
    heads: 4,
    ffn: 128,
    context: 32,
    qkNorm: false,
    learningRate: 0.003,
  },
  link: '#',
  engine: { name: 'processor', version: 1, build: 'plain' },
  parameters: 1,
  every: 25,
  loss: [],
  trainLoss: [],
  ...(final ? { final } : { diverged: 7 }),
});

test.each([
  // From tables of Student's t: two-sided 5 % and 1 %.
  [12.706, 1, 0.05],
  [4.3027, 2, 0.05],
  [9.9248, 2, 0.01],
  [3.1824, 3, 0.05],
  [2.7764, 4, 0.05],
  [2.2281, 10, 0.05],
  [2.8609, 19, 0.01],
  [0, 5, 1],
])('t beyond ±%d at %d degrees of freedom has p %d', (t, df, p) => {
  expect(studentP(t, df)).toBeCloseTo(p, 5);
});

test('Holm corrects the smallest for all, the next for one fewer, and never falls', () => {
  expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
  expect(holm([0.6, 0.5])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

describe('pairedDifference', () => {
  test('takes differences seed by seed, with the deviation between them', () => {
    const [a, b] = made([
      [
        ['standard', 'mlp'],
        [0.9, 0.8, 0.7],
      ],
      [
        ['mlp', 'standard'],
        [0.5, 0.5, 0.2],
      ],
    ]);
    const found = pairedDifference(a as never, b as never);
    expect(found?.value).toBeCloseTo(0.4);
    expect(found?.stderr).toBeCloseTo(0.1 / Math.sqrt(3));
    expect(found?.p).toBeCloseTo(studentP(0.4 / (0.1 / Math.sqrt(3)), 2));
  });

  test('is no surer than the evaluations where seeds agree, and leaves out what diverged', () => {
    const [a, b] = made([
      [
        ['standard', 'mlp'],
        [1, 1, Number.NaN],
      ],
      [
        ['mlp', 'standard'],
        [0.5, 0.5, 0.5],
      ],
    ]);
    expect(pairedDifference(a as never, b as never)).toMatchObject({ value: 0.5, stderr: 0.001, seeds: 2 });
    const [c, d] = made([
      [
        ['standard', 'mlp'],
        [1, Number.NaN],
      ],
      [
        ['mlp', 'standard'],
        [0.5, 0.5],
      ],
    ]);
    expect(pairedDifference(c as never, d as never)).toBeNull();
  });
});

test('StaticEmbQK at the bottom has the lines of standard attention, and is in no comparison', () => {
  const results = made([
    [
      ['standard', 'standard'],
      [0.9, 0.9],
    ],
    [
      ['staticEmbQK', 'standard'],
      [0, 0],
    ],
    [
      ['standard', 'staticEmbQK'],
      [0.5, 0.6],
    ],
    [
      ['staticEmbQK', 'staticEmbQK'],
      [0, 0],
    ],
  ]);
  expect(results.map((result) => overSeeds(result)?.mean)).toEqual([0.9, 0.9, 0.55, 0.55]);
  expect(orderEffects(results)).toEqual([]);
  // All StaticEmbQK is that very stack, so that only all standard is left to hold it against.
  expect(cooperation(results).map(({ stacks }) => stacks)).toEqual([
    ['standard+staticEmbQK', 'standard+standard'],
  ]);
});

test('the order is compared once for each pair of stacks', () => {
  const found = orderEffects(
    made([
      [
        ['rndEmbQK', 'standard'],
        [0.9, 0.8, 0.85],
      ],
      [
        ['standard', 'rndEmbQK'],
        [0.4, 0.5, 0.45],
      ],
      [
        ['mlp', 'mlp'],
        [0.1, 0.1, 0.1],
      ],
    ]),
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ stacks: ['rndEmbQK+standard', 'standard+rndEmbQK'], seeds: 3 });
  expect(found[0]?.value).toBeCloseTo(0.4);
});

test.each([
  ['recall', [0.9, 0.91], [0.3, 0.31], [0.5, 0.52], 0.395],
  [null, [1.5, 1.4], [2, 2.1], [1.8, 1.9], 0.4],
])(
  'a hybrid on %s is held against the better of its uniform stacks',
  (task, hybrid, mlp, standard, value) => {
    const found = cooperation(
      made(
        [
          [['mlp', 'standard'], hybrid],
          [['mlp', 'mlp'], mlp],
          [['standard', 'standard'], standard],
        ],
        task,
      ),
    );
    expect(found.map(({ stacks }) => stacks)).toEqual([['mlp+standard', 'standard+standard']]);
    expect(found[0]?.value).toBeCloseTo(value);
  },
);

test('comparisons are ranked by effect over error, and one without an effect comes last though it has no error', () => {
  const of = (value: number, stderr: number) => ({ value, stderr }) as Comparison;
  const [none, small, large, worse] = [of(0, 0), of(0.1, 0.05), of(0.27, 0.03), of(-0.3, 0.1)];
  // Wherever it stands: as 0 / 0 it was beyond all comparison, and left what stood around it unsorted.
  for (const all of [
    [none, small, large, worse],
    [small, none, large, worse],
    [small, worse, none, large],
    [small, worse, large, none],
  ])
    expect(ranked(all)).toEqual([large, worse, small, none]);
});

test('half of the final accuracy is reached at the first such entry of the curve', () => {
  const experiment = chooseTask('recall')(defaultExperiment());
  const line = lineOf({ id: 'cell', experiment }, { accuracy: [0.8, 0.001] });
  expect(halfStep({ ...line, accuracy: [0.1, 0.2, 0.4, 0.3, 0.8] })).toBe(50);
  // The last entry is of the last step, which may come earlier than a whole interval.
  expect(halfStep({ ...line, every: 400, accuracy: [0, 0.1, 0.8] })).toBe(600);
  expect(halfStep(line)).toBeNull();
});

describe('the questions of the page', () => {
  const results = made([
    [
      ['standard', 'standard'],
      [1, 0.9],
    ],
    [
      ['mlp', 'mlp'],
      [0.1, 0.1],
    ],
    [
      ['mlp', 'standard'],
      [0.5, 0.7],
    ],
    [
      ['standard', 'mlp'],
      [0.3, 0.3],
    ],
    [
      ['linear', 'mlp'],
      [Number.NaN, Number.NaN],
    ],
  ]);
  const answersTo = (id: string) =>
    Object.fromEntries(
      (questions.find((one) => one.id === id)?.answers(results) ?? []).map((answer, i) => [
        results[i]?.stack,
        answer && { ...answer, value: Number(answer.value.toFixed(6)) },
      ]),
    );

  test('are shaded by accuracy, with the deviation over seeds; what diverged has no answer', () => {
    const { 'mlp+standard': cell, 'linear+mlp': diverged } = answersTo('score');
    expect(cell).toMatchObject({ value: 0.6, text: '60.0 %', error: '14.1 %', level: 6 });
    expect(diverged).toBeNull();
  });

  test('hold a pair against itself upside down, and against the better of its variants alone', () => {
    const order = answersTo('order');
    expect(order['mlp+standard']).toMatchObject({ value: 0.3, level: 2 });
    expect(order['standard+mlp']).toMatchObject({ value: -0.3, level: -2 });
    expect(order['standard+standard']).toBeNull();
    const cooperation = answersTo('cooperation');
    expect(cooperation['mlp+standard']).toMatchObject({ value: -0.35, level: -2 });
    expect(cooperation['linear+mlp']).toBeNull();
  });
});

test('the paper’s questions hold uniform stacks against standard attention, and hybrids with it against the variant alone', () => {
  const results = made([
    [
      ['standard', 'standard'],
      [0.9, 0.9, 0.8],
    ],
    [
      ['mlp', 'mlp'],
      [0.1, 0.2, 0.1],
    ],
    [
      ['standard', 'mlp'],
      [0.8, 0.9, 0.8],
    ],
    [
      ['mlp', 'standard'],
      [0.3, 0.3, 0.4],
    ],
    // Nothing is held against it that is not there, and no hybrid of two others is of this question.
    [
      ['linear', 'standard'],
      [0.5, 0.5, 0.5],
    ],
    [
      ['mlp', 'linear'],
      [0.2, 0.2, 0.2],
    ],
  ]);
  expect(againstStandard(results).map(({ stacks, value }) => [...stacks, value])).toEqual([
    ['mlp+mlp', 'standard+standard', expect.closeTo(-0.7333, 4)],
  ]);
  expect(besideStandard(results).map(({ stacks, value }) => [...stacks, value])).toEqual([
    ['standard+mlp', 'mlp+mlp', expect.closeTo(0.7, 4)],
    ['mlp+standard', 'mlp+mlp', expect.closeTo(0.2, 4)],
  ]);
});

describe('training again', () => {
  const { model, batch, evalWindows, optimizer } = defaultExperiment();
  const plan = parsed({
    version: 1,
    title: 'Pairs',
    settings: {
      model,
      batch,
      evalWindows,
      steps: 600,
      evalInterval: 25,
      optimizer: { ...optimizer, learningRate: 0.003, minLearningRate: 0.001 },
    },
    subjects: [{ task: 'recall' }],
    stacks: [{ rule: 'pairs', variants: ['standard', 'mlp', 'staticEmbQK'] }],
    sizes: [{ id: 'small' }],
    seeds: [1, 2, 3],
  });
  const comparison: Comparison = {
    subject: 'recall',
    size: 'small',
    stacks: ['mlp+standard', 'staticEmbQK+staticEmbQK'],
    value: 0.5,
    stderr: 0.01,
    seeds: 3,
    p: 0.001,
    corrected: 0.01,
  };

  test('the most surprising are those of both questions with the largest effects over their errors', () => {
    const results = made([
      [
        ['standard', 'standard'],
        [0.9, 0.9, 0.9],
      ],
      [
        ['mlp', 'mlp'],
        [0.1, 0.1, 0.1],
      ],
      [
        ['standard', 'mlp'],
        [0.9, 0.8, 0.9],
      ],
      [
        ['mlp', 'standard'],
        [0.3, 0.3, 0.3],
      ],
    ]);
    const all = ranked([...orderEffects(results), ...cooperation(results)]);
    expect(all.length).toBe(3);
    expect(mostSurprising(results, 2)).toEqual(all.slice(0, 2));
  });

  test('begins with both sides at three rates and one other seed, and what they are the same as', () => {
    const rates = ratesPlan(plan, [comparison]);
    expect(rates.seeds).toEqual([4]);
    const cells = cellsOf(rates);
    // StaticEmbQK at the bottom is standard attention, whose cell is trained in its place.
    const stacks = ['mlp+standard', 'standard+staticEmbQK', 'staticEmbQK+staticEmbQK'];
    const sizes = ['small-rate-0.003', 'small-rate-0.001', 'small-rate-0.01'];
    const ids = stacks.flatMap((one) => sizes.map((size) => `recall/${one}/${size}/4`));
    expect(cells.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    const lowest = cells.find(({ id }) => id === 'recall/mlp+standard/small-rate-0.001/4')?.experiment;
    expect(lowest?.optimizer).toMatchObject({ learningRate: 0.001, minLearningRate: 0.000333 });
    expect(lowest?.steps).toBe(600);
  });

  test('goes on with each side at its best rate, its own among equals, five times as long at three further seeds', () => {
    const found = (stack: string, rate: number, value: number | null): Result => ({
      subject: 'recall',
      stack,
      size: `small-rate-${rate}`,
      layers: [],
      steps: 600,
      chance: 0.125,
      sameAs: null,
      runs: [{ seed: 4, score: value === null ? null : { value, stderr: 0 }, halfStep: null }],
    });
    const [first, second] = comparison.stacks;
    const results = [
      found(first, 0.001, 0.5),
      found(first, 0.003, 0.4),
      found(first, 0.01, null),
      found(second, 0.001, 1),
      found(second, 0.003, 1),
      found(second, 0.01, 0.2),
    ];
    const again = againPlan(plan, [comparison], results);
    expect(again.comparisons).toEqual([
      ['recall/mlp+standard/small-rate-0.001', 'recall/staticEmbQK+staticEmbQK/small-rate-0.003'],
    ]);
    expect(again.seeds).toEqual([5, 6, 7]);
    expect(again.sizes.map(({ id }) => id)).toEqual(['small-rate-0.003', 'small-rate-0.001']);
    const [cell] = cellsOf(again);
    expect(cell?.experiment).toMatchObject({ steps: 3000, evalInterval: 125 });
    expect(() => againPlan(plan, [comparison], results.slice(1))).toThrow(
      'recall/mlp+standard/small-rate-0.001 has no line yet.',
    );
  });

  test('holds each side against the other though they differ in their rates', () => {
    const results = made([
      [
        ['standard', 'standard'],
        [0.9, 0.8, 0.9],
      ],
      [
        ['mlp', 'mlp'],
        [0.1, 0.1, 0.1],
      ],
    ]);
    const [standard, mlp] = results as [Result, Result];
    const slow = { ...mlp, size: 'slow' };
    const pair = ['data/mlp+mlp/slow', 'data/standard+standard/size'] as const;
    const [one, ...others] = namedComparisons([standard, slow], [pair, ['data/none/size', pair[1]]]);
    expect(others).toEqual([]);
    expect(one?.value).toBeCloseTo(-0.7667, 4);
    expect(one?.sides).toEqual([slow, standard]);
    expect(one?.corrected).toBe(one?.p);
  });

  test('refuses a comparison of what the plan has not', () => {
    const pair: [string, string] = ['recall/mlp+mlp/small', 'recall/linear+mlp/small'];
    expect(() => cellsOf({ ...plan, comparisons: [pair] })).toThrow(
      'comparisons: recall/linear+mlp/small is none of the plan’s cells.',
    );
  });
});

function parsed(value: unknown): Plan {
  const result = parsePlan(value);
  if (!result.ok) throw new Error(result.message);
  return result.plan;
}
