// Links: everything an experiment says comes back, in the same few characters each time, and old links for ever.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type OptionId, type VariantId, variantIds, variants } from '../../src/attention/variants';
import { corpora } from '../../src/data/corpora';
import { Random } from '../../src/data/random';
import { taskChoice, tasks } from '../../src/data/tasks';
import { tokenizers } from '../../src/data/tokenizers';
import { type DecodedLink, decodeLink, encodeLink, looksLikeLink } from '../../src/document/link/link';
import type { Shared } from '../../src/document/link/shared';
import { sharedText, textHash } from '../../src/document/link/textSection';
import { defaultView, type View } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { duplicateRun, removeRun, setStyle } from '../../src/experiment/edit';
import { stylesOf } from '../../src/experiment/runStyles';
import { type Experiment, limits, parseExperiment } from '../../src/experiment/schema';
import { settings } from '../../src/experiment/settings';
import { drawnLayer, stack } from '../support/stack';

const shared = (change: Partial<Shared> = {}): Shared => ({
  experiment: defaultExperiment(),
  view: defaultView,
  text: null,
  curves: null,
  ...change,
});

const experiment = (change: Partial<Experiment>): Experiment => {
  const parsed = parseExperiment({ ...defaultExperiment(), ...change });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.experiment;
};

/** A link gives runs ids of its own: nothing but the page's bookkeeping hangs on them. */
function withLinkIds({ experiment, view, ...rest }: Shared): Shared {
  const places = new Map(experiment.runs.map(({ id }, i) => [id, `run-${i + 1}`]));
  const newId = (id: string) => places.get(id) as string;
  return {
    ...rest,
    experiment: { ...experiment, runs: experiment.runs.map((run) => ({ ...run, id: newId(run.id) })) },
    view: {
      ...view,
      runId: view.runId && newId(view.runId),
      hiddenRuns: view.hiddenRuns.map(newId),
      pinnedRun: view.pinnedRun && newId(view.pinnedRun),
    },
  };
}

function opened(link: string): Extract<DecodedLink, { ok: true }> {
  const decoded = decodeLink(link);
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded;
}

