/**
 * What the exported folder does by itself: sums over processes, writes files that other loaders read, asks for a PyTorch that
 * Debian has.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/lib/ports.mjs';
import { Random } from '../../src/data/random';
import requirements from '../../src/export/pytorch/requirements.txt?raw';
import {
  here,
  newFolder,
  python,
  readTensors,
  runPython,
  runPythonAlone,
  writeFolder,
  writeTensors,
} from './python';
import { onTask, trainedFolder } from './trainedFolder';

describe.skipIf(!python)('an exported folder', () => {
  const task = newFolder();
  beforeAll(async () => writeFolder(task, await trainedFolder(onTask, null)));
  afterAll(() => rmSync(task, { recursive: true }));

  describe('several processes', () => {
    /** Answers due in each row: unequal numbers, none at all in every second row, and everywhere. */
    const due = [
      [16, 1, 3, 0, 2],
      [5, 0, 1, 0, 1],
      [16, 16, 16, 16, 16],
    ];

    test('two have the gradients and losses of one, whatever each has due, and of how many rows', async () => {
      const [rows, T] = [5, 16];
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
      await runPython(script, task);
      const one = readTensors(join(task, 'gradients-1.safetensors'));
      const launch = [here('processes.py'), `${await freePort()}`];
      runPythonAlone([...launch, ...script], task, { PYTHONPATH: '.' });
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

  test('of a run that was extended trains to its end, at the lowest rate from where the schedule ended', async () => {
    const path = join(task, 'config.json');
    const config = readFileSync(path, 'utf8');
    const read = (of: string) => JSON.parse(readFileSync(join(task, of), 'utf8'));
    const { step, optimizer } = JSON.parse(config);
    const extended = { steps: step, moreSteps: 2, optimizer: { ...optimizer, warmup: 0 } };
    writeFileSync(path, JSON.stringify({ ...JSON.parse(config), ...extended }));
    const rates = 'import train\nreal = train.update\n';
    const hear = 'train.update = lambda *a: (print("rate", a[4]), real(*a))[1]\ntrain.main()';
    const printed = await runPython(['-c', rates + hear], task);
    writeFileSync(path, config);
    expect(printed).toContain(`step ${step} of ${step + 2}`);
    const used = [...printed.matchAll(/^rate (.*)$/gm)].map(([, rate]) => Number(rate));
    expect(used).toHaveLength(2);
    for (const rate of used) expect(rate).toBeCloseTo(optimizer.minLearningRate, 9);
    expect(read('trained/config.json')).toMatchObject({ step: step + 2, steps: step, moreSteps: 2 });
  });

  describe('files of tensors', () => {
    /** What the header says of the file. */
    const metadataOf = (path: string) => {
      const content = readFileSync(path);
      const length = Number(content.readBigUInt64LE());
      return JSON.parse(content.subarray(8, 8 + length).toString('utf8')).__metadata__;
    };

    test('say that they are of PyTorch and who wrote them, those that train.py writes too', async () => {
      await runPython(['train.py', '--steps', '2'], task);
      const files = [
        'model.safetensors',
        'optimizer.safetensors',
        'samples.safetensors',
        'trained/model.safetensors',
        'trained/optimizer.safetensors',
      ];
      for (const file of files)
        expect(metadataOf(join(task, file)), file).toEqual({ format: 'pt', producer: 'attention-lab' });
    });

    test('open in the package safetensors, where Python has it', async ({ skip }) => {
      const has = spawnSync(python as string, ['-c', 'import safetensors']).status === 0;
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
      const files = ['model', 'optimizer', 'samples'].map((name) => join(task, `${name}.safetensors`));
      const printed = await runPython(['-c', script, ...files], task);
      expect(printed.trim().split('\n')).toEqual(files.map(() => 'pt'));
    });
  });

  test('the PyTorch that is here meets the requirements, as pip reads them', ({ skip }) => {
    const script =
      'import importlib.util, os, runpy, sys\n' +
      'package = os.path.dirname(importlib.util.find_spec("torch").origin)\n' +
      'installed = runpy.run_path(os.path.join(package, "version.py"))["__version__"]\n' +
      'try:\n  from packaging.requirements import Requirement\n' +
      'except ImportError:\n  from pip._vendor.packaging.requirements import Requirement\n' +
      'wanted = Requirement(sys.argv[1])\n' +
      'print(wanted.name, wanted.specifier.contains(str(installed)))\n' +
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
