// Results as text: mean ± standard error, the table as Markdown and as CSV, and which are the best.
import { describe, expect, test } from 'vitest';
import { latexText } from '../../src/format/latex';
import { formatEstimate, formatInterval } from '../../src/measure/evals/format';
import { toLatex } from '../../src/measure/evals/latex';
import { resultDelta, rowOfRun, seedRows } from '../../src/measure/evals/rows';
import { meanEstimate, perplexityEstimate } from '../../src/measure/evals/statistics';
import {
  bestRows,
  chanceRow,
  columnsOf,
  type Property,
  type ResultRow,
  textAt,
  toCsv,
  toMarkdown,
} from '../../src/measure/evals/table';
import type { Estimate, MetricUnit } from '../../src/measure/evals/types';

test.each<[MetricUnit, number, number, string]>([
  ['perplexity', 12.345, 0.212, '12.35 ± 0.21'],
  ['perplexity', 100.06, 3.14, '100.1 ± 3.1'],
  ['perplexity', 99.994, 0.1, '99.99 ± 0.10'],
  ['perplexity', 99.996, 0.1, '100.0 ± 0.1'],
  ['perplexity', 999.96, 0.1, '999.96 ± 0.10'],
  // As of a task that is learned: in two decimals all runs would look alike.
  ['perplexity', 1.01342, 0.00118, '1.0134 ± 0.0012'],
  ['perplexity', 1.0000012, 3e-9, '1.0000 ± 0.0000'],
  ['perplexity', 1.5, 0, '1.50 ± 0.00'],
  ['perplexity', 23_456.7, 120.4, '23457 ± 120'],
  ['perplexity', 999_999.4, 120.4, '999999 ± 120'],
  ['perplexity', 999_999.7, 120.4, '1.00e6 ± 1.20e2'],
  ['perplexity', 2.034e7, 5e5, '2.03e7 ± 5.00e5'],
  ['perplexity', 81, Number.NaN, '81.00'],
  ['share', 0.25, 0.0435, '25.0 ± 4.4 %'],
  ['share', 1, 0, '100.0 ± 0.0 %'],
  ['nats', -0.01234, 0.00567, '−0.0123 ± 0.0057'],
  ['nats', Number.NaN, 0.1, 'not a number'],
  ['perplexity', Number.POSITIVE_INFINITY, 0.1, 'beyond the scale'],
  ['perplexity', 1.0932379533480376e64, Number.POSITIVE_INFINITY, '1.09e64'],
  ['nats', 3.4e38, Number.NaN, '3.40e38'],
])('%s %d ± %d is written %s', (unit, value, stderr, text) => {
  expect(formatEstimate(unit, { value, stderr })).toBe(text);
});

test('an interval has the decimals of its value, and none is written where there is none', () => {
  const estimate: Estimate = { value: 12.3, stderr: 0.2, n: 3, interval: [11.9, 12.7] };
  expect(formatInterval('perplexity', estimate)).toBe('11.90 to 12.70');
  expect(formatInterval('perplexity', { ...estimate, interval: undefined })).toBeNull();
  expect(formatInterval('perplexity', { ...estimate, interval: [Number.NaN, 1] })).toBeNull();
});

const estimate = (value: number, stderr = 0.5): Estimate => ({ value, stderr, n: 4 });
const rows: ResultRow[] = [
  {
    id: 'a',
    name: 'All | standard',
    ranked: true,
    step: 1200,
    outcomes: {
      perplexity: { metrics: { perplexity: estimate(7) } },
      choice: { metrics: { choiceAccuracy: estimate(0.5, 0.05) } },
      skip: { unavailable: 'no layer to leave out' },
      contextLength: {
        metrics: { contextGain: estimate(0.7) },
        series: [
          { x: 4, perplexity: estimate(12) },
          { x: 64, perplexity: estimate(10) },
        ],
      },
    },
  },
  {
    id: 'b',
    name: 'Hybrid, "even"',
    ranked: true,
    step: 1200,
    outcomes: {
      perplexity: { metrics: { perplexity: estimate(11) } },
      choice: { metrics: { choiceAccuracy: estimate(0.5, 0.05) } },
      skip: { metrics: { skip: estimate(99, Number.NaN) } },
    },
  },
  {
    id: 'baseline:bigram',
    name: 'Bigram',
    ranked: false,
    step: null,
    outcomes: { perplexity: { metrics: { perplexity: estimate(9) } } },
  },
  chanceRow({ vocab: 81, chance: 1 / 81 }),
];

