// Everything as one file: saved from a session that trained in the real Lab, opened again, saved
// again. And files that are none, cut, swapped, too large or hostile, which get a sentence.

import { strToU8, unzipSync, Zip, ZipDeflate, ZipPassThrough, zipSync } from 'fflate';
import { beforeAll, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { Random } from '../../src/data/random';
import { BundleError, readBundle, readBundleFile, writeBundle } from '../../src/document/file/bundle';
import { documentVersion } from '../../src/document/migrations';
import { defaultExperiment } from '../../src/experiment/defaults';
import { renameRun } from '../../src/experiment/edit';
import { type Experiment, limits } from '../../src/experiment/schema';
import { alone } from '../support/alone';
import { inProcess } from '../support/inProcess';
import { seed } from '../support/seed';
import { stack } from '../support/stack';

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { session } = app;
const experimentStore = app.document.experiment;
const importStore = app.files.state;
const runsStore = app.session.runs;
const viewStore = app.document.view;

const experiment: Experiment = {
  ...defaultExperiment(),
  corpus: 'ownText',
  batch: 2,
  steps: 6,
  evalInterval: 2,
  evalWindows: 2,
  model: { ...defaultExperiment().model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 8 },
  runs: [
    { id: 'a', name: 'All standard', layers: stack('standard') },
    { id: 'b', name: '<b>Mixed</b> & "more"', layers: stack('mlp', 'rndEmbQK', 'fixedSeqQK') },
  ],
};
const ownText = { name: 'sea.txt', text: 'Das Meer — 🐋 the sea is wide, the sea is deep.\n'.repeat(12) };

const reached = (state: string) =>
  vi.waitFor(() => expect(runsStore.getState().state).toBe(state), { timeout: 10_000, interval: 5 });
const losses = (id: string) => Array.from(runsStore.getState().curves[id]?.train.values ?? []);
const start = () => experimentStore.getState().apply(() => experiment, ownText);
const leave = async () => {
  experimentStore.getState().apply(() => defaultExperiment(), null);
  await session.clear();
  app.files.dismiss();
};
/** Three steps, evaluated, the view somewhere else than at first. */
async function train(): Promise<Uint8Array<ArrayBuffer>> {
  start();
  // Before the steps, whose captures are then of it: those of a probe that comes later are made a little after.
  viewStore.getState().set({ probe: 'the sea' });
  for (let i = 0; i < 3; i++) await session.step();
  await session.evaluation.run(['perplexity', 'skip'], () => {});
  viewStore.getState().set({ runId: 'b', layer: 2, logSteps: true, hiddenRuns: ['a'] });
  return session.files.saveBundle('The Sea');
}

vi.setConfig({ testTimeout: 60_000 });

beforeEach(leave);

describe('an experiment that was saved and opened', () => {
  it('is saved again as the same bytes, and goes on as if it had never left', async () => {
    const saved = await train();
    const { evaluations, captures } = runsStore.getState();
    const lossesThen = losses('b');
    await session.train();
    await reached('finished');
    const unbroken = { a: losses('a'), b: losses('b') };

    await leave();
    expect(runsStore.getState().curves).toEqual({});
    await session.files.openBundle(readBundle(saved, 'saved.zip'));
    expect(experimentStore.getState()).toMatchObject({ experiment, ownText });
    expect(viewStore.getState()).toMatchObject({
      runId: 'b',
      layer: 2,
      probe: 'the sea',
      logSteps: true,
      hiddenRuns: ['a'],
    });
    expect(runsStore.getState()).toMatchObject({ state: 'paused', progress: { step: 3, steps: 6 } });
    expect(runsStore.getState().evaluations).toEqual(evaluations);
    expect(captures.a?.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    expect(runsStore.getState().captures).toEqual(captures);
    expect(losses('b')).toEqual(lossesThen);
    await vi.waitFor(() =>
      expect(runsStore.getState().attentionProbe).toMatchObject({ runId: 'b', step: 3 }),
    );
    expect(await session.files.saveBundle('The Sea')).toEqual(saved);

    await session.train();
    await reached('finished');
    expect({ a: losses('a'), b: losses('b') }).toEqual(unbroken);
    expect(Array.from(runsStore.getState().curves.a!.validation.steps)).toEqual([0, 2, 4, 6]);
    expect(runsStore.getState().captures.a?.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('has its takes, with curves, captures and weights, which train on where they stood', async () => {
    await train();
    const before = { a: losses('a'), captures: runsStore.getState().captures.a };
    experimentStore.getState().update((e) => ({ ...e, batch: 3 }));
    await session.step();
    const saved = await session.files.saveBundle('The Sea');
    const paths = Object.keys(unzipSync(saved));
    expect(paths).toEqual(
      expect.arrayContaining([
        'takes/1/experiment.json',
        'takes/1/text.txt',
        'takes/1/runs/2/model.safetensors',
      ]),
    );

    await leave();
    expect(session.takes.documents()).toEqual([]);
    await session.files.openBundle(readBundle(saved, 'saved.zip'));
    expect(experimentStore.getState().experiment.batch).toBe(3);
    expect(session.takes.documents().map((take) => take.experiment.batch)).toEqual([2]);
    expect(await session.files.saveBundle('The Sea')).toEqual(saved);

    experimentStore.getState().update((e) => ({ ...e, batch: 2 }));
    await vi.waitFor(() => expect(losses('a')).toEqual(before.a));
    expect(runsStore.getState().captures.a).toEqual(before.captures);
    await session.step();
    expect(losses('a')).toHaveLength(4);
    expect(losses('a').slice(0, 3)).toEqual(before.a);
  });

  it('is refused whole where a take in it is damaged', async () => {
    await train();
    experimentStore.getState().update((e) => ({ ...e, batch: 3 }));
    const files = unzipSync(await session.files.saveBundle('The Sea'));
    const { 'takes/1/runs/1/model.safetensors': _, ...rest } = files;
    expect(() => readBundle(zipSync(rest), 'x.zip')).toThrow(
      'x.zip cannot be opened. Take 1 in it: “runs/1/model.safetensors” is missing from it.',
    );
  });

  it('has no weights where nothing was trained, and is the same again', async () => {
    start();
    const saved = await session.files.saveBundle('The Sea');
    expect(Object.keys(unzipSync(saved))).toEqual(['experiment.json', 'text.txt']);
    await leave();
    await session.files.openBundle(readBundle(saved, 'saved.zip'));
    expect(runsStore.getState().state).toBe('empty');
    expect(experimentStore.getState()).toMatchObject({ experiment, ownText });
    expect(await session.files.saveBundle('The Sea')).toEqual(saved);
  });

  it('is saved in the midst of training with curves up to its weights, and training goes on', async () => {
    start();
    experimentStore.getState().update((e) => ({ ...e, steps: 100_000 }));
    await session.train();
    await vi.waitFor(() => expect(losses('a').length).toBeGreaterThan(2), { timeout: 10_000 });
    const bundle = readBundle(await session.files.saveBundle('The Sea'), 'saved.zip').document;
    for (const id of ['a', 'b'])
      expect(bundle.results.curves[id]!.train.steps.at(-1)).toBe(bundle.checkpoints[id]!.steps);
    const then = losses('a').length;
    await vi.waitFor(() => expect(losses('a').length).toBeGreaterThan(then), { timeout: 10_000 });
  });

  it('keeps the name of a run that was renamed after it was trained', async () => {
    await train();
    experimentStore.getState().update(renameRun('a', 'Baseline'));
    const { experiment: saved } = readBundle(await session.files.saveBundle('The Sea'), 'saved.zip').document;
    expect(saved.runs.map(({ name }) => name)).toEqual(['Baseline', experiment.runs[1]!.name]);
  });
});

describe('a file that is brought', () => {
  const file = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], 'saved.zip');

  it('opens at once where nothing is lost, and else waits for a yes', async () => {
    const saved = await train();
    await app.files.importFile(file(saved), 'form');
    expect(importStore.getState().waiting?.name).toBe('saved.zip');
    app.files.dismiss();
    expect(runsStore.getState().progress?.step).toBe(3);
    await session.step();
    await app.files.importFile(file(saved), 'form');
    await app.files.confirm();
    expect(importStore.getState()).toMatchObject({ waiting: null, error: null, busy: null });
    expect(runsStore.getState().progress?.step).toBe(3);
    await leave();
    await app.files.importFile(file(saved), 'drop');
    expect(importStore.getState().done).toBe(
      'Opened saved.zip: 2 runs. Trained for 3 steps, with its curves and maps.',
    );
  });

  it('has the name that the experiment was saved under, and that of the file where it tells none', async () => {
    const name = () => app.autosave.state.getState().current.name;
    start();
    const saved = await session.files.saveBundle('The Sea');
    await app.files.importFile(file(saved), 'form');
    expect(name()).toBe('The Sea');
    const opened = readBundle(saved, 'saved.zip');
    for (const untold of [undefined, ' ']) {
      await app.files.importFile(file(writeBundle({ ...opened, name: untold })), 'form');
      expect(name()).toBe('saved');
    }
    await app.files.importFile(file(writeBundle({ ...opened, name: '🐋'.repeat(10_000) })), 'form');
    expect(name()).toBe('🐋'.repeat(limits.nameLength));
  });

  it('changes nothing where it is refused', async () => {
    await train();
    const before = runsStore.getState();
    await app.files.importFile(new File(['Call me Ishmael.'], 'moby.txt'), 'drop');
    expect(importStore.getState().error).toMatch(
      /moby\.txt.* is nothing that the lab opens here\. Open a file that “Save everything” wrote/,
    );
    expect(runsStore.getState().curves).toBe(before.curves);
    expect(experimentStore.getState().experiment).toEqual(experiment);
  });
});

type Files = Record<string, Uint8Array>;

/** As tools pack that do not know a file's size beforehand, with what describes it behind it. */
function streamed(files: Files, packed: boolean): Uint8Array {
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const [name, data] of Object.entries(files)) {
    const entry = packed ? new ZipDeflate(name, { level: 9 }) : new ZipPassThrough(name);
    zip.add(entry);
    for (let at = 0; at < data.length; at += 1000) entry.push(data.subarray(at, at + 1000));
    entry.push(new Uint8Array(0), true);
  }
  zip.end();
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

describe('a file that was unpacked and packed again', () => {
  let saved: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    await leave();
    saved = await train();
  });
  const renamed = (rename: (name: string) => string) =>
    Object.fromEntries(Object.entries(unzipSync(saved)).map(([name, data]) => [rename(name), data]));
  const others: Files = {
    '__MACOSX/._Lab': new Uint8Array(9),
    '__MACOSX/Lab/._experiment.json': new Uint8Array(99),
    '__MACOSX/Lab/experiment.json': new Uint8Array(99),
    'Lab/': new Uint8Array(0),
    'Lab/.DS_Store': new Uint8Array(6148),
    'Lab/._text.txt': new Uint8Array(9),
    'Lab/notes.md': strToU8('mine'),
    'Lab/copy/experiment.json': strToU8('{}'),
  };
  const inFolder = () => renamed((name) => `Lab/${name}`);
  const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
  /** With a comment behind its directory, whose length is in the last two bytes. */
  const commented = (comment: Uint8Array) => {
    const bytes = joined(saved, comment);
    new DataView(bytes.buffer).setUint16(saved.length - 2, comment.length, true);
    return bytes;
  };
  const backwards = (files: Files) => Object.fromEntries(Object.entries(files).reverse());
  const changedText = (change: (text: string) => string) => {
    const files: Files = unzipSync(saved);
    for (const name of ['experiment.json', 'text.txt', 'runs/1/curves.json'])
      files[name] = strToU8(change(new TextDecoder().decode(files[name])));
    return zipSync(files);
  };

  test.each<[string, () => Uint8Array]>([
    ['as it was', () => saved],
    ['in a folder', () => zipSync(inFolder())],
    ['in folders, with what a system leaves there', () => zipSync({ ...others, ...inFolder() })],
    ['in another order', () => zipSync(backwards({ ...others, ...inFolder() }))],
    ['in a folder within folders', () => zipSync(renamed((name) => `home/me/Lab ⟨2⟩/${name}`))],
    ['with "./" before each name', () => zipSync(renamed((name) => `./${name}`))],
    ['with "\\" in each name', () => zipSync(renamed((name) => `Lab\\${name.replaceAll('/', '\\')}`))],
    ['stored', () => zipSync(inFolder(), { level: 0 })],
    ['packed', () => zipSync(inFolder(), { level: 9 })],
    ['as a stream, stored', () => streamed(inFolder(), false)],
    ['as a stream, packed', () => streamed({ ...others, ...inFolder() }, true)],
    ['in an archive of its own', () => zipSync({ 'saved.zip': saved })],
    ['in an archive with a note', () => zipSync({ 'd/saved.zip': saved, 'd/readme.txt': strToU8('Hello') })],
    ['with its names in capitals', () => zipSync(renamed((name) => `LAB/${name.toUpperCase()}`))],
    ['behind what a program put before it', () => joined(strToU8('#!/bin/sh\nexit\n'), saved)],
    ['before what a mail put behind it', () => joined(saved, strToU8('\r\n-- \r\n'))],
    [
      'with a comment that looks like an end',
      () => commented(strToU8('PK\u0005\u0006 and more of it to be read')),
    ],
    [
      'with a comment',
      () =>
        zipSync({
          ...inFolder(),
          'Lab/experiment.json': [unzipSync(saved)['experiment.json']!, { comment: 'PK' }],
        }),
    ],
    ['with byte order marks', () => changedText((text) => `\ufeff${text}`)],
    ['with the line ends of another system', () => changedText((text) => text.replaceAll('\n', '\r\n'))],
  ])('opens as it was: %s', (_what, make) => {
    expect(readBundle(make(), 'again.zip').document).toEqual(readBundle(saved, 'saved.zip').document);
  });

  test('is refused where archives are within one another without end', () => {
    let nested = saved;
    for (let n = 0; n < 9; n++) nested = zipSync({ 'a.zip': nested }) as Uint8Array<ArrayBuffer>;
    expect(() => readBundle(nested, 'x.zip')).toThrow('x.zip holds no experiment of the lab.');
  });

  test('is refused where it holds two experiments', () => {
    const two = { ...renamed((name) => `a/${name}`), ...renamed((name) => `b/${name}`) };
    expect(() => readBundle(zipSync(two), 'two.zip').document).toThrow(
      'two.zip holds more than one experiment: “a/” and “b/”. Pack one of them alone.',
    );
  });

  test('of one flipped bit, anywhere, a file is refused, or opens as it was', () => {
    const random = new Random(seed);
    const whole = readBundle(saved, 'saved.zip');
    let refused = 0;
    // Several flipped bits, and files of other documents, are in tests/fuzz.
    for (let i = 0; i < 150; i++) {
      const bytes = saved.slice();
      const at = random.int(bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 << random.int(8));
      let opened: ReturnType<typeof readBundle> | null = null;
      try {
        opened = readBundle(bytes, 'x.zip');
      } catch (error) {
        refused++;
        expect(error).toBeInstanceOf(BundleError);
        expect((error as Error).message).toMatch(/^x\.zip (is|holds|cannot) .*\.$/s);
      }
      if (opened) expect(opened, `bit of byte ${at}`).toEqual(whole);
    }
    expect(refused).toBeGreaterThan(130);
  });

  test('the damaged file is named', () => {
    const bytes = saved.slice();
    const weights = unzipSync(saved)['runs/2/model.safetensors']!;
    // Stored as it is, somewhere in the archive.
    const start = bytes.findIndex((_, i) => weights.subarray(-64).every((byte, k) => bytes[i + k] === byte));
    bytes[start] = (bytes[start] as number) ^ 1;
    expect(() => readBundle(bytes, 'x.zip')).toThrow(
      'x.zip is damaged: “runs/2/model.safetensors” in it is not what was packed. Get the file anew from where it came from: nothing of it was opened.',
    );
  });
});

describe('refused with a sentence', () => {
  let saved: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    await leave();
    saved = await train();
  });

  const json = (value: unknown) => strToU8(JSON.stringify(value));
  /** The saved file with some of its files changed. */
  const changed = (change: (files: Files) => void) => {
    const files: Files = unzipSync(saved);
    change(files);
    return zipSync(files);
  };
  // biome-ignore lint/suspicious/noExplicitAny: what is damaged has no type
  const manifest = (change: (manifest: any) => void) =>
    changed((files) => {
      const value = JSON.parse(new TextDecoder().decode(files['experiment.json']));
      change(value);
      files['experiment.json'] = json(value);
    });

  // biome-ignore lint/suspicious/noExplicitAny: what is damaged has no type
  const captures = (change: (captures: any[]) => void) =>
    changed((files) => {
      const value = JSON.parse(new TextDecoder().decode(files['runs/1/captures.json']));
      change(value);
      files['runs/1/captures.json'] = json(value);
    });

  /** The saved file with another number as the last of a file of tensors. */
  const weight = (file: string, number: number) =>
    changed((files) => {
      const tensors = files[`runs/1/${file}.safetensors`]!.slice();
      new DataView(tensors.buffer).setFloat32(tensors.length - 4, number, true);
      files[`runs/1/${file}.safetensors`] = tensors;
    });

  test.each<[string, () => Uint8Array, RegExp]>([
    ['half of it', () => saved.subarray(0, saved.length / 2), /is not a zip archive, or not a whole one/],
    ['another archive', () => zipSync({ 'a.txt': strToU8('a') }), /holds no experiment of the lab/],
    [
      'no JSON',
      () => changed((f) => (f['experiment.json'] = strToU8('{'))),
      /“experiment.json” in it is not JSON/,
    ],
    ['null', () => changed((f) => (f['experiment.json'] = json(null))), /not an experiment of the lab/],
    [
      'a later version',
      () => manifest((m) => (m.version = documentVersion + 1)),
      /saved by a later version of the lab/,
    ],
    ['no runs', () => manifest((m) => (m.experiment.runs = [])), /An experiment needs at least one run/],
    [
      'steps beyond the plan',
      () => manifest((m) => (m.checkpoints.b.steps = 7)),
      /The training of “<b>Mixed<\/b> & "more"” goes to step 7, and the experiment has 6/,
    ],
    [
      'an evaluation beyond the plan',
      () => manifest((m) => (m.results.evaluations.a.step = 7)),
      /An evaluation of “All standard” goes to step 7, and the experiment has 6/,
    ],
    [
      'a failure beyond the plan',
      () => manifest((m) => (m.results.failures.a = { step: 7, message: 'It diverged.' })),
      /The failure of “All standard” goes to step 7/,
    ],
    [
      'a reduced rate beyond the plan',
      () => manifest((m) => (m.results.gentler.a = { step: 7, rateFactor: 0.5 })),
      /The reduced learning rate of “All standard” goes to step 7/,
    ],
    [
      'random numbers that are none',
      () => manifest((m) => (m.checkpoints.a.batches.words = [0, 0, 0, 0])),
      /its random numbers are all 0/,
    ],
    [
      'a chance of 7',
      () => manifest((m) => (m.results.info.chance = 7)),
      /damaged, at results\.info\.chance/,
    ],
    [
      'a curve beyond the plan',
      () => manifest((m) => (m.experiment.steps = 2)),
      /A curve of “All standard” goes to step 3, and the experiment has 2/,
    ],
    [
      'a capture beyond the plan',
      () => captures((c) => (c.at(-1).step = 7)),
      /A capture of “All standard” goes to step 7, and the experiment has 6/,
    ],
    ['captures that go back', () => captures((c) => c.reverse()), /does not hold captures: captures go back/],
    [
      'a capture of too few weights',
      () => captures((c) => (c[0].layers[0].weights = 'AAAA')),
      /“runs\/1\/captures\.json” in it does not hold captures: a capture has weights of another size/,
    ],
    [
      'a capture whose weights are no bytes',
      () => captures((c) => (c[0].layers[0].weights = '!')),
      /does not hold captures: its weights are no bytes/,
    ],
    [
      'a capture of other layers',
      () => captures((c) => c[0].layers.push(c[0].layers[0])),
      /The captures of “All standard” are of another model/,
    ],
    [
      'an indicator that is none',
      () => captures((c) => (c[0].layers[0].indicators.sink = null)),
      /hold captures/,
    ],
    [
      'another vocabulary',
      () => manifest((m) => m.results.info.vocab++),
      /"embed\.weight" is .* in the weights/,
    ],
    [
      'no vocabulary',
      () => manifest((m) => (m.results.info = null)),
      /does not say of which step and vocabulary “runs\/1\/model/,
    ],
    [
      'no checkpoints for its weights',
      () => manifest((m) => (m.checkpoints = {})),
      /does not say of which step and vocabulary/,
    ],
    ...[Number.NaN, Number.POSITIVE_INFINITY].flatMap((number): [string, () => Uint8Array, RegExp][] => [
      [`weights of ${number}`, () => weight('model', number), /The weights of “All standard” are damaged/],
      [
        `moments of ${number}`,
        () => weight('optimizer', number),
        /The weights of “All standard” are damaged/,
      ],
    ]),
    [
      'a mean of squares below 0',
      () => weight('optimizer', -1),
      /optimizer's state of “All standard” is damaged/,
    ],
    ['a bad experiment', () => manifest((m) => (m.experiment.batch = 0)), /batch: Give a whole number/],
    ['a huge number', () => manifest((m) => (m.view.layer = 1e300)), /damaged, at view\.layer/],
    [
      'a hostile id',
      () => manifest((m) => (m.experiment.runs[0].id = '__proto__')),
      /cannot have the id "__proto__"/,
    ],
    ['no text', () => changed((f) => delete f['text.txt']), /“text.txt” is missing/],
    [
      'bad UTF-8',
      () => changed((f) => (f['text.txt'] = Uint8Array.of(0xff))),
      /“text.txt” in it is not valid UTF-8/,
    ],
    [
      'no weights',
      () => changed((f) => delete f['runs/2/model.safetensors']),
      /“runs\/2\/model.safetensors” is missing/,
    ],
    [
      'the weights of another run',
      () => changed((f) => (f['runs/2/model.safetensors'] = f['runs/1/model.safetensors']!)),
      /The weights lack "layers\.0\.mixer\.gate\.weight": they are of another model/,
    ],
    [
      'another width',
      () => manifest((m) => (m.experiment.model.dModel = 16)),
      /"embed\.weight" is .* in the weights/,
    ],
    [
      'half the weights',
      () => changed((f) => (f['runs/1/model.safetensors'] = f['runs/1/model.safetensors']!.subarray(0, 900))),
      /The file of the weights ends/,
    ],
    [
      'curves that go back',
      () =>
        changed((f) => {
          const curve = { steps: [2, 1], values: [1, 1] };
          f['runs/1/curves.json'] = json({ train: curve, validation: curve, accuracy: curve });
        }),
      /does not hold curves: steps do not rise/,
    ],
  ])('%s', (_name, make, sentence) => {
    const bytes = make();
    expect(() => readBundle(bytes, 'x.zip')).toThrow(BundleError);
    expect(() => readBundle(bytes, 'x.zip')).toThrow(sentence);
  });

  test('what unpacks to more than is allowed is not unpacked', () => {
    const bomb = zipSync({ 'experiment.json': new Uint8Array(9 * 2 ** 20) });
    expect(bomb.length).toBeLessThan(20_000);
    expect(() => readBundle(bomb, 'x.zip')).toThrow(
      /is too large when unpacked: “experiment\.json” has 9,437,184/,
    );
  });

  test('a file that is too large is not even read', async () => {
    const large = { size: 2 ** 30, arrayBuffer: () => Promise.reject(new Error('read')) } as unknown as Blob;
    await expect(readBundleFile(large, 'x.zip')).rejects.toThrow(
      'x.zip has 1 GiB, and the limit is 512 MiB.',
    );
  });

  test('an infinite measurement stays infinite, and one that is no number stays none', () => {
    const opened = readBundle(saved, 'x.zip').document;
    const outcome = opened.results.evaluations.a!.outcomes.perplexity!;
    if (!('metrics' in outcome)) throw new Error('It was evaluated.');
    const [metric] = Object.keys(outcome.metrics) as [string];
    outcome.metrics[metric] = { value: Number.POSITIVE_INFINITY, stderr: Number.NaN, n: 3 };
    const again = readBundle(writeBundle(alone(opened)), 'x.zip').document.results.evaluations.a!.outcomes
      .perplexity;
    expect(again).toMatchObject({
      metrics: { [metric]: { value: Number.POSITIVE_INFINITY, stderr: Number.NaN } },
    });
  });

  test('rows and evaluations that the lab does not know are left out', () => {
    const bytes = manifest((m) => {
      m.results.evaluations.stranger = m.results.evaluations.a;
      m.results.evaluations.a.outcomes.divination = { unavailable: 'in clouds' };
    });
    const { evaluations } = readBundle(bytes, 'x.zip').document.results;
    expect(Object.keys(evaluations)).toEqual(['a', 'b', 'baseline:unigram', 'baseline:bigram']);
    expect(Object.keys(evaluations.a!.outcomes)).toEqual(['perplexity', 'skip']);
  });

  test('failures, reduced rates and windows of runs that are not in it are left out', () => {
    const gentler = { step: 2, rateFactor: 0.5 };
    const heldOut = { answers: 64, lowest: { step: 2, windows: [1, 3] } };
    const failure = { step: 2, message: 'The loss was no longer a number.' };
    const bytes = manifest((m) => {
      m.results.gentler = { a: gentler, stranger: gentler };
      m.results.failures = { b: failure, stranger: failure };
      m.results.heldOut = { a: heldOut, stranger: heldOut };
    });
    const opened = readBundle(bytes, 'x.zip').document;
    expect(opened.results).toMatchObject({ gentler: { a: gentler }, failures: { b: failure } });
    expect(opened.results.gentler).not.toHaveProperty('stranger');
    expect(opened.results.failures).not.toHaveProperty('stranger');
    expect(opened.results.heldOut).toEqual({ a: heldOut });
    expect(readBundle(writeBundle(alone(opened)), 'x.zip').document).toEqual(opened);
  });
});
