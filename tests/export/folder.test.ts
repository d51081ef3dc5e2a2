/**
 * What the exported folder does by itself: cuts text as the lab does, knows its text and tokens again, sums over processes,
 * writes files that other loaders read, asks for a PyTorch that Debian has.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/lib/ports.mjs';
import { Random } from '../../src/data/random';
import { taskChoice } from '../../src/data/tasks';
import { piecesOf } from '../../src/data/tokenizers/pieces';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import requirements from '../../src/export/pytorch/requirements.txt?raw';
import { stack } from '../support/stack';
import { newFolder, python, readTensors, runPython, writeFolder, writeTensors } from './python';
import { trainedFolder } from './trainedFolder';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Letters that Unicode got after version 14, a long run of them, and white space and signs of every kind. */
const text =
  `The Ᲊea \u{2EBF0}${'\u{2EBF0}'.repeat(40)} is wide; 42 Ⅻ whales —\u00a0naïve\u3000🐋\ufeff\u180e\u0085\n\n\t x\n`.repeat(
    30,
  );

function experiment(change: Partial<Experiment>): Experiment {
  const base = defaultExperiment();
  return {
    ...base,
    corpus: 'ownText',
    tokenizer: 'bpe',
    vocabSize: 290,
    model: { ...base.model, dModel: 16, heads: 2, kvHeads: 2, ffn: 16, context: 16 },
    batch: 2,
    steps: 4,
    evalInterval: 2,
    evalWindows: 4,
    runs: [{ id: 'a', name: 'A', layers: stack('standard') }],
    ...change,
  };
}