describe('the best', () => {
  const best = (id: string, from = rows) => {
    const column = columnsOf(from).find(({ metric }) => metric.id === id);
    return column && [...bestRows(from, column)];
  };
  const withAccuracies = (...shares: [number, number][]) =>
    shares.map(
      ([value, stderr], i): ResultRow => ({
        ...(rows[1] as ResultRow),
        id: `run ${i}`,
        outcomes: { choice: { metrics: { choiceAccuracy: { value, stderr, n: 100 } } } },
      }),
    );
  test('is the lowest perplexity or the highest accuracy, where it differs by more than its error', () => {
    expect(best('perplexity')).toEqual(['a']);
    expect(best('choiceAccuracy', withAccuracies([0.5, 0.05], [0.9, 0.03]))).toEqual(['run 1']);
    expect(best('choiceAccuracy', withAccuracies([0.5, 0.05], [0.55, 0.05]))).toEqual([]);
    // The error of all right is not 0.
    expect(best('choiceAccuracy', withAccuracies([1, 0], [0.98, 0.014]))).toEqual([]);
    expect(best('choiceAccuracy', withAccuracies([0.8, 0.04], [0.8, 0.04], [0.4, 0.05]))).toEqual([]);
  });
  test('waits until it is not too early, and until all are evaluated at the same step', () => {
    const [first, second] = withAccuracies([0.5, 0.05], [0.9, 0.03]) as [ResultRow, ResultRow];
    expect(best('choiceAccuracy', [{ ...first, early: 'It still falls.' }, second])).toEqual([]);
    expect(best('choiceAccuracy', [{ ...first, step: 100 }, second])).toEqual([]);
  });
  test('over seeds takes the deviation between them for what it is', () => {
    const ofSeeds = (value: number): Estimate => ({ value, stderr: 0.02, n: 4, seeds: 4 });
    const rowsOf = (...values: number[]) =>
      withAccuracies(...values.map((value): [number, number] => [value, 0])).map((row, i) => ({
        ...row,
        outcomes: { choice: { metrics: { choiceAccuracy: ofSeeds(values[i] as number) } } },
      }));
    // 2.45 standard errors of the difference at 6 degrees of freedom: 0.0346.
    expect(best('choiceAccuracy', rowsOf(0.5, 0.54))).toEqual(['run 1']);
    expect(best('choiceAccuracy', rowsOf(0.5, 0.53))).toEqual([]);
  });
  test('is no gain from context of a stack that mixes no tokens, which has none', () => {
    const gain = (value: number, stderr: number, mixes: boolean, id: string): ResultRow => ({
      ...(rows[0] as ResultRow),
      id,
      mixes,
      outcomes: { contextLength: { metrics: { contextGain: { value, stderr, n: 128 } } } },
    });
    const mlp = gain(0, 0, false, 'mlp');
    const worse = gain(-0.5, 0.01, true, 'worse');
    expect(best('contextGain', [mlp, worse])).toEqual([]);
    expect(best('contextGain', [mlp, worse, gain(0.3, 0.01, true, 'more')])).toEqual(['more']);
    expect(toMarkdown([mlp, worse])).toContain('| mixes no tokens |');
    expect(toCsv([mlp])).toBe('run,step,Gain from context,Gain from context stderr\nAll | standard,1200,,\n');
  });
  test('is not marked where all are equal or nothing is better, nor of one run', () => {
    expect(best('choiceAccuracy')).toEqual([]);
    expect(best('skip')).toEqual([]);
    expect(best('perplexity', rows.slice(1))).toEqual([]);
    expect(best('contextGain')).toEqual([]);
  });
});

test('as Markdown', () => {
  expect(toMarkdown(rows)).toBe(
    [
      '| Run | Step | Validation perplexity ↓ | Gain from context ↑ | Continuation choice ↑ | Perplexity when skipped |',
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      '| All \\| standard | 1200 | **7.00 ± 0.50** | 0.7000 ± 0.5000 | 50.0 ± 5.0 % | no layer to leave out |',
      '| Hybrid, "even" | 1200 | 11.00 ± 0.50 | – | 50.0 ± 5.0 % | 99.00 |',
      '| Bigram | – | 9.00 ± 0.50 | – | – | – |',
      '| Chance | – | 81.00 | 0.0000 | 25.0 % | – |',
      '',
      '| Perplexity, tokens of context | 4 | 64 |',
      '| --- | ---: | ---: |',
      '| All \\| standard | 12.00 ± 0.50 | 10.00 ± 0.50 |',
      '',
    ].join('\n'),
  );
});

