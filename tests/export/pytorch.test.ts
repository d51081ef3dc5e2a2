/**
 * Exported runs in PyTorch: each variant and mixed stacks give the lab's logits and go on as it does, those that the
 * processor trained and one of every variant that WebGPU trained in a page; train.py runs alone and on two processes; the
 * command line writes the same folder. Where no Python has torch, all of it is skipped.
 */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/lib/ports.mjs';
import { unwatched } from '../../scripts/lib/vite-unwatched.mjs';
import type { ReadOnlyRun } from '../../src/app/files/readOnly/run';
import { readTorchLog } from '../../src/app/files/readOnly/torchLog';
import { variantIds } from '../../src/attention/variants';
import { defaultExperiment } from '../../src/experiment/defaults';
import { type Experiment, parseExperiment } from '../../src/experiment/schema';
import { jsonFile, textFile } from '../../src/export/exportedFile';
import { modelScript, pytorchConfig } from '../../src/export/pytorchModel';
import { openChromiumEngine } from '../../src/headless/chromium';
import { parseFixture } from '../numerics/fixture';
import { testEngine } from '../support/engine';
import { runCommand } from '../support/experimentCommand';
import { stack } from '../support/stack';
import {
  newFolder,
  python,
  readTensors,
  runPython,
  runPythonAlone,
  writeFolder,
  writeTensors,
} from './python';
import { type Exported, trainAndExport } from './trainAndExport';

if (!python)
  console.warn(
    'SKIPPED: no Python with PyTorch was found (python3-torch); exported models were not held against it.',
  );

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = join(root, 'tests', 'fixtures');
const text =
  'Ein Wal, ein Wal! The sea is wide; 42 whales swam — naïve 🐋 and white.\n\n\tNantucket  '.repeat(40);
const tolerance = 1e-4;