describe.skipIf(!python)('an exported folder', () => {
  const root = newFolder();
  const [words, characters, task] = ['words', 'characters', 'task'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  beforeAll(async () => {
    writeFolder(words, await trainedFolder(experiment({}), text));
    writeFolder(characters, await trainedFolder(experiment({ tokenizer: 'char' }), text));
    const recall = { task: taskChoice('majority'), model: { ...experiment({}).model, context: 24 } };
    writeFolder(task, await trainedFolder(experiment(recall), null));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  describe('text and tokens', () => {
    test('every code point is of the kind that it is to the lab, and a text falls into the same pieces', () => {
      const random = new Random(5);
      const alphabet = Array.from(
        'aé \u0301\n\r\t1٣.,\u{1F40B}\u{1C89}\u{2EBF0}\u{1E4F0}\u00a0\u3000\ufeff\u180e\u200b\u0085',
      );
      const sample = Array.from({ length: 20_000 }, () => alphabet[random.int(alphabet.length)]).join('');
      writeFileSync(join(words, 'sample.txt'), sample);
      runPython([here('kinds.py'), words], words, { PYTHONPATH: '.' });
      const [kinds, pieces] = JSON.parse(readFileSync(join(words, 'kinds.json'), 'utf8'));
      expect(pieces).toEqual(Array.from(piecesOf(sample), ([piece]) => piece));
      const other = Array.from({ length: 0x11_0000 }, (_, code) => code).filter(
        (code) => kinds[code] !== kindOf(String.fromCodePoint(code)),
      );
      expect(other).toEqual([]);
      expect(kinds).toHaveLength(0x11_0000);
    });

    /** As the pieces tell it: a word and a character of a word are one piece, and so on. */
    function kindOf(character: string): string {
      for (const [kind, of] of Object.entries({ w: 'a', n: '1', s: '.', l: '\n', b: '\t' })) {
        const [[first] = ['']] = piecesOf(of + character);
        if (first === of + character) return kind;
      }
      throw new Error(`${character} is of no kind.`);
    }

    /** A copy in which one file is changed. */
    function changed(of: string, name: string, file: string, change: (content: Buffer) => Buffer | string) {
      const copy = join(root, `changed-${name.replace(/\W+/g, '-')}`);
      cpSync(of, copy, { recursive: true });
      writeFileSync(join(copy, file), change(readFileSync(join(copy, file))));
      return copy;
    }
    const readsAs = (folders: string[]) =>
      runPython([here('differences.py'), ...folders], words, { PYTHONPATH: '.' })
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)[0]);

    test('as exported, and with a byte order mark before them, they are the lab’s', () => {
      const marked = (file: string) =>
        changed(words, `marked ${file}`, file, (content) =>
          Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), content]),
        );
      const folders = [words, characters, task, ...['text.txt', 'tokenizer.json', 'config.json'].map(marked)];
      expect(readsAs(folders)).toEqual(folders.map(() => null));
      for (const folder of [words, characters]) {
        const { data } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
        expect(data.text).toMatchObject({ bytes: Buffer.byteLength(text), characters: [...text].length });
      }
    });

    const length = (text: string) => [...text].length.toLocaleString('en');
    const ofLab = `the lab's text has ${length(text)}.`;
    const lineEnds = "text.txt has other line ends than the lab's text: it is the same text otherwise.";
    const bytes = (content: Buffer) => content.toString('utf8');
    const withoutMerge = (json: string) => {
      const tokenizer = JSON.parse(json) as { merges: unknown[] };
      return JSON.stringify({ ...tokenizer, merges: tokenizer.merges.slice(0, -1) });
    };

    const cases: [string, string, (content: Buffer) => Buffer | string, string | RegExp][] = [
      ['CRLF', 'text.txt', (c) => bytes(c).replaceAll('\n', '\r\n'), lineEnds],
      ['CRLF and a mark', 'text.txt', (c) => `\ufeff${bytes(c).replaceAll('\n', '\r\n')}`, lineEnds],
      ['CR', 'text.txt', (c) => bytes(c).replaceAll('\n', '\r'), lineEnds],
      [
        'one letter more',
        'text.txt',
        (c) => `${c}x`,
        `text.txt has ${length(`${text}x`)} characters, and ${ofLab}`,
      ],
      [
        'cut short',
        'text.txt',
        () => Array.from(text).slice(0, 900).join(''),
        `text.txt has 900 characters, and ${ofLab}`,
      ],
      [
        'decomposed',
        'text.txt',
        (c) => bytes(c).normalize('NFD'),
        `text.txt has ${length(text.normalize('NFD'))} characters, and ${ofLab}`,
      ],
      [
        'another letter',
        'text.txt',
        (c) => `S${bytes(c).slice(1)}`,
        `text.txt is another text than the lab's, of the same length: ${length(text)} characters.`,
      ],
      [
        'Latin-1',
        'text.txt',
        () => Buffer.from('naïve '.repeat(200), 'latin1'),
        /^ends: text\.txt is not UTF-8/,
      ],
      ['UTF-16', 'text.txt', (c) => Buffer.from(`\ufeff${c}`, 'utf16le'), /^ends: text\.txt is not UTF-8/],
      [
        'too short',
        'text.txt',
        () => 'The sea.',
        /^ends: The text has \d+ tokens, and a context of 16 needs 34\.$/,
      ],
      [
        'a merge less',
        'tokenizer.json',
        (c) => withoutMerge(bytes(c)),
        /^tokenizer\.json makes [\d,]+ tokens of text\.txt, and the lab made [\d,]+\.$/,
      ],
    ];
    test('what differs is told', () => {
      const found = readsAs(cases.map(([name, file, change]) => changed(words, name, file, change)));
      for (const [i, [name, , , told]] of cases.entries()) expect(found[i], name).toMatch(told);
    });

    test('a vocabulary of characters in another order, characters that it lacks, and other samples: told', () => {
      const swapped = changed(characters, 'swapped', 'tokenizer.json', (c) => {
        const tokenizer = JSON.parse(bytes(c)) as { symbols: string[] };
        const [unknown, first, second, ...others] = tokenizer.symbols;
        return JSON.stringify({ ...tokenizer, symbols: [unknown, second, first, ...others] });
      });
      const foreign = changed(characters, 'foreign', 'text.txt', (c) => `${bytes(c).slice(2)}ZÖ`);
      const samples = changed(task, 'samples', 'samples.safetensors', (c) => {
        c[c.length - 2] = (c[c.length - 2] as number) ^ 1;
        return c;
      });
      expect(readsAs([swapped, foreign, samples])).toEqual([
        expect.stringMatching(
          /^tokenizer\.json makes other tokens of text\.txt than the lab did, as many: [\d,]+\.$/,
        ),
        `text.txt is another text than the lab's, of the same length: ${length(text)} characters. The vocabulary lacks 2 of its characters, such as 'Z': token 0 stands for each.`,
        'samples.safetensors is not the file that the lab wrote.',
      ]);
    });

    test('train.py trains on another text only when told, and its weights then go with that text', () => {
      const folder = changed(words, 'trained', 'text.txt', (c) => `${bytes(c)}\nThe end.\n`);
      expect(() => runPython(['train.py'], folder)).toThrow(
        /ended with 1:\ntext\.txt has .*\n.*--other-text/,
      );
      const told = runPython(['train.py', '--other-text', '--out', 'first'], folder);
      expect(told).toMatch(/^text\.txt has .* characters, and the lab's text has/);
      expect(told).toContain('The weights of step 4 are in first.');
      const again = runPython(['train.py', '--from', 'first', '--steps', '5'], folder);
      expect(again).not.toContain('text.txt');
      writeFileSync(join(folder, 'text.txt'), text);
      expect(() => runPython(['train.py', '--from', 'first', '--steps', '5'], folder)).toThrow(
        'text.txt has',
      );
    });
  });

  describe('several processes', () => {
    /** Answers due: unequal numbers, none at all in the second half, and everywhere. */
    const due = [
      [20, 3, 1, 0],
      [5, 1, 0, 0],
      [24, 24, 24, 24],
    ];

    test('two have the gradients and the loss of one, whatever each has due', async () => {
      const [rows, T] = [4, 24];
      const random = new Random(11);
      const tokens = (from: number) => Int32Array.from({ length: rows * T }, () => from + random.int(3));
      const inputs = due.map(() => tokens(0));
      const targets = due.map((ofRows) =>
        tokens(0).map((target, i) => (i % T < (ofRows[Math.floor(i / T)] as number) ? target : -1)),
      );
      const laid = (batches: Int32Array[]) => ({
        shape: [due.length, rows, T],
        data: Int32Array.from(batches.flatMap((batch) => Array.from(batch))),
      });
      writeTensors(join(task, 'batches.safetensors'), { inputs: laid(inputs), targets: laid(targets) });
      const script = [here('gradients.py'), task];
      runPython(script, task, { PYTHONPATH: '.' });
      const endpoint = `localhost:${await freePort()}`;
      const launch = ['-m', 'torch.distributed.run', '--nproc_per_node', '2', '--rdzv_backend', 'c10d'];
      // Without the last two, Debian 12's own torchrun breaks before it starts anything.
      launch.push('--rdzv_endpoint', endpoint, '--redirects', '1', '--tee', '1');
      runPython([...launch, ...script], task, { PYTHONPATH: '.' });

      const one = readTensors(join(task, 'gradients-1.safetensors'));
      const two = readTensors(join(task, 'gradients-2.safetensors'));
      expect([...two.keys()]).toEqual([...one.keys()]);
      for (const [at, ofRows] of due.entries()) {
        const all = ofRows.reduce((sum, n) => sum + n, 0);
        for (const of of [one, two]) expect(Array.from(of.get(`${at}.due`)!.data)).toEqual([all]);
      }
      for (const [name, { data }] of one) {
        const other = two.get(name)!.data;
        const most = (values: Iterable<number>) =>
          Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        const largest = most(data);
        expect(largest, name).toBeGreaterThan(0);
        const off = most(Array.from(data, (value, i) => value - (other[i] as number)));
        expect(off, name).toBeLessThan(1e-6 * Math.max(1, largest));
      }
    });
  });

  describe('files of tensors', () => {
    /** What the header says of the file. */
    const metadataOf = (path: string) => {
      const content = readFileSync(path);
      const length = Number(content.readBigUInt64LE());
      return JSON.parse(content.subarray(8, 8 + length).toString('utf8')).__metadata__;
    };

    test('say that they are of PyTorch, those that train.py writes too', () => {
      runPython(['train.py'], words);
      expect(metadataOf(join(words, 'model.safetensors'))).toEqual({
        format: 'pt',
        producer: 'attention-lab',
      });
      const files = ['optimizer.safetensors', 'trained/model.safetensors', 'trained/optimizer.safetensors'];
      for (const path of [...files.map((file) => join(words, file)), join(task, 'samples.safetensors')])
        expect(metadataOf(path).format).toBe('pt');
    });

    test('open in the package safetensors, where Python has it', ({ skip }) => {
      const has = spawnSync(python as string, ['-c', 'import safetensors.torch']).status === 0;
      if (!has)
        console.warn('SKIPPED: this Python has no package safetensors; files were not opened with it.');
      skip(!has);
      const script =
        'import sys, torch, tensor_file\n' +
        'from safetensors import safe_open\n' +
        'from safetensors.torch import load_file\n' +
        'for path in sys.argv[1:]:\n' +
        '  ours, theirs = tensor_file.read_tensors(path), load_file(path)\n' +
        '  assert ours.keys() == theirs.keys() and len(ours) > 0\n' +
        '  assert all(torch.equal(ours[name], theirs[name]) for name in ours)\n' +
        '  print(safe_open(path, "pt").metadata()["format"])';
      const files = [words, characters, task].flatMap((folder) =>
        ['model.safetensors', 'optimizer.safetensors'].map((file) => join(folder, file)),
      );
      files.push(join(task, 'samples.safetensors'));
      const printed = runPython(['-c', script, ...files], words, {
        PYTHONPATH: `.:${process.env.PYTHONPATH ?? ''}`,
      });
      expect(printed.trim().split('\n')).toEqual(files.map(() => 'pt'));
    });
  });

  test('the PyTorch that is here meets the requirements, as pip reads them', ({ skip }) => {
    const script =
      'import sys, torch\n' +
      'try:\n  from packaging.requirements import Requirement\n' +
      'except ImportError:\n  from pip._vendor.packaging.requirements import Requirement\n' +
      'wanted = Requirement(sys.argv[1])\n' +
      'print(wanted.name, wanted.specifier.contains(torch.__version__))\n' +
      // Debian 12's, which has no "1.13.1" though it is that.
      'print(*[wanted.specifier.contains(version) for version in sys.argv[2:]])';
    const versions = ['1.13.0a0', '1.13.1', '2.12.0', '1.12.1'];
    const { status, stdout, stderr } = spawnSync(
      python as string,
      ['-c', script, requirements.trim(), ...versions],
      { encoding: 'utf8' },
    );
    const lacks = /No module named 'pip/.test(stderr);
    if (lacks)
      console.warn('SKIPPED: this Python has neither packaging nor pip; requirements were not read.');
    skip(lacks);
    expect(status, stderr).toBe(0);
    expect(stdout).toBe('torch True\nTrue True True False\n');
  });
});
