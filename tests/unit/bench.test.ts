// What the bench reports: medians, tables, and its judgement whether contenders train the same model.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { contenders, optionOf } from '../../bench/contenders';
import { fastestOfEach } from '../../bench/fastest';
import { formatKernels, formatKernelsOf } from '../../bench/kernelReport';
import {
  type CaseResult,
  caseAsJSON,
  disagreements,
  figures,
  formatCase,
  type Measured,
  median,
} from '../../bench/report';
import { casesOf, casesOfVariants, caseTitle, type SizeName, selections, sizes } from '../../bench/sizes';
import { formatTable } from '../../bench/table';
import { batchesOf, createTask, initialValuesOf } from '../../bench/task';
import { variants } from '../../src/attention/variants';
import { parameterCount } from '../../src/model/config';

function measured(over: Partial<Measured> = {}): Measured {
  return {
    id: 'lab',
    device: 'WebGPU',
    threads: null,
    sameOptimizer: true,
    losses: [4, 3.5, 3],
    firstStepMs: 900,
    singleStepMs: [40, 36, 90],
    peakBytes: 3 * 2 ** 20,
    rounds: [
      { stepMs: 30, scriptMs: [1, 9], dispatches: 100 },
      { stepMs: 10, scriptMs: [3, 2], dispatches: 100 },
      { stepMs: 20, scriptMs: [4, 5], dispatches: 100 },
    ],
    ...over,
  };
}

const caseOf = (...contenders: Measured[]): CaseResult => ({
  size: 'tiny',
  variant: 'standard',
  peers: true,
  parameters: 88_768,
  contenders,
});

