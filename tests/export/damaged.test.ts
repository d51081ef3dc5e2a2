/**
 * An exported folder that is damaged, changed by hand or of another model: train.py says what is wrong with which file, ends with
 * status 1 and writes nothing. LAB_FUZZ gives the number of drawn cases.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seed } from '../support/seed';
import { stack } from '../support/stack';
import { here, python, readTensors, runPython, tryPython, tryPythonAlone, writeTensors } from './python';
import { type FolderKind, threeFolders } from './threeFolders';

const cases = Number(process.env.LAB_FUZZ ?? 200);
const text = 'The sea is wide; 42 whales — naïve 🐋\n\n\tswam.\n'.repeat(40);

type Tensors = Record<string, { shape: readonly number[]; data: Float32Array | Int32Array | Int16Array }>;

describe.skipIf(!python)('a damaged folder', () => {
  const layers = stack('fixedSeqQK', 'rndEmbQK', 'mlp');
  const { folders, changed } = threeFolders(text, { runs: [{ id: 'a', name: 'A', layers }] });

  /** A copy in which one value of a file of JSON is another; a path that ends at nothing removes it. */
  function set(of: FolderKind, file: string, path: string, value?: unknown): string {
    return changed(of, file, (content) => {
      const json = JSON.parse(content.toString('utf8'));
      const keys = path.split('.');
      const last = keys.pop() as string;
      const holder = keys.reduce((at, key) => at[key], json);
      if (value === undefined) delete holder[last];
      else holder[last] = value;
      return JSON.stringify(json);
    });
  }

  /** A copy in which tensors of a file are others. */
  function tensors(of: FolderKind, file: string, change: (tensors: Tensors) => void): string {
    const copy = changed(of, file, (content) => content);
    const held = Object.fromEntries(readTensors(join(copy, file)));
    change(held);
    writeTensors(join(copy, file), held);
    return copy;
  }

  const filled = (name: string, value: number) => (held: Tensors) => held[name]?.data.fill(value);

  /** In what file what is wrong, as a sentence of stderr begins. */
  const wrong: [make: () => string, told: string][] = [
    [() => changed('words', 'config.json', null), 'config.json is not there.'],
    [() => changed('words', 'config.json', (c) => c.subarray(0, 90)), 'config.json is not JSON in line '],
    [() => changed('words', 'config.json', () => '[1]'), 'config.json is not a JSON object.'],
    [
      () => changed('words', 'config.json', () => '['.repeat(100_000)),
      'config.json is not JSON of the lab: it is nested',
    ],
    [() => changed('words', 'config.json', () => Buffer.of(0x7b, 0xff)), 'config.json is not UTF-8: '],
    [
      () => changed('words', 'config.json', (c) => c.toString().replace(/"steps": *4/, '"steps": NaN')),
      'config.json is not JSON: NaN is not a finite number.',
    ],
    [
      () => changed('words', 'config.json', (c) => c.toString().replace(/"name": *"A"/, '"name": 1e999')),
      'config.json is not JSON: 1e999 is not a finite number.',
    ],
    [() => set('words', 'config.json', 'optimizer.beta1'), 'config.json lacks "optimizer.beta1".'],
    [
      () => set('words', 'config.json', 'batch', '2'),
      'config.json has "2" as "batch", which must be a whole number from 1 to 4294967295.',
    ],
    [
      () => set('words', 'config.json', 'model.layers.1.form', 'linear'),
      'config.json has "linear" as "model.layers[1].form", which must be a form that model.py has: softmax.',
    ],
    [
      () => set('words', 'config.json', 'model.heads', 3),
      'config.json has 16 as "model.dModel", which 3 heads do not divide.',
    ],
    [
      () => set('words', 'config.json', 'model.ffn', 2 ** 31),
      'model.safetensors has [16, 16] as the shape of "layers.0.ffn.gate.weight", and by config.json it is [16, 2147483648]: ' +
        'they do not belong together.',
    ],
    [
      () => set('words', 'config.json', 'model.context', 2 ** 31),
      'model.safetensors has [16] as the shape of "fixedSequence", and by config.json it is [2147483648]',
    ],
    [
      () => set('characters', 'config.json', 'model.context', 2000),
      `text.txt has ${[...text].length} tokens, and a context of 2000 needs 4002. Give it a longer text`,
    ],
    [() => set('words', 'config.json', 'data.text.sha256'), 'config.json lacks "data.text.sha256".'],
    [() => changed('words', 'tokenizer.json', null), 'tokenizer.json is not there.'],
    [
      () => set('words', 'tokenizer.json', 'id', 'words'),
      'tokenizer.json is of a kind that this script does not know: "words" as "id".',
    ],
    [
      () => set('words', 'tokenizer.json', 'merges.3.0', 259),
      'tokenizer.json must have a list of pairs of earlier tokens',
    ],
    [
      () => set('characters', 'tokenizer.json', 'symbols.2', 'ab'),
      'tokenizer.json must have a list of characters',
    ],
    [
      () =>
        changed('characters', 'tokenizer.json', (c) => {
          const { id, symbols } = JSON.parse(c.toString());
          return JSON.stringify({ id, symbols: [...symbols, '字'] });
        }),
      `tokenizer.json makes ${new Set(text).size + 2} different tokens, and the model in config.json knows ${new Set(text).size + 1}.`,
    ],
    [() => changed('words', 'text.txt', null), 'text.txt is not there.'],
    [() => changed('words', 'text.txt', () => Buffer.of(0xe9)), 'text.txt is not UTF-8: '],
    [() => changed('words', 'text.txt', (c) => c.subarray(0, -1)), 'text.txt has 1,'],
    [() => changed('words', 'model.safetensors', null), 'model.safetensors is not there.'],
    [
      () => changed('words', 'model.safetensors', () => 'a'),
      'model.safetensors is not a safetensors file, or ends within its header.',
    ],
    [
      () => changed('words', 'model.safetensors', () => 'version https://git-lfs.github.com/spec/v1\n'),
      'model.safetensors is not a safetensors file, or ends within its header.',
    ],
    [
      () => changed('words', 'model.safetensors', (c) => c.subarray(0, -4)),
      'model.safetensors ends before its tensor "',
    ],
    [
      () => changed('words', 'model.safetensors', (c) => Buffer.concat([c, Buffer.alloc(4)])),
      'model.safetensors goes on after its last tensor.',
    ],
    [
      () =>
        changed('words', 'model.safetensors', (c) =>
          Buffer.concat([c.subarray(0, 8), Buffer.of(0x5b), c.subarray(9)]),
        ),
      'model.safetensors has a header that is not JSON in line ',
    ],
    [
      () =>
        changed('words', 'model.safetensors', (c) => c.toString('latin1').replace('"F32"', '"F64"')).concat(),
      'model.safetensors describes its tensor "',
    ],
    [
      () => tensors('words', 'model.safetensors', (held) => delete held['norm.gain']),
      'model.safetensors lacks "norm.gain", which the model of config.json has: they do not belong together.',
    ],
    [
      () => tensors('words', 'model.safetensors', (held) => Object.assign(held, { more: held['norm.gain'] })),
      'model.safetensors has "more", which the model of config.json lacks: they do not belong together.',
    ],
    [
      () => tensors('words', 'model.safetensors', filled('norm.gain', Number.NaN)),
      'model.safetensors has values in "norm.gain" that are not finite: it is damaged, or its run diverged.',
    ],
    [
      () => tensors('words', 'model.safetensors', filled('fixedSequence', 290)),
      'model.safetensors has tokens in "fixedSequence" that are not among the 290 of the vocabulary.',
    ],
    [() => changed('words', 'optimizer.safetensors', null), 'optimizer.safetensors is not there.'],
    [
      () => tensors('words', 'optimizer.safetensors', filled('second.norm.gain', -1)),
      'optimizer.safetensors has means of squares below 0 in "second.norm.gain": it is damaged.',
    ],
    [
      () => tensors('words', 'optimizer.safetensors', filled('first.norm.gain', Number.POSITIVE_INFINITY)),
      'optimizer.safetensors has values in "first.norm.gain" that are not finite',
    ],
    [() => changed('task', 'samples.safetensors', null), 'samples.safetensors is not there.'],
    [
      () => tensors('task', 'samples.safetensors', filled('train.inputs', 99)),
      'samples.safetensors has tokens in "train.inputs" that are not among the ',
    ],
    [
      () => tensors('task', 'samples.safetensors', filled('validation.targets', -1)),
      'samples.safetensors has sequences in "validation.inputs" of which no answer is due.',
    ],
    [
      () => tensors('task', 'samples.safetensors', (held) => delete held['train.targets']),
      'samples.safetensors lacks "train.targets".',
    ],
  ];

  test('is told in a sentence that names the file, and nothing in it is touched', async () => {
    for (const [make, told] of wrong) {
      const folder = make();
      const weights = join(folder, 'trained', 'config.json');
      mkdirSync(join(folder, 'trained'));
      writeFileSync(weights, 'kept');
      const files = readdirSync(folder);
      const { status, stdout, stderr } = await tryPython(['train.py', '--steps', '2'], folder);
      expect(stderr.slice(0, told.length), told).toBe(told);
      expect(stderr, told).toMatch(/^[^\n]*\.( [A-Z][^\n]*\.)?\n(Nothing was trained.*\n)?$/);
      expect({ status, stdout }, told).toEqual({ status: 1, stdout: '' });
      expect(readdirSync(folder), told).toEqual(files);
      expect(readFileSync(weights, 'utf8'), told).toBe('kept');
    }
  });

  test('is told in the same way where Python runs nothing else', () => {
    const folder = changed('words', 'config.json', () => '{');
    expect(tryPythonAlone(['train.py'], folder)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^config\.json is not JSON in line \d+, column \d+\. Put it back .*\.\n$/,
      ),
    });
  });

  test('a fault of the scripts themselves still shows where it is', async () => {
    const folder = changed('words', 'model.py', (c) =>
      c.toString().replace('return x + self.ffn', 'return y + self.ffn'),
    );
    const { status, stderr } = await tryPython(['train.py'], folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Traceback[\s\S]*NameError: name 'y' is not defined\n$/);
  });

  test('byte order marks before its files change nothing', async () => {
    const marked = changed('words', 'text.txt', (c) => c);
    for (const file of ['config.json', 'tokenizer.json', 'text.txt'])
      writeFileSync(
        join(marked, file),
        Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), readFileSync(join(marked, file))]),
      );
    const losses = async (folder: string) =>
      (await runPython(['train.py', '--out', 'out'], folder)).replace(/[\d,]+ tokens\/s/g, '');
    const plain = changed('words', 'text.txt', (c) => c);
    expect(await losses(marked)).toBe(await losses(plain));
    for (const file of ['model.safetensors', 'config.json'])
      expect(readFileSync(join(marked, 'out', file))).toEqual(readFileSync(join(plain, 'out', file)));
  });

  test('training that diverges says so, and what was saved before is kept', async () => {
    const folder = set('words', 'config.json', 'optimizer.learningRate', 1e30);
    const { status, stdout, stderr } = await tryPython(['train.py'], folder);
    expect(stdout).toMatch(/step 4: validation loss (nan|inf)/);
    expect(stderr).toMatch(/^Training diverged: at step 4 .*learningRate.*\.\n$/);
    expect(status).toBe(1);
    expect(JSON.parse(readFileSync(join(folder, 'trained', 'config.json'), 'utf8')).step).toBe(2);
    for (const name of ['model', 'optimizer'])
      for (const [, { data }] of readTensors(join(folder, 'trained', `${name}.safetensors`)))
        expect(data.every(Number.isFinite)).toBe(true);
  });

  test('options that ask for nothing, or name no folder, are refused before training', async () => {
    const folder = changed('words', 'text.txt', (c) => c);
    const { stderr: asked } = await tryPython(['train.py', '--steps', '1'], folder);
    expect(asked).toBe('The run has made 1 steps already, and --steps 1 asks for no more.\n');
    const { status, stdout, stderr } = await tryPython(['train.py', '--out', 'text.txt'], folder);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^text\.txt cannot be a folder: .*\. Name another one\.\n$/);
    expect((await tryPython(['train.py', '--log', '0'], folder)).status).toBe(2);
  });

  test(`opens whole or is told, in ${cases} drawn cases`, async () => {
    console.log(
      `folders: ${(await runPython([here('fuzz.py'), `${seed}`, `${cases}`, ...Object.values(folders)], folders.words)).trim()}; LAB_SEED=${seed}.`,
    );
  });
});