/** Goes through a link and back. @returns the link */
function expectReturns(given: Shared): string {
  const link = encodeLink(given);
  const { shared: back, warnings } = opened(link);
  expect(back).toEqual(withLinkIds(given));
  expect(warnings).toEqual([]);
  expect(encodeLink(back)).toBe(link);
  expect(link).toMatch(/^#1[a-z]+\.[\w.-]+$/);
  return link;
}

const layers = (random: Random, count: number, ids: readonly VariantId[] = variantIds) =>
  Array.from({ length: count }, () => drawnLayer(random, ids[random.int(ids.length)]!, 1024));

/** A name that no compressor finds anything in. */
const name = (random: Random, length: number, first: number, last: number) =>
  `x${String.fromCodePoint(...Array.from({ length: length - 2 }, () => first + random.int(last - first + 1)))}x`;

/** As long as a name may be. */
const asciiName = (random: Random) => name(random, limits.nameLength, 0x20, 0x7e);
const cyrillicName = (random: Random) => name(random, 54, 0x410, 0x44f);

const manyRuns = (
  random: Random,
  runs: number,
  depth: number,
  named: (random: Random) => string,
  ids?: readonly VariantId[],
) =>
  Array.from({ length: runs }, (_, i) => ({
    id: `r${i}`,
    name: named(random),
    layers: layers(random, depth, ids),
  }));

/** Every setting away from its default. */
const allSettings = {
  corpus: 'stories',
  corpusSize: 16_000,
  tokenizer: 'bpe',
  vocabSize: 8192,
  model: {
    dModel: 192,
    heads: 12,
    kvHeads: 6,
    ffn: 1234,
    context: 250,
    qkvBias: false,
    qkNorm: true,
    tieEmbeddings: false,
  },
  batch: 33,
  steps: 98_765,
  evalInterval: 1234,
  evalWindows: 123,
  optimizer: {
    learningRate: 0.0012345,
    warmup: 1234,
    minLearningRate: 1.25e-5,
    beta1: 0.875,
    beta2: 0.9875,
    epsilon: 1.5e-9,
    weightDecay: 0.0125,
    clipNorm: 0.75,
  },
  seed: 2 ** 32 - 1,
} satisfies Partial<Experiment>;

const fullView: View = {
  ...defaultView,
  runId: 'r2',
  layer: 23,
  head: 11,
  probe: 'Ein Wal, so weiß wie Schnee – “The whale”',
  taskSample: 123,
  logSteps: true,
  unit: 'bitsPerByte',
  smoothing: 0.98,
  hiddenRuns: ['r0', 'r2'],
  pinnedRun: 'r0',
  against: true,
  xAxis: 'flops',
  logValues: true,
  againstOpened: true,
};

describe('an experiment comes back as it was', () => {
  test('the first one, in few characters', () => {
    const link = expectReturns(shared());
    console.log(`The first experiment: ${link} (${link.length} characters)`);
    expect(link.length).toBeLessThan(100);
  });

  test('with every setting and the whole view away from their defaults', () => {
    const e = experiment({ ...allSettings, runs: manyRuns(new Random(3), 3, 24, asciiName) });
    expectReturns(shared({ experiment: e, view: fullView }));
  });

  test('with a probe of as many tokens as the longest context has', () => {
    const probe = 'The pale sea rolled on as it had for five thousand years, and the ship went down in it. '
      .repeat(60)
      .trim();
    expect(probe.length).toBeGreaterThan(5000);
    expectReturns(shared({ view: { ...defaultView, probe } }));
  });

  test('a setting that the settings do not list would be lost: there is none', () => {
    const { version: _v, runs: _r, corpus: _c, tokenizer: _t, task: _k, ...rest } = defaultExperiment();
    const leaves = Object.entries(rest).flatMap(([key, value]) =>
      typeof value === 'object' ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key],
    );
    expect(settings.map(({ id }) => id).sort()).toEqual(leaves.sort());
  });

  test('with the styles of its runs, in nine characters more; styles that are their places’ take none', () => {
    const two = removeRun('hybrid')(defaultExperiment());
    const plain = expectReturns(shared({ experiment: two }));
    const chosen = setStyle('standard', 7)(two);
    expect(expectReturns(shared({ experiment: chosen })).length - plain.length).toBeLessThan(10);
    expect(expectReturns(shared({ experiment: setStyle('standard', 0)(chosen) }))).toBe(plain);
    expectReturns(shared({ experiment: duplicateRun('standard')(chosen) }));
  });

  test('with the styles of the runs that are left, where another’s part is damaged', () => {
    const link = encodeLink(
      shared({ experiment: removeRun('relaxed')(duplicateRun('standard')(defaultExperiment())) }),
    );
    const [head, first, ...rest] = link.split('.') as [string, string, ...string[]];
    const { shared: back, warnings } = opened([head, `${first.slice(0, -1)}_`, ...rest].join('.'));
    expect(warnings).toHaveLength(1);
    expect(stylesOf(back.experiment.runs)).toEqual([3, 2]);
  });

  test.each(tasks.map(({ id }) => id))('the task %s, with every value of its knobs', (id) => {
    const choice = taskChoice(id);
    for (const [knob, { values }] of Object.entries(tasks.find((t) => t.id === id)!.knobs))
      for (const value of values) {
        const task = { id, knobs: { ...choice.knobs, [knob]: value } };
        expectReturns(
          shared({
            experiment: experiment({ task, model: { ...defaultExperiment().model, context: 1024 } }),
          }),
        );
      }
  });

  test('numbers to the last bit', () => {
    const random = new Random(11);
    for (let i = 0; i < 300; i++) {
      const learningRate = random.next() * 10 ** -random.int(9) || 1e-3;
      const optimizer = { ...defaultExperiment().optimizer, learningRate, epsilon: random.next() ** 40 || 1 };
      expectReturns(shared({ experiment: experiment({ optimizer, seed: random.int(2 ** 32) }) }));
    }
  });

  test('a name as long as it may be, in characters of two units', () => {
    const long = '𐐀'.repeat(limits.nameLength);
    expectReturns(
      shared({ experiment: experiment({ runs: [{ id: 'a', name: long, layers: stack('mlp') }] }) }),
    );
    expect(() => experiment({ runs: [{ id: 'a', name: `${long}𐐀`, layers: stack('mlp') }] })).toThrow(
      'A name has at most 60 characters.',
    );
  });

  test.each([
    '<img src=x onerror=alert(1)>',
    '"><script>alert(1)</script>',
    '__proto__',
    'constructor',
    '..#?&=%20%00/',
    'Größe ñ Ω',
    'Всё стандартное',
    '標準だけ',
    '全て標準・ひらがな',
    '🐳🐋 whales 👩‍🔬',
    '\ud800 half a pair',
    '\ufeffbom',
  ])('the name %j', (odd) => {
    const runs = [{ id: 'a', name: odd.trim(), layers: stack('mlp') }];
    expectReturns(shared({ experiment: experiment({ runs }) }));
  });

  test('what would move a terminal’s cursor is no part of a name', () => {
    const runs = [
      { id: 'a', name: 'red \u001b[31m\u202eeman', layers: stack('mlp') },
      { id: 'b', name: '\u0007', layers: stack('mlp') },
    ];
    const { shared: back } = opened(encodeLink(shared({ experiment: experiment({ runs }) })));
    expect(back.experiment.runs.map((run) => run.name)).toEqual(['red  [31m eman', 'Run 2']);
    expect(encodeLink(back)).toBe(encodeLink(shared({ experiment: experiment({ runs }) })));
  });

  test('own text where it is short, else its name, size and hash', () => {
    const ownText = experiment({ corpus: 'ownText' });
    const short = sharedText('sea.txt', 'The sea is wide, and the sea is deep.\n'.repeat(30));
    expect(short.kind).toBe('text');
    const link = expectReturns(shared({ experiment: ownText, text: short }));
    expect(link.length).toBeLessThan(300);

    const random = new Random(5);
    const long = Array.from({ length: 3000 }, () => String.fromCharCode(97 + random.int(26))).join('');
    const file = sharedText('C:\\texts\\"long" <b>.txt', `${long}é`);
    expect(file).toMatchObject({ kind: 'file', bytes: 3002, hash: textHash(`${long}é`) });
    expectReturns(shared({ experiment: ownText, text: file }));
    expect(textHash(`${long}é`)).not.toBe(textHash(`${long}è`));
  });

  test('curves, to a thousandth', () => {
    const random = new Random(9);
    const series = (count: number, every: number, top: number) =>
      Array.from({ length: count }, (_, i) => ({
        step: i * every,
        value: random.int(top * 1000 + 1) / 1000,
      }));
    const curves = defaultExperiment().runs.map(() => ({
      train: series(300, 7, 9),
      validation: series(13, 50, 9),
      accuracy: series(13, 50, 1),
    }));
    expectReturns(shared({ curves }));
    expectReturns(shared({ curves: curves.map(() => ({ train: [], validation: [], accuracy: [] })) }));
  });
});