test('with what the runs differ in, before the figures: a number as one in CSV', () => {
  const rates: Record<string, number> = { [rows[0]!.id]: 0.003, [rows[1]!.id]: 0.01 };
  const rate: Property = {
    id: 'rate',
    name: 'Learning rate',
    text: (id) => String(rates[id] ?? '–'),
    csv: (id) => rates[id] ?? null,
  };
  const options = { properties: [rate] };
  expect(toMarkdown(rows, options)).toMatch(/^\| Run \| Learning rate \| Step \|/);
  expect(toMarkdown(rows, options)).toContain('| All \\| standard | 0.003 | 1200 |');
  const csv = toCsv(rows, options).split('\n');
  expect(csv[0]).toMatch(/^run,Learning rate,step,/);
  expect(csv[1]).toMatch(/^All \| standard,0.003,1200,/);
  expect(csv[4]).toMatch(/^Chance,,,/);
  const latex = toLatex(rows, options);
  expect(latex).toContain('Run & Learning rate & Step &');
  expect(latex).toContain('All | standard & 0.003 & 1200 &'.replace('|', latexText('|')));
});

test('as CSV, with every digit, and quotes where a name needs them', () => {
  const third: ResultRow = {
    ...rows[1]!,
    outcomes: { perplexity: { metrics: { perplexity: estimate(1 / 3, Number.NaN) } } },
  };
  expect(toCsv([third, rows[3]!])).toBe(
    [
      'run,step,Validation perplexity,Validation perplexity stderr',
      '"Hybrid, ""even""",1200,0.3333333333333333,',
      'Chance,,81,',
      '',
    ].join('\n'),
  );
});

test('as LaTeX, the best bold, baselines below a rule, and nothing of a name taken as a command', () => {
  const named: ResultRow = { ...rows[0]!, name: '50% of \\foo_{a} & $b$' };
  expect(toLatex([named, ...rows.slice(1)])).toBe(
    [
      '% needs \\usepackage{booktabs}',
      '\\begin{tabular}{lrrrrr}',
      '  \\toprule',
      '  Run & Step & Validation perplexity $\\downarrow$ & Gain from context $\\uparrow$ & Continuation choice $\\uparrow$ & Perplexity when skipped \\\\',
      '  \\midrule',
      '  50\\% of \\textbackslash{}foo\\_\\{a\\} \\& \\$b\\$ & 1200 & \\textbf{7.00 $\\pm$ 0.50} & 0.7000 $\\pm$ 0.5000 & 50.0 $\\pm$ 5.0 \\% & no layer to leave out \\\\',
      '  Hybrid, {\\ttfamily\\symbol{34}}even{\\ttfamily\\symbol{34}} & 1200 & 11.00 $\\pm$ 0.50 & -- & 50.0 $\\pm$ 5.0 \\% & 99.00 \\\\',
      '  \\midrule',
      '  Bigram & -- & 9.00 $\\pm$ 0.50 & -- & -- & -- \\\\',
      '  Chance & -- & 81.00 & 0.0000 & 25.0 \\% & -- \\\\',
      '  \\bottomrule',
      '\\end{tabular}',
      '',
      '% needs \\usepackage{booktabs}',
      '\\begin{tabular}{lrr}',
      '  \\toprule',
      '  Perplexity, tokens of context & 4 & 64 \\\\',
      '  \\midrule',
      '  50\\% of \\textbackslash{}foo\\_\\{a\\} \\& \\$b\\$ & 12.00 $\\pm$ 0.50 & 10.00 $\\pm$ 0.50 \\\\',
      '  \\bottomrule',
      '\\end{tabular}',
      '',
    ].join('\n'),
  );
});

