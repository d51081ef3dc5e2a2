// The languages of the page: each says what English says, with its own plurals and numbers.

import { sum } from 'es-toolkit';
import { afterEach, describe, expect, it, test } from 'vitest';
import { checkCatalogues, compareSentences, readSentences } from '../../scripts/lib/catalogues.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { principles } from '../../src/attention/principles';
import { variants } from '../../src/attention/variants';
import { corpora } from '../../src/data/corpora';
import { tasks } from '../../src/data/tasks';
import { tokenizers } from '../../src/data/tokenizers';
import { placements } from '../../src/experiment/placements';
import { sizePresets } from '../../src/experiment/presets';
import { settingGroups as groups, settings } from '../../src/experiment/settings';
import { formatAmount, formatBytes } from '../../src/format/bytes';
import { inEnglish, type NumberWords, numberWords, writeNumbersIn } from '../../src/format/language';
import { formatCount, formatFixed, formatMeasured, formatPercent, notFinite } from '../../src/format/numbers';
import { formatDateTime, formatDuration } from '../../src/format/times';
import { i18n, speak, t } from '../../src/i18n/i18n';
import { languageOf, languages, preferredLanguage } from '../../src/i18n/languages';
import { entryName, letWordsTravel, words, worded } from '../../src/format/words';

const english = languages[0] as (typeof languages)[number];
afterEach(() => speak(english));

describe.each(languages.filter(({ id }) => id !== 'en'))('$name', ({ id }) => {
  it('has every sentence, and none but those, with their placeholders and elements', () => {
    const own = readSentences(inRoot('src', 'i18n', id));
    const { missing, faults } = compareSentences(readSentences(inRoot('src', 'i18n', 'en')), own, id);
    expect({ missing, faults }).toEqual({ missing: [], faults: [] });
  });

  it('counts by its own plurals', async () => {
    await speak(languageOf(id)!);
    const plurals = new Intl.PluralRules(id);
    for (const count of [0, 1, 2, 5, 11, 21, 1000]) {
      const form = i18n.getResource(id, 'translation', `sweeps.size_${plurals.select(count)}`);
      expect(t('sweeps.size', { count, runs: formatCount(count) })).toBe(
        form.replace('{{runs}}', formatCount(count)),
      );
    }
  });
});

test('German and Chinese plurals', async () => {
  const runs = (count: number) => t('sweeps.size', { count, runs: formatCount(count) });
  expect([1, 2].map(runs)).toEqual(['1 run.', '2 runs.']);
  await speak(languageOf('de')!);
  expect([1, 2].map(runs)).toEqual(['1 Lauf.', '2 Läufe.']);
  await speak(languageOf('zh')!);
  expect([1, 2].map(runs)).toEqual(['1 个运行。', '2 个运行。']);
});

test('what a language lacks is counted, and a key or a placeholder of its own is a fault', () => {
  const sentences = new Map([
    ['a.name', 'Name of {{run}}'],
    ['a.key', 'Press <kbd/>'],
    ['a.rows_one', 'one row'],
    ['a.rows_other', '{{rows}} rows'],
    ['a.rows_zero', 'no rows'],
  ]);
  const german = new Map([
    ['a.name', 'Name von {{lauf}}'],
    ['a.rows_one', '{{rows}} Zeile'],
    ['a.more', 'Mehr'],
  ]);
  const found = compareSentences(sentences, german, 'de');
  expect(found.expected).toBe(4);
  expect(found.missing).toEqual(['a.key', 'a.rows_other']);
  expect(found.faults).toEqual([
    'a.name has other placeholders or elements: “Name von {{lauf}}”',
    'a.more is no key of the English catalogue.',
  ]);
  // Chinese has one form, Polish four.
  expect(compareSentences(sentences, new Map(), 'zh').missing).toEqual(['a.name', 'a.key', 'a.rows_other']);
  expect(compareSentences(sentences, new Map(), 'pl').missing).toHaveLength(6);
});

test('the static checks say how much of each language is there', () => {
  const { text, ok } = checkCatalogues(inRoot('src', 'i18n'));
  expect(ok).toBe(true);
  expect(text).toMatch(/^de: [\d]+ of [\d]+ sentences/m);
  expect(text).toMatch(/^zh: /m);
});

test.each([
  [['de-AT', 'en'], 'de'],
  [['ZH-hans-CN'], 'zh'],
  [['fr', 'zh-CN', 'de'], 'zh'],
  [['en-GB', 'de'], 'en'],
  [['fr-FR', 'x'], 'en'],
  [[], 'en'],
])('a reader who prefers %j reads %s', (tags, id) => {
  expect(preferredLanguage(tags).id).toBe(id);
});