test('of curves, points that could not be read back are left out, and the rest comes through', () => {
  const at = (step: number, value: number) => ({ step, value });
  const train = [at(0, 2), at(0, 3), at(5, Number.NaN), at(6, 101), at(7, 1), at(4, 1), at(2e5, 1)];
  const curves = [{ train, validation: [], accuracy: [at(3, 1.5), at(4, 1)] }];
  const runs = [{ id: 'a', name: 'A', layers: stack('mlp') }];
  const { shared: back, warnings } = opened(encodeLink(shared({ experiment: experiment({ runs }), curves })));
  expect(back.curves).toEqual([{ train: [at(0, 2), at(7, 1)], validation: [], accuracy: [at(4, 1)] }]);
  expect(warnings).toEqual([]);
});

/** Those that the limits were set with: a variant more has more codes, each of which takes more bits. */
const limitedTo = variantIds.slice(0, 9);

describe('a link is short', () => {
  const random = new Random(2);
  const view = { ...defaultView, runId: 'r1', layer: 2, head: 3, smoothing: 0.9, logSteps: true };

  test.each([
    ['random ASCII', asciiName],
    ['Cyrillic', cyrillicName],
  ])('below 300 characters: three runs, long names of %s characters, a view', (_what, named) => {
    const e = experiment({ runs: manyRuns(random, 3, 4, named, limitedTo), steps: 1000, seed: 123_456 });
    const link = expectReturns(shared({ experiment: e, view: { ...view, hiddenRuns: ['r0'] } }));
    console.log(`Three runs of 4 layers, names of ${_what}: ${link.length} characters`);
    expect(link.length).toBeLessThan(300);
  });

  test.each([
    ['random ASCII', asciiName],
    ['Cyrillic', cyrillicName],
  ])('below 800: seven runs of 24 random layers, long names of %s characters, a view', (_what, named) => {
    const e = experiment({ runs: manyRuns(random, 7, 24, named, limitedTo), steps: 1000, seed: 123_456 });
    const link = expectReturns(shared({ experiment: e, view: { ...view, hiddenRuns: ['r0'] } }));
    console.log(`Seven runs of 24 layers, names of ${_what}: ${link.length} characters`);
    expect(link.length).toBeLessThan(800);
  });

  test('below 800 also with every setting away from its default', () => {
    const e = experiment({ ...allSettings, runs: manyRuns(random, 7, 24, asciiName, limitedTo) });
    const link = expectReturns(shared({ experiment: e }));
    console.log(`The same with every setting: ${link.length} characters`);
    expect(link.length).toBeLessThan(800);
  });
});