/** Large rates, so that a few steps take the weights far from where all variants look alike. */
function experiment(change: Partial<Experiment>): Experiment {
  const base = defaultExperiment();
  const parsed = parseExperiment({
    ...base,
    corpus: 'ownText',
    model: { ...base.model, dModel: 24, heads: 2, kvHeads: 2, ffn: 40, context: 16 },
    optimizer: { ...base.optimizer, learningRate: 0.03, minLearningRate: 0.001, warmup: 2 },
    batch: 4,
    steps: 12,
    evalInterval: 4,
    evalWindows: 6,
    ...change,
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.experiment;
}

/** An experiment has at most eight runs. */
const half = 7;

const uniform = experiment({
  runs: [
    ...variantIds.slice(0, half).map((id) => ({ id, name: id, layers: stack(id, id) })),
    { id: 'mixed', name: 'All variants', layers: stack(...variantIds) },
  ],
});

const further = experiment({
  runs: [
    ...variantIds.slice(half).map((id) => ({ id, name: id, layers: stack(id, id) })),
    {
      id: 'headsOff',
      name: 'Heads switched off',
      layers: stack('standard', 'approximate'),
      overrides: {
        headsOff: [
          [0, 1],
          [1, 0],
        ],
      },
    },
  ],
});

const grouped = experiment({
  tokenizer: 'bpe',
  vocabSize: 290,
  model: {
    ...uniform.model,
    heads: 4,
    kvHeads: 2,
    dModel: 32,
    qkNorm: true,
    qkvBias: false,
    tieEmbeddings: false,
  },
  runs: [
    {
      id: 'grouped',
      name: 'GQA, QK-norm, untied',
      layers: stack(
        'mlp',
        'fixedSeqQK',
        'approximate',
        'rndEmbQK',
        'nonApproximate',
        'staticEmbQK',
        'standard',
        'slidingWindow',
        'linear',
      ),
    },
  ],
});

test.skipIf(!python)('model.py gives the logits of every golden fixture', async () => {
  const folder = newFolder();
  const layers = stack(...variantIds);
  writeFolder(folder, [textFile('model.py', modelScript(layers))]);
  for (const name of readdirSync(fixtures).filter((file) => file.endsWith('.json'))) {
    const fixture = parseFixture(name, readFileSync(join(fixtures, name), 'utf8'));
    writeFolder(folder, [jsonFile(name, { ...fixture, config: pytorchConfig(fixture.config) })]);
  }
  const printed = await runPython([join(root, 'tests', 'export', 'fixtures.py'), folder], folder);
  rmSync(folder, { recursive: true });
  const off = printed
    .trim()
    .split('\n')
    .map((line) => Number(line.split(' ')[1]));
  expect(off.length).toBeGreaterThanOrEqual(24);
  expect(Math.max(...off)).toBeLessThan(1e-5);
});

describe.skipIf(!python)('exported runs', () => {
  const folder = newFolder();
  /** Of the run "standard", with a window of one key in its second layer. */
  const altered = 'altered';
  function alteredCopy(): string {
    const copy = join(folder, 'uniform', altered);
    cpSync(join(folder, 'uniform', 'standard'), copy, { recursive: true });
    const path = join(copy, 'config.json');
    const config = JSON.parse(readFileSync(path, 'utf8'));
    config.model.layers[1].sees = 1;
    writeFileSync(path, JSON.stringify(config));
    return copy;
  }
  const exported: Record<'uniform' | 'further' | 'grouped', Exported> = {} as never;
  let server: ViteDevServer;

  beforeAll(async () => {
    server = await createServer({
      root,
      cacheDir: join(root, '.cache', 'vite-experiment'),
      server: { port: 0, strictPort: false, hmr: false },
      plugins: [unwatched()],
      logLevel: 'error',
    });
    await server.listen();
    const engine = await openChromiumEngine(server, { softwareToo: true });
    try {
      const page = await engine.openPage();
      // As text: Vitest rewrites what is imported in a function.
      const asked = [grouped, text, [3, 3]].map((argument) => JSON.stringify(argument)).join();
      const script = `import('/tests/export/trainAndExport.ts').then((m) => m.onWebGPU(${asked}))`;
      exported.grouped = (await page.evaluate(script)) as Exported;
    } finally {
      await engine.close();
    }
    for (const [name, of] of Object.entries({ uniform, further }))
      exported[name as keyof typeof exported] = await trainAndExport(testEngine(), of, text, [3, 3]);
    const folders: string[] = [];
    for (const [name, { tokens, batches, runs }] of Object.entries(exported))
      for (const { id, files } of runs) {
        const own = join(folder, name, id);
        folders.push(own);
        writeFolder(own, files);
        const laid = (of: 'inputs' | 'targets') => ({
          shape: [batches.length, 4, 16],
          data: Int32Array.from(batches.flatMap((batch) => Array.from(batch[of]))),
        });
        writeTensors(join(own, 'asked.safetensors'), {
          tokens: { shape: [2, 16], data: tokens },
          inputs: laid('inputs'),
          targets: laid('targets'),
        });
      }
    folders.push(alteredCopy());
    await runPython([join(root, 'tests', 'export', 'hold.py'), ...folders], folder);
  });
  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  const answer = (experiment: string, id: string) =>
    readTensors(join(folder, experiment, id, 'answer.safetensors'));
  const runOf = (name: keyof typeof exported, id: string) => {
    const found = exported[name].runs.find((run) => run.id === id);
    if (!found) throw new Error(`There is no run ${id}.`);
    return found;
  };
  const largest = (values: ArrayLike<number>) =>
    Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const difference = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    expect(a.length).toBe(b.length);
    return largest(Array.from(a, (x, i) => x - (b[i] as number)));
  };

  const cases = [
    ...uniform.runs.map(({ id }) => ['uniform', id] as const),
    ...further.runs.map(({ id }) => ['further', id] as const),
    ...grouped.runs.map(({ id }) => ['grouped', id] as const),
  ];
  test.each(cases)('%s, %s: the logits are the lab’s', (name, id) => {
    expect(exported[name].backend).toBe(name === 'grouped' ? 'webgpu' : 'processor');
    const { logits } = runOf(name, id);
    const off = difference(answer(name, id).get('logits')!.data, logits);
    console.log(`${id}: logits up to ${largest(logits).toFixed(2)}, off by ${off.toExponential(1)}`);
    expect(largest(logits)).toBeGreaterThan(0.3);
    expect(off).toBeLessThan(tolerance);
  });

  test.each(cases)('%s, %s: further steps on the same batches have the same losses', (name, id) => {
    const losses = runOf(name, id).losses.map(({ loss }) => loss);
    expect(losses).toHaveLength(3);
    expect(difference(answer(name, id).get('losses')!.data, losses)).toBeLessThan(1e-3);
  });

  test('another variant in a layer would be noticed', () => {
    expect(
      difference(answer('uniform', altered).get('logits')!.data, runOf('uniform', 'standard').logits),
    ).toBeGreaterThan(tolerance);
  });

  test('the text is cut into the same tokens, by characters and by pairs', async () => {
    const script =
      'import json, pathlib, sys, tokenizer\n' +
      'for own in map(pathlib.Path, sys.argv[1:]):\n' +
      '  t = tokenizer.tokenizer(json.loads((own / "tokenizer.json").read_text(encoding="utf-8")))\n' +
      '  print(json.dumps(t((own / "text.txt").read_bytes().decode())))';
    const owns = [join(folder, 'uniform', 'mixed'), join(folder, 'grouped', 'grouped')];
    const printed = (await runPython(['-c', script, ...owns], owns[0] as string)).trim().split('\n');
    const encoded = [exported.uniform.encoded, exported.grouped.encoded];
    expect(Math.min(...encoded.map(({ length }) => length))).toBeGreaterThan(1000);
    expect(printed.map((line) => JSON.parse(line))).toEqual(encoded);
  });

  /** The numbers that train.py prints after this. */
  const numbersAfter = (label: string, printed: string) =>
    [...printed.matchAll(new RegExp(`${label} ([\\d.]+)`, 'g'))].map(([, n]) => Number(n));

  test('train.py goes on from the lab’s validation loss, and from what it saved', async () => {
    const own = join(folder, 'uniform', 'mixed');
    const printed = await runPython(['train.py', '--steps', '12', '--log', '1'], own);
    const validation = numbersAfter('validation loss', printed);
    expect(validation[0]).toBeCloseTo(runOf('uniform', 'mixed').validation, 3);
    expect(numbersAfter('step \\d+: loss', printed)).toHaveLength(9);
    expect(validation.at(-1)).toBeLessThan(validation[0] as number);

    const again = await runPython(['train.py', '--from', 'trained', '--steps', '14', '--log', '1'], own);
    expect(numbersAfter('validation loss', again)[0]).toBe(validation.at(-1));
    expect(numbersAfter('step', again)).toEqual([12, 12, 13, 14, 14, 14]);
    // Both as one log, as the page reads it where it is dropped there.
    const read = readTorchLog(`${printed}\n${again}`, 'log');
    if (!read?.ok) throw new Error(read?.why);
    expect(read.runs).toHaveLength(1);
    const [{ curves }] = read.runs as [ReadOnlyRun];
    expect([...curves.train.values]).toEqual([
      ...numbersAfter('step \\d+: loss', printed),
      ...numbersAfter('step \\d+: loss', again),
    ]);
    expect([...curves.validation.values]).toEqual([
      ...validation,
      ...numbersAfter('validation loss', again).slice(1),
    ]);
    expect(curves.validation.last?.step).toBe(14);
    expect([...readTensors(join(own, 'trained', 'model.safetensors')).keys()].sort()).toEqual(
      [...readTensors(join(own, 'model.safetensors')).keys()].sort(),
    );
  });

  test('train.py runs unchanged on two processes', async () => {
    const own = join(folder, 'grouped', 'grouped');
    // A port of its own: that of --standalone is always the same, and two runs at once would meet there.
    const endpoint = `localhost:${await freePort()}`;
    const launch = ['-m', 'torch.distributed.run', '--nproc_per_node', '2'];
    launch.push('--rdzv_backend', 'c10d', '--rdzv_endpoint', endpoint);
    // Without these two, Debian 12's own torchrun breaks before it starts anything.
    launch.push('--redirects', '1', '--tee', '1');
    const printed = runPythonAlone([...launch, 'train.py', '--steps', '8', '--log', '1'], own);
    expect(printed).toContain('on 2 x cpu');
    const read = readTorchLog(printed, 'log');
    expect(read?.ok && read.runs.map(({ curves }) => [...curves.train.values])).toEqual([
      numbersAfter('step \\d+: loss', printed),
    ]);
    expect(numbersAfter('validation loss', printed)[0]).toBeCloseTo(
      runOf('grouped', 'grouped').validation,
      3,
    );
    expect(numbersAfter('step \\d+: loss', printed)).toHaveLength(5);
    expect(readdirSync(join(own, 'trained')).sort()).toEqual([
      'config.json',
      'model.safetensors',
      'optimizer.safetensors',
    ]);
  });

  test('npm run experiment -- FILE --export DIR writes the folders, of a task too', async () => {
    const task = experiment({
      corpus: 'mobyDick',
      task: { id: 'recall', knobs: { pairs: 2, values: 2, hints: 1 } },
      steps: 4,
      runs: [
        { id: 'a', name: 'Two & layers', layers: stack('standard', 'standard') },
        { id: 'b', name: '🐋', layers: stack('standard') },
      ],
    });
    const file = join(folder, 'task.json');
    const out = join(folder, 'exported');
    writeFileSync(file, JSON.stringify(task));
    // It would have it listen, which it does, and close it.
    const listening = { listen: async () => server, close: async () => {} } as ViteDevServer;
    expect((await runCommand([file, '--export', out], async () => listening)).error).toBeNull();
    expect(readdirSync(out).sort()).toEqual(['1-two-layers', '2']);
    const own = join(out, '1-two-layers');
    expect(JSON.parse(readFileSync(join(own, 'config.json'), 'utf8'))).toMatchObject({ step: 4, steps: 4 });
    const printed = await runPython(['train.py'], own);
    expect(printed).toContain('step 4 of 8');
    expect(numbersAfter('validation loss', printed)).toHaveLength(2);
  });
});