describe('rows beside each other', () => {
  const at = (id: string, seed: number, kind: string, perplexity: number, step = 100): ResultRow => ({
    id,
    name: `${kind}, seed ${seed}`,
    ranked: true,
    step,
    seed,
    kind,
    outcomes: { perplexity: { metrics: { perplexity: { value: perplexity, stderr: 0.3, n: 9 } } } },
  });
  const single = [at('a1', 1, 'A', 2), at('a2', 2, 'A', 3), at('b1', 1, 'B', 2.5), at('b2', 2, 'B', 3.7)];
  const below = rows.filter((row) => !row.ranked);
  const all = [...single, ...below];
  const nameOf = (members: readonly ResultRow[]) => `${members[0]?.kind}, ${members.length} seeds`;
  const column = columnsOf(all)[0]!;
  const texts = (shown: readonly ResultRow[]) => shown.map((row) => [row.name, textAt(row, column)]);

  test('of several seeds are one, with the standard error of the mean or the range; baselines stay', () => {
    const merged = seedRows(all, 'standardError', nameOf);
    // Means 2.5 and 3.1; half the distance of two values is the standard error of their mean.
    expect(texts(merged).slice(0, 2)).toEqual([
      ['A, 2 seeds', '2.50 ± 0.50'],
      ['B, 2 seeds', '3.10 ± 0.60'],
    ]);
    expect(merged.slice(2)).toEqual(below);
    expect(merged[0]?.members).toEqual(single.slice(0, 2));
    expect(texts(seedRows(all, 'range', nameOf))[1]).toEqual(['B, 2 seeds', '3.10 (2.50 to 3.70)']);
  });

  test('are means of those that were evaluated last', () => {
    const merged = seedRows([at('a1', 1, 'A', 2, 50), ...single.slice(1)], 'standardError', nameOf);
    expect(texts(merged)[0]).toEqual(['A, 2 seeds', '3.00 ± 0.30']);
  });

  test('differ from the pinned one by seed, or by the errors of both', () => {
    const merged = seedRows(all, 'standardError', nameOf);
    const pinned = rowOfRun(merged, 'a2')!;
    expect(pinned).toBe(merged[0]);
    expect(resultDelta(pinned, pinned, column)).toBeNull();
    expect(resultDelta(below[0]!, pinned, column)).toBeNull();
    const delta = resultDelta(merged[1]!, pinned, column);
    // 0.5 and 0.7.
    expect(delta).toMatchObject({ pairedOver: 'seeds', isClear: false });
    expect(delta?.value).toBeCloseTo(0.6, 10);
    expect(delta?.error?.stderr).toBeCloseTo(0.1, 10);
    const apart = resultDelta(single[3]!, single[0]!, column);
    expect(apart?.value).toBeCloseTo(1.7, 10);
    expect(apart?.error?.stderr).toBeCloseTo(0.3 * Math.SQRT2, 10);
    expect(apart?.pairedOver).toBeNull();
  });

  test('differ item by item where both were asked the same: of a perplexity by its losses, of a share unless all are right', () => {
    const asked = (id: string, metrics: Record<string, Estimate>): ResultRow => ({
      ...single[0]!,
      id,
      outcomes: { perplexity: { metrics } },
    });
    const share = (...right: number[]) => meanEstimate(right);
    // The losses differ by 0.1 and 0.3, so that their mean differs by 0.2 ± 0.1, whatever they are.
    const [a, b] = [
      asked('a', { perplexity: perplexityEstimate([1, 3]), accuracy: share(1, 0, 1, 1) }),
      asked('b', { perplexity: perplexityEstimate([1.1, 3.3]), accuracy: share(1, 0, 0, 1) }),
    ];
    const delta = resultDelta(b, a, column);
    expect(delta?.pairedOver).toBe('items');
    expect(delta?.value).toBeCloseTo(Math.exp(2.2) - Math.exp(2), 10);
    // What a loss moves a perplexity by is the perplexity itself.
    const moved = [1, 3].map((loss, i) => Math.exp(2.2) * ([1.1, 3.3][i]! - 2.2) - Math.exp(2) * (loss - 2));
    expect(delta?.error?.stderr).toBeCloseTo(Math.abs(moved[1]! - moved[0]!) / 2, 10);
    const accuracy = columnsOf([a]).find(({ metric }) => metric.id === 'accuracy')!;
    expect(resultDelta(b, a, accuracy)).toMatchObject({ value: -0.25, pairedOver: 'items' });
    const all = asked('c', { accuracy: share(1, 1, 1, 1) });
    expect(resultDelta(all, a, accuracy)?.pairedOver).toBeNull();
  });

  test('are copied with their differences', () => {
    const pinned = single[0]!;
    const differences = {
      name: pinned.name,
      at: (row: ResultRow, of: typeof column) => resultDelta(row, pinned, of),
    };
    const csv = toCsv(all, { differences }).split('\n');
    expect(csv[0]).toContain(
      'Validation perplexity,Validation perplexity stderr,"Validation perplexity minus A, seed 1","Validation perplexity minus A, seed 1 stderr"',
    );
    expect(csv[1]).toMatch(/^"A, seed 1",100,2,0\.3,,/);
    expect(csv[2]).toMatch(/^"A, seed 2",100,3,0\.3,1,0\.42426/);
    const markdown = toMarkdown(all, { differences });
    expect(markdown).toContain('| A, seed 2 | 100 | 3.00 ± 0.30, Δ +1.00 ± 0.42 |');
    expect(markdown).toContain('Δ: difference to A, seed 1, ± its standard error.');
    const latex = toLatex(all, { differences: { ...differences, name: '50% of A_1' } });
    expect(latex).toContain('A, seed 1 & 100 & 2.00 $\\pm$ 0.30 \\\\');
    expect(latex).toContain('A, seed 2 & 100 & 3.00 $\\pm$ 0.30, $\\Delta$ +1.00 $\\pm$ 0.42 \\\\');
    expect(latex).toContain(
      '\\end{tabular}\n\n$\\Delta$: difference to 50\\% of A\\_1, $\\pm$ its standard error.\n',
    );
    const ranges = toCsv(seedRows(all, 'range', nameOf)).split('\n');
    expect(ranges[2]).toMatch(/^"B, 2 seeds",100,3\.1,,2\.5,3\.7/);
  });
});