describe('median', () => {
  test('is the middle value, or the mean of the two', () => {
    expect(median([30, 2, 10])).toBe(10);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  test('leaves its argument in order and asks for at least one value', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
    expect(() => median([])).toThrow('no values');
  });
});

test('figures are medians over rounds, and over all steps for the script time', () => {
  expect(figures(measured(), 512)).toEqual({
    stepMs: 20,
    tokensPerSecond: 25_600,
    dispatches: 100,
    scriptMs: 3.5,
  });
  expect(figures(measured({ rounds: [] }), 512)).toBeNull();
});

test('without a GPU there are no dispatches, without JavaScript no script time', () => {
  const python = measured({ rounds: [{ stepMs: 8, scriptMs: [], dispatches: null }], peakBytes: null });
  expect(figures(python, 512)).toEqual({
    stepMs: 8,
    tokensPerSecond: 64_000,
    dispatches: null,
    scriptMs: null,
  });
  expect(formatCase(caseOf(python))).toMatch(
    /\| lab +\| WebGPU +\| +– \| +8\.0 \| +64000 \| +– \| +– \| +– \|/,
  );
});

describe('disagreements', () => {
  test('none where losses lie within the tolerance', () => {
    const peer = measured({ id: 'peer', losses: [4.003, 9, 3.02] });
    expect(disagreements(caseOf(measured(), peer))).toEqual([]);
  });

  test('the first loss is held to a thousandth, the third to a hundredth', () => {
    const peer = measured({ id: 'peer', losses: [4.005, 3.5, 3.04] });
    const sentences = disagreements(caseOf(measured(), peer));
    expect(sentences).toHaveLength(2);
    expect(sentences[0]).toContain('In step 1 peer has a loss of 4.00500');
    expect(sentences[1]).toContain('In step 3 peer');
  });

  test('with another optimizer only the first loss counts', () => {
    const peer = measured({ id: 'peer', sameOptimizer: false, losses: [4, 3.5, 2] });
    expect(disagreements(caseOf(measured(), peer))).toEqual([]);
  });

  test('a loss that is not a number is no agreement', () => {
    const peer = measured({ id: 'peer', losses: [Number.NaN, 3.5, 3] });
    expect(disagreements(caseOf(measured(), peer))).toHaveLength(1);
  });
});

test('a table lines its columns up, text left and numbers right', () => {
  expect(
    formatTable(
      ['', 'ms'],
      [
        ['lab', '5.0'],
        ['jax-js', '12.0'],
      ],
    ).split('\n'),
  ).toEqual(['|        |   ms |', '| ------ | ---: |', '| lab    |  5.0 |', '| jax-js | 12.0 |']);
});

test('a case shows each contender’s time as a multiple of the first one’s, and who was left out and why', () => {
  const stock = measured({ id: 'stock', rounds: [{ stepMs: 50, scriptMs: [1], dispatches: 7 }] });
  const absent = measured({ id: 'jax-js', rounds: [], leftOut: 'a step takes 70 s, over 60 s' });
  const text = formatCase(caseOf(measured(), stock, absent));
  expect(text.split('\n')[0]).toBe('### tiny (L2 d64 T64 B8), standard');
  expect(text).toContain('88768 parameters, 512 tokens a step');
  expect(text).toMatch(/\| lab .* 900 \| +22\.50× \| +1\.00× \|/);
  expect(text).toMatch(/\| stock .* 2\.50× \|/);
  expect(text).toContain('jax-js is left out: a step takes 70 s, over 60 s.');
});

test('without the lab, times are multiples of whoever is first, and the table says so', () => {
  const text = formatCase(caseOf(measured({ id: 'stock' }), measured({ id: 'jax-js' })));
  expect(text).toContain('| time to stock’s |');
  expect(text).not.toContain('lab');
});

test('the JSON holds the raw rounds and their medians', () => {
  const json = JSON.parse(JSON.stringify(caseAsJSON(caseOf(measured()))));
  expect(json.contenders[0].rounds).toHaveLength(3);
  expect(json.contenders[0].median.stepMs).toBe(20);
  expect(json.sizes.dModel).toBe(64);
  expect(json.fastest).toEqual([
    { engine: 'lab', id: 'lab', device: 'WebGPU', threads: null, stepMs: 20, labOverIt: 1 },
  ]);
});

describe('every engine at its fastest', () => {
  const taking = (stepMs: number, over: Partial<Measured>) =>
    measured({ ...over, rounds: [{ stepMs, scriptMs: [1], dispatches: null }] });
  const one = { device: 'WebAssembly', threads: 1 };
  const race = [
    taking(1200, { id: 'lab' }),
    taking(120, { id: 'lab, processor', ...one }),
    taking(13000, { id: 'stock' }),
    taking(2800, { id: 'jax-js' }),
    taking(360, { id: 'jax-js wasm', ...one }),
    taking(240, { id: 'jax-js wasm', ...one, threads: 2 }),
    taking(80, { id: 'pytorch', device: 'PyTorch 1.13', threads: 1 }),
    taking(160, { id: 'pytorch', device: 'PyTorch 1.13', threads: 2 }),
    taking(1300, { id: 'lab, plain' }),
  ];

  test('is told with its device and threads, and held to the lab’s', () => {
    expect(fastestOfEach(race)).toEqual([
      { engine: 'PyTorch', id: 'pytorch', device: 'PyTorch 1.13', threads: 1, stepMs: 80, labOverIt: 1.5 },
      { engine: 'lab', id: 'lab, processor', ...one, stepMs: 120, labOverIt: 1 },
      { engine: 'jax-js', id: 'jax-js wasm', device: 'WebAssembly', threads: 2, stepMs: 240, labOverIt: 0.5 },
      expect.objectContaining({ engine: 'stock', stepMs: 13000 }),
    ]);
    const text = formatCase(caseOf(...race));
    expect(text).toMatch(/\| jax-js wasm \(2 threads\) +\| WebAssembly +\| +2 \| +240 \| +0\.50× \|/);
    expect(text).toMatch(/\| stock +\| WebGPU +\| +– \| +13000 \| +0\.009× \|/);
  });

  test('who was left out is not there, nor a ratio without the lab', () => {
    const [, , stock, jaxjs] = race as [Measured, Measured, Measured, Measured];
    expect(fastestOfEach([stock, { ...jaxjs, rounds: [] }])).toEqual([
      expect.objectContaining({ id: 'stock', labOverIt: null }),
    ]);
    for (const alone of [caseOf(stock, jaxjs), caseOf(...race.slice(0, 2))])
      expect(formatCase(alone)).not.toContain('at its fastest');
  });
});

test('kernels have their share of all, the longest first', () => {
  const kernels = [
    { name: 'lab:rmsNorm', dispatches: 2, microseconds: 500 },
    { name: 'lab:matmul', dispatches: 10, microseconds: 1500 },
  ];
  const text = formatKernels({ kernels });
  expect(text).toMatch(/\| lab:matmul +\| +10 \| +1500 \| +75\.0 % \|\n\| lab:rmsNorm/);
  expect(text).toMatch(/\| all +\| +12 \| +2000 \| +100\.0 % \|/);
});

test('kernels on a processor have their FLOP/s beside those of a large product, and what is between them', () => {
  const kernels = [
    { name: 'rmsNorm', dispatches: 2, microseconds: 500 },
    { name: 'matmul A·B 8 × 4 × 2', dispatches: 10, microseconds: 2000, flops: 40e6 },
    { name: 'matmul A·B 8 × 4 × 4', dispatches: 10, microseconds: 2000, flops: 80e6 },
  ];
  const step = { microseconds: 5000, flopsPerSecondOf512: 50e9 };
  const text = formatKernels({ kernels, step });
  expect(text).toMatch(/\| matmul A·B 8 × 4 × 2 +\| +10 \| +2000 \| +40\.0 % \| +20\.0 \| +40\.0 % \|/);
  expect(text).toMatch(/\| rmsNorm +\| +2 \| +500 \| +10\.0 % \| +– \| +– \|/);
  expect(text).toMatch(/\| all of matmul +\| +20 \| +4000 \| +80\.0 % \| +30\.0 \| +60\.0 % \|/);
  expect(text).toMatch(/\| between kernels +\| +0 \| +500 \| +10\.0 % \|/);
  expect(text).toMatch(/\| step +\| +22 \| +5000 \| +100\.0 % \|/);
  expect(text).toContain('in turn with the steps: 50.0 GFLOP/s.');
  const title = formatKernelsOf(
    'lab, processor',
    { size: 'tiny', variant: 'mlp', peers: false },
    { kernels, step },
    7,
  );
  expect(title).toContain('### lab, processor: tiny (L2 d64 T64 B8), mlp, kernels of one step (median of 7)');
});

test('kernels stand under the name of their contender, with the size of the case', () => {
  const times = { kernels: [{ name: 'lab:matmul', dispatches: 2, microseconds: 3 }] };
  const text = formatKernelsOf('lab', { size: 'small', variant: 'mlp', peers: false }, times, 2);
  expect(text.split('\n')[0]).toBe('### lab: small (L4 d128 T128 B8), mlp, kernels of one step (mean of 2)');
  expect(text).toContain(formatKernels(times));
});

describe('what the command line says', () => {
  const script = fileURLToPath(new URL('../../scripts/bench.mjs', import.meta.url));
  const bench = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

  test('the help gives every size as it is, and every contender', () => {
    const { stdout, status } = bench('--help');
    expect(status).toBe(0);
    const names = Object.keys(sizes) as SizeName[];
    for (const size of names)
      expect(stdout).toContain(caseTitle({ size, variant: 'standard' }).replace(', standard', ''));
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(contenders.map(({ id }) => optionOf(id)).join(', '));
  });

  test('kernels are those of one contender, which --only does not name', () => {
    const { stderr, status } = bench('--kernels', '--only', 'lab');
    expect(status).toBe(1);
    expect(stderr.trim()).toBe('--kernels times one contender: name it with --contender instead of --only.');
  });
});

describe('cases', () => {
  test('peers run where the stack is all standard; every other variant has its case', () => {
    const all = casesOf('all') ?? [];
    expect(all.filter((c) => c.peers).map((c) => c.size)).toEqual(['tiny', 'small', 'medium']);
    expect(all.every((c) => c.peers === (c.variant === 'standard'))).toBe(true);
    expect(new Set(all.map((c) => c.variant)).size).toBe(variants.length);
  });

  test('every selection has cases, and an unknown one has none', () => {
    for (const selection of selections) expect(casesOf(selection)?.length).toBeGreaterThan(0);
    expect(casesOf('huge')).toBeNull();
    expect(casesOfVariants('tiny', 'standard, mlp')).toEqual([
      { size: 'tiny', variant: 'standard', peers: true },
      { size: 'tiny', variant: 'mlp', peers: false },
    ]);
    expect(() => casesOfVariants('tiny', 'huge')).toThrow('There is no variant "huge"');
  });

  test('the small model has the parameters of docs/spec.md', () => {
    const [d, ffn, vocab] = [128, 256, 96];
    const layer = 4 * d * d + 3 * d + 3 * d * ffn + 2 * d; // q k v o, their biases, SwiGLU, two gains
    const { config } = createTask({ size: 'small', variant: 'standard' });
    expect(parameterCount(config)).toBe(vocab * d + 4 * layer + d);
  });

  test('each contender gets the same values and batches', () => {
    const drawn = () => {
      const task = createTask({ size: 'tiny', variant: 'standard' });
      const embedding = initialValuesOf(task).params.get('embed.weight') as Float32Array;
      return { embedding: [...embedding.subarray(0, 64)], batch: [...batchesOf(task).next().inputs] };
    };
    const first = drawn();
    expect(drawn()).toEqual(first);
    expect(new Set(first.embedding).size).toBe(64);
    expect(new Set(first.batch).size).toBeGreaterThan(40);
  });
});