describe('codes in the registries', () => {
  test.each([
    ['variants', variants.map((v) => v.linkCode), 0],
    ['corpora', corpora.map((c) => c.linkCode), 1],
    ['tokenizers', tokenizers.map((t) => t.linkCode), 1],
    ['tasks', tasks.map((t) => t.linkCode), 1],
    ['settings', settings.map((s) => s.linkCode), 3],
    ...tasks.map(
      ({ id, knobs }) =>
        [`knobs of ${id}`, Object.values(knobs).map((k) => k.linkCode), 1] as [string, number[], number],
    ),
  ])('of %s are whole, distinct and not below their first', (_what, codes, first) => {
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(Number.isInteger(code) && code >= first).toBe(true);
  });
});

test('tells a link from a file', () => {
  const link = encodeLink(shared());
  for (const text of [link, link.slice(1), `https://example.org/lab/${link}`, 'http://localhost:5173/'])
    expect(looksLikeLink(text)).toBe(true);
  for (const text of ['experiments/first-look.json', '1.json', './2runs/a.json'])
    expect(looksLikeLink(text)).toBe(false);
});

// Links of every format as they were once given out. Never change one of them: add.
const stored: { what: string; link: string; shared: Shared }[] = JSON.parse(
  readFileSync(new URL('../fixtures/links/format-1.json', import.meta.url), 'utf8'),
).map((one: { shared: Shared & { view: { run: number; hiddenRuns: number[] } } }) => {
  // Experiments were written with bare ids as layers, which still parse.
  const parsed = parseExperiment(one.shared.experiment);
  if (!parsed.ok) throw new Error(parsed.message);
  // Their views name runs by their places.
  const { run, hiddenRuns, ...rest } = one.shared.view;
  const id = (place: number) => `run-${place + 1}`;
  const view = { ...defaultView, ...rest, runId: run === 0 ? null : id(run), hiddenRuns: hiddenRuns.map(id) };
  return { ...one, shared: { ...one.shared, experiment: parsed.experiment, view } };
});

describe('a link given out once', () => {
  test.each(stored)('means the same for ever: $what', ({ link, shared: meant }) => {
    const { shared: back, warnings } = opened(link);
    expect(back).toEqual(meant);
    expect(warnings).toEqual([]);
    expect(encodeLink(back)).toBe(link);
  });

  test('they use every code there is', () => {
    const used = stored.map(({ shared: { experiment } }) => experiment);
    const of = <T>(pick: (e: Experiment) => T[]) => new Set(used.flatMap(pick));
    expect(of((e) => e.runs.flatMap((run) => run.layers.map(({ variant }) => variant)))).toEqual(
      new Set(variantIds),
    );
    for (const { id, options } of variants) {
      for (const option of Object.keys(options)) {
        const values = of((e) =>
          e.runs.flatMap((run) =>
            run.layers.filter(({ variant }) => variant === id).map((layer) => layer[option as OptionId]),
          ),
        );
        expect(values.size, `stored links set ${option} of ${id}`).toBeGreaterThan(1);
      }
    }
    expect(of((e) => [e.corpus])).toEqual(new Set(['ownText', ...corpora.map((c) => c.id)]));
    expect(of((e) => [e.tokenizer])).toEqual(new Set(tokenizers.map((t) => t.id)));
    expect(of((e) => (e.task ? [e.task.id] : []))).toEqual(new Set(tasks.map((t) => t.id)));
    for (const { id, read } of settings)
      expect(of((e) => [read(e)]).size, `a stored link sets ${id}`).toBeGreaterThan(1);
  });
});