test('a language that was asked for later is the one that is spoken', async () => {
  const late = { ...languageOf('de')!, id: 'late', fetch: async () => ({ default: {} }) };
  await Promise.all([speak(late), speak(english)]);
  expect(i18n.language).toBe('en');
});

describe('numbers', () => {
  const before = numberWords();
  const german: NumberWords = {
    tag: 'de',
    beyondNumbers: () => 'jenseits der Skala',
    notANumber: () => 'keine Zahl',
    underOneSecond: () => 'unter 1 s',
    part: (done, total) => `${done} von ${total}`,
    partOfTokens: (done, total) => `${done} von ${total} Tokens`,
    range: (low, high) => `${low} bis ${high}`,
    percent: (value) => `${value} %`,
  };
  afterEach(() => writeNumbersIn(before));

  it('follow the language that is set, and its words', () => {
    writeNumbersIn(german);
    expect(formatCount(12345.5)).toBe('12.345,5');
    expect(formatFixed(1.5, 2)).toBe('1,50');
    expect(formatPercent(0.5)).toBe('50,0 %');
    expect(formatBytes(1536)).toBe('1,5 KiB');
    expect(formatAmount(300, 2048, 'tokens')).toBe('300 von 2.048 Tokens');
    expect(formatMeasured(Number.POSITIVE_INFINITY, 2)).toBe('jenseits der Skala');
    expect(notFinite(Number.NaN)).toBe('keine Zahl');
    expect(formatDuration(0.5)).toBe('unter 1 s');
    expect(formatDateTime(Date.UTC(2026, 2, 4, 12))).toMatch(/^0?4\.0?3\.2026/);
  });

  it('are English in what leaves the app', () => {
    writeNumbersIn(german);
    expect(inEnglish(() => formatCount(12345.5))).toBe('12,345.5');
    expect(formatCount(0.5)).toBe('0,5');
    expect(() =>
      inEnglish(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(formatCount(0.5)).toBe('0,5');
  });
});

describe('words of the registries', () => {
  type Entry = { id: string } & Record<string, unknown>;
  const of = (registry: string, entries: readonly Entry[], fields: readonly string[]) =>
    entries.flatMap((entry) =>
      fields.filter((field) => entry[field]).map((field) => `${registry}.${entry.id}.${field}`),
    );
  const known = [
    ...of('corpora', corpora as never, ['name', 'description']),
    ...of('groups', groups as never, ['name']),
    ...of('placements', placements as never, ['name', 'description']),
    ...Object.keys(principles).flatMap((id) => [`principles.${id}.name`, `principles.${id}.meaning`]),
    ...of('settings', settings as never, ['name', 'help']),
    ...of('sizes', sizePresets as never, ['name', 'description']),
    ...of('tasks', tasks as never, ['name', 'isolates']),
    ...tasks.flatMap(({ id, knobs }) =>
      Object.keys(knobs).flatMap((knob) => [`tasks.${id}.${knob}.name`, `tasks.${id}.${knob}.help`]),
    ),
    ...of('tokenizers', tokenizers as never, ['name', 'description']),
    ...of('variants', variants as never, ['summary']),
  ];
  /** Names of books, which stay, and of groups that are drawn without a heading. */
  const stay = /^corpora\.(mobyDick|stateOfTheUnion)\.name$|^groups\.(main|corpus|tokenizer)\.name$/;

  it.each(['de', 'zh'])('are there in %s, and no others', async (id) => {
    await speak(languageOf(id)!);
    const said = known.filter((path) => i18n.exists(`entries.${path}`));
    expect(known.filter((path) => !said.includes(path) && !stay.test(path))).toEqual([]);
    const count = (words: unknown): number =>
      typeof words === 'string' ? 1 : sum(Object.values(words as object).map(count));
    expect(count(i18n.getResource(id, 'translation', 'entries'))).toBe(said.length);
  });

  it('are the entry’s own in English', async () => {
    const [first] = tasks;
    expect(entryName('tasks', first!)).toBe(first!.name);
    await speak(languageOf('de')!);
    expect(entryName('tasks', { id: 'recall', name: 'Associative recall' })).toBe('Assoziatives Erinnern');
    expect(entryName('tasks', { id: 'new', name: 'A new one' })).toBe('A new one');
  });
});
