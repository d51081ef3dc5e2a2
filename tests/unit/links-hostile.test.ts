// Links that are cut, corrupt, from a later version or hostile: a sentence, what can be kept, and nothing else.

import { deflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { baseSettings } from '../../src/document/link/base';
import { BitReader, BitWriter, UnreadableError } from '../../src/document/link/bits';
import { decodeLink, encodeLink, sealed } from '../../src/document/link/link';
import { readText, writeText } from '../../src/document/link/values';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { stack } from '../support/stack';

const ownProperties = Object.getOwnPropertyNames(Object.prototype).length;
afterEach(() => expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(ownProperties));

const first = encodeLink({ experiment: defaultExperiment(), view: defaultView, text: null, curves: null });
/** A link of these sections, each with a check that is right. */
const made = (...sections: [kind: string, body: BitWriter][]) =>
  `#1${sections.map(([kind]) => kind).join('')}.${sections.map(([kind, body]) => sealed(kind, body.done())).join('.')}`;

/** A number as a link writes it, whatever its characters. */
function digits(to: BitWriter, text: string): BitWriter {
  for (const digit of text) to.bits('0123456789.e-'.indexOf(digit), 4);
  return to.bits(15, 4);
}
const record = (...entries: [code: number, digits: string][]) =>
  entries.reduce((to, [code, text]) => digits(to.whole(code, 5), text), new BitWriter()).whole(0, 5);

function run(layers: number[] = [0], name = 'A run'): ['r', BitWriter] {
  const to = new BitWriter().whole(layers.length, 5);
  for (const layer of layers) to.bits(layer, 3);
  writeText(to, name);
  return ['r', to];
}

function opened(link: string) {
  const decoded = decodeLink(link);
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded;
}
const refusal = (link: string) => {
  const decoded = decodeLink(link);
  return decoded.ok ? 'It was taken.' : decoded.message;
};

describe('refused with a sentence', () => {
  test.each([
    ['', /^This is not a link of Attention Lab/],
    ['#', /^This is not a link/],
    ['#main', /^This is not a link/],
    ['#__proto__', /^This is not a link/],
    ['#1', /^This link is damaged at its beginning/],
    ['#0r.abc', /^This link is damaged at its beginning/],
    [
      '#2srr.abc',
      /^This link is of format 2, made by a later version of the lab; this one reads up to 1\. Reload/,
    ],
    [`#1${'r'.repeat(9000)}.`, /^This link is damaged at its beginning/],
    [`#1r.${'A'.repeat(1e6)}`, /^This link has 1,000,003 characters/],
    [first.slice(0, 8), /^None of the link’s runs could be read\. Ask for the link again\./],
    ['#1k.AAAA', /^None of the link’s runs could be read/],
  ])('%.20s', (link, sentence) => expect(refusal(link)).toMatch(sentence));
});

describe('keeps what can be kept', () => {
  test('of a link that is cut anywhere, the runs before the cut', () => {
    for (let length = first.length - 1; length > 5; length--) {
      const decoded = decodeLink(first.slice(0, length));
      if (!decoded.ok) continue;
      const { shared, warnings } = decoded;
      expect(warnings[0]).toBe('The link is cut off or damaged at its end.');
      const { runs } = defaultExperiment();
      expect(shared.experiment.runs.length).toBeLessThan(runs.length);
      expect(shared.experiment.runs.map(({ layers }) => layers)).toEqual(
        runs.slice(0, shared.experiment.runs.length).map(({ layers }) => layers),
      );
    }
  });

  test('of a link with one run damaged, the others', () => {
    const [head, one, two, three] = first.split('.') as [string, string, string, string];
    const { shared, warnings } = opened([head, one, `${two.slice(0, 9)}!${two.slice(10)}`, three].join('.'));
    expect(shared.experiment.runs.map(({ name }) => name)).toEqual(['All standard', 'Interleaved']);
    expect(warnings).toEqual(['Of the link, run 2 could not be read: that part is damaged or missing.']);
  });

  test('what a chat puts behind an address is no part of it', () => {
    for (const end of ['.', ')', '>', '"', '…', '.)', ' ']) {
      expect(opened(`http://localhost/lab/${first}${end}`).warnings).toEqual([]);
    }
  });

  test('a variant, a text, a tokenizer, a task and settings that a later version may have', () => {
    const task = new BitWriter().whole(999, 4).append(record([1, '4']));
    const link = made(
      ['s', record([1, '77'], [2, '88'], [6, '7'], [500, '3'])],
      ['k', task],
      run(),
      ['r', new BitWriter().whole(1, 5).bits(7, 3).whole(40, 3)],
      ['z', new BitWriter().bits(1, 6)],
    );
    const { shared, warnings } = opened(link);
    expect(shared.experiment).toEqual({
      ...baseSettings,
      steps: 7,
      moreSteps: 0,
      runs: [{ id: 'run-1', name: 'A run', layers: stack('standard') }],
    });
    expect(warnings).toEqual([
      'A part of the link is of a kind that this version of the lab does not know.',
      'The link asks for a text that this version of the lab does not know; Moby-Dick is used.',
      'The link asks for a tokenizer that this version of the lab does not know; Characters is used.',
      'The link sets something that this version of the lab does not know; it was left out.',
      'The link asks for a task that this version of the lab does not know; the runs learn a text.',
      'Of the link, run 2 could not be read: it has a variant of attention that this version of the lab does not know.',
    ]);
  });

  test.each([
    [6, '9e999', 'Steps: the link has Infinity, so 600 is used.'],
    [6, '99999999999999999999', 'Steps: the link has 100000000000000000000, so 600 is used.'],
    [6, '1e', 'Steps: the link has no number, so 600 is used.'],
    [6, '', 'Steps: the link has no number, so 600 is used.'],
    [7, '-1', 'Learning rate: the link has -1, so 0.003 is used. Give a number above 0'],
    [3, '1e9', 'Width: the link has 1000000000, so 64 is used. Give a whole number from 8 to 1,024.'],
    [9, '5', 'Heads: the link has 5, so 4 is used. 5 heads do not divide a width of 64'],
    [12, '7', 'QKV bias: the link has 7, so on is used. It is 0 or 1.'],
    [3, '90', 'The link’s settings do not go together, so all of them are at their defaults.'],
  ])('setting %i of %j is at its default', (code, text, sentence) => {
    const { shared, warnings } = opened(made(['s', record([code, text])], run()));
    expect(shared.experiment).toMatchObject(baseSettings);
    expect(warnings.at(-1)).toContain(sentence);
  });

  test('minus zero is zero, as no setting is written so', () => {
    const { shared, warnings } = opened(made(['s', record([26, '-0'])], run()));
    expect(warnings).toEqual([]);
    expect(shared.experiment.moreSteps).toBe(0);
    expect(opened(encodeLink(shared)).shared).toEqual(shared);
  });

  test('a knob, or a task, that does not fit', () => {
    const recall = (pairs: string) =>
      new BitWriter().whole(1, 4).append(record([1, pairs], [2, '8'], [3, '1']));
    const odd = opened(made(['k', recall('5')], run()));
    expect(odd.shared.experiment.task?.knobs).toEqual({ pairs: 4, values: 8, hints: 1 });
    expect(odd.warnings).toEqual([
      'Associative recall: Pairs is one of 2, 4, 8, 16, which the link’s value is not; 4 is used.',
    ]);
    const long = opened(made(['s', record([4, '8'])], ['k', recall('16')], run()));
    expect(long.shared.experiment).toMatchObject({ task: null, model: { context: 8 } });
    expect(long.warnings[0]).toMatch(/^The link’s task does not fit, so the runs learn a text\. Associative/);
  });

  test('no more runs and layers than there can be, and no name that is too long', () => {
    const { shared, warnings } = opened(made(...Array.from({ length: 12 }, () => run())));
    expect(shared.experiment.runs).toHaveLength(8);
    expect(warnings[0]).toMatch(/^The link has 12 runs; the first 8 are here/);
    const deep = opened(made(run(), run(Array(25).fill(1)), run([1], 'x'.repeat(61)), run([])));
    expect(deep.shared.experiment.runs).toHaveLength(1);
    expect(deep.warnings).toEqual([
      'Of the link, run 2 could not be read: it has 25 layers, and a stack has 1 to 24.',
      'Of the link, run 3 could not be read: a text is too long.',
      'Of the link, run 4 could not be read: it has 0 layers, and a stack has 1 to 24.',
    ]);
  });

  test('a view that points at nothing', () => {
    const view = record([1, '7'], [2, '-3'], [5, '2'], [6, '99'], [7, '1'], [8, '255'], [99, '1']).bits(0, 1);
    const { shared, warnings } = opened(made(run(), ['v', view]));
    expect(shared.view).toEqual(defaultView);
    expect(warnings).toHaveLength(1);
  });

  test('curves that go back, leave their bounds or never end', () => {
    for (const curves of [
      new BitWriter().whole(2, 6).whole(5, 3).whole(2, 4).whole(0, 3).whole(2, 4),
      new BitWriter().whole(1, 6).whole(5, 3).whole(1, 4),
      new BitWriter().whole(1, 6).whole(500_000, 3).whole(2, 4),
      new BitWriter().whole(1e9, 6),
    ]) {
      const { shared, warnings } = opened(made(run(), ['c', curves]));
      expect(shared.curves).toBeNull();
      expect(warnings).toHaveLength(1);
    }
  });
});

describe('a text that unpacks to more than it may', () => {
  const bomb = (bytes: Uint8Array) => {
    const to = new BitWriter().bits(3, 2).whole(bytes.length, 6);
    for (const byte of bytes) to.bits(byte, 8);
    return to.done();
  };
  test('is not unpacked further', () => {
    const packed = new Uint8Array(deflateRawSync(new Uint8Array(50_000_000).fill(97)));
    const some = packed.slice(0, 9000);
    for (const bytes of [packed, some])
      expect(() => readText(new BitReader(bomb(bytes)), 20_000)).toThrow(UnreadableError);
    expect(() =>
      readText(new BitReader(bomb(new Uint8Array(deflateRawSync(new Uint8Array(61).fill(97))))), 60),
    ).toThrow(UnreadableError);
  });
  test('and one that fits is', () => {
    const to = new BitWriter();
    writeText(to, 'a'.repeat(20_000));
    expect(readText(new BitReader(to.done()), 20_000)).toBe('a'.repeat(20_000));
  });
});
