// The languages of the page: each says what English says, with its own plurals and numbers.

import { afterEach, describe, expect, it, test } from 'vitest';
import {
  checkCatalogues,
  compareSentences,
  readSentences,
  readWords,
  wordsInCode,
} from '../../scripts/lib/catalogues.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { writtenIn } from '../../src/app/language';
import { principles } from '../../src/attention/principles';
import type { LayerOption } from '../../src/attention/variant';
import { variants } from '../../src/attention/variants';
import { corpora } from '../../src/data/corpora';
import { tasks } from '../../src/data/tasks';
import { tokenizers } from '../../src/data/tokenizers';
import { viewEntries } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { placements } from '../../src/experiment/placements';
import { sizePresets } from '../../src/experiment/presets';
import { readyExperiments } from '../../src/experiment/ready';
import { settingGroups as groups, settings } from '../../src/experiment/settings';
import { sweepKinds } from '../../src/experiment/sweeps';
import { formatAmount, formatBytes } from '../../src/format/bytes';
import { inEnglish, type NumberWords, numberWords, writeNumbersIn } from '../../src/format/language';
import { formatCount, formatFixed, formatMeasured, formatPercent, notFinite } from '../../src/format/numbers';
import { formatDateTime, formatDuration } from '../../src/format/times';
import { entryName, letWordsTravel, worded, words } from '../../src/format/words';
import { i18n, speak, t } from '../../src/i18n/i18n';
import { languageOf, languages, preferredLanguage } from '../../src/i18n/languages';
import { evaluations } from '../../src/measure/evals';
import { baselines } from '../../src/measure/evals/ngrams';
import { reasons } from '../../src/measure/evals/reasons';
import { chanceRow } from '../../src/measure/evals/table';
import { headScores } from '../../src/measure/heads';
import { layerMeasures } from '../../src/measure/layerMeasures';

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
  const { text, ok } = checkCatalogues(inRoot('src', 'i18n'), inRoot('src'));
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
    translated: () => null,
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

describe('words of what stands below the page', () => {
  type Entry = { id: string } & Record<string, unknown>;
  /** Texts of entries in English, by their keys. */
  const of = (registry: string, entries: readonly Entry[], fields: readonly string[]) =>
    entries.flatMap((entry) =>
      fields
        .filter((field) => entry[field])
        .map((field): [string, string] => [`${registry}.${entry.id}.${field}`, entry[field] as string]),
    );
  const optionsOf = variants.flatMap(({ id, options }) =>
    Object.entries(options as Readonly<Record<string, LayerOption>>).flatMap(
      ([option, { name, summary, choices }]) => [
        [`variants.${id}.${option}.name`, name],
        [`variants.${id}.${option}.summary`, summary],
        ...choices(64)
          .filter(({ label }) => !/\d/.test(label))
          .map(({ label }) => [`variants.${id}.${option}.${label}`, label]),
      ],
    ),
  ) as [string, string][];
  const sweepParameters = sweepKinds.flatMap(({ id, parameters }) =>
    Object.entries(parameters).flatMap(([parameter, own]) => [
      [`sweeps.${id}.${parameter}.name`, own.name],
      [`sweeps.${id}.${parameter}.help`, own.help],
      ...(own.kind === 'choice' && !own.registry ? own.choices(defaultExperiment()) : []).map((choice) => [
        `sweeps.${id}.${parameter}.${choice.id}`,
        choice.name,
      ]),
    ]),
  ) as [string, string][];
  const baselineEntries = [...baselines, chanceRow({ vocab: 2, chance: 0.5 })].map((one) => ({
    ...one,
    id: one.id.replace(/^baseline:/, ''),
  }));
  const ofEntries = new Map([
    ...of('baselines', baselineEntries as never, ['name', 'note']),
    ...of('corpora', corpora as never, ['name', 'description']),
    ...corpora.map(({ id, credit }): [string, string] => [`corpora.${id}.credit`, credit.text]),
    ...of('evaluations', evaluations as never, ['name', 'measures']),
    ...of('groups', groups as never, ['name']),
    ...of('headScores', headScores as never, ['name', 'definition', 'source']),
    ...of('layerMeasures', layerMeasures as never, ['name', 'definition', 'source']),
    ...layerMeasures.flatMap(({ id, spoke }): [string, string][] =>
      spoke ? [[`layerMeasures.${id}.short`, spoke.short]] : [],
    ),
    ...of('metrics', evaluations.flatMap(({ metrics }) => metrics) as never, ['name']),
    ...of('placements', placements as never, ['name', 'description']),
    ...Object.entries(principles).flatMap(([id, one]) =>
      of('principles', [{ id, ...one }], ['name', 'meaning']),
    ),
    ...of('ready', readyExperiments as never, ['name', 'title', 'paper']),
    ...Object.entries(reasons).map(([id, reason]): [string, string] => [`reasons.${id}`, reason]),
    ...of('settings', settings as never, ['name', 'help']),
    ...of('sizes', sizePresets as never, ['name', 'description']),
    ...of('sweeps', sweepKinds as never, ['name', 'sentence', 'axis']),
    ...sweepParameters,
    ...of('tasks', tasks as never, ['name', 'isolates']),
    ...tasks.flatMap(({ id, knobs }) =>
      Object.entries(knobs).flatMap(([knob, own]) =>
        of(`tasks.${id}`, [{ id: knob, ...own }], ['name', 'help']),
      ),
    ),
    ...of('tokenizers', tokenizers as never, ['name', 'description']),
    ...of('variants', variants as never, ['summary']),
    ...optionsOf,
    ...viewEntries.map(([id, { name }]): [string, string] => [`viewFields.${id}.name`, name]),
  ]);
  const known = new Map([...ofEntries, ...wordsInCode(inRoot('src'))]);
  /** Names of books and papers, which stay, and of groups that are drawn without a heading. */
  const stay =
    /^corpora\.(mobyDick|stateOfTheUnion)\.name$|^groups\.(main|corpus|tokenizer)\.name$|^headScores\.(?!truth).*\.source$/;

  it.each(['de', 'zh'])('are there in %s, with their placeholders, and no others', (id) => {
    const { missing, faults } = compareSentences(known, readWords(inRoot('src', 'i18n', id)), id);
    expect(faults).toEqual([]);
    expect(missing.filter((key) => !stay.test(key))).toEqual([]);
  });

  it('are the entry’s own in English, and where a language has none', async () => {
    const before = numberWords();
    const [first] = tasks;
    expect(entryName('tasks', first!)).toBe(first!.name);
    await speak(languageOf('de')!);
    writeNumbersIn(writtenIn(languageOf('de')!));
    expect(entryName('tasks', { id: 'recall', name: 'Associative recall' })).toBe('Assoziatives Erinnern');
    expect(entryName('tasks', { id: 'new', name: 'A new one' })).toBe('A new one');
    expect(inEnglish(() => entryName('tasks', first!))).toBe(first!.name);
    expect(words('new.sentence', 'At {{step}} of {{size}}', { step: 1234.5, size: { bytes: 1536 } })).toBe(
      'At 1.234,5 of 1,5 KiB',
    );
    writeNumbersIn(before);
  });
});

test('words that travelled are said in the language of where they arrive, and what only looks like them stays', async () => {
  const before = numberWords();
  letWordsTravel();
  const why = words('zip.tooLarge', 'is too large when unpacked: “{{path}}” has {{size}} bytes', {
    path: '{{size}} €',
    size: 123456,
  });
  const sent = `1: ${words('file.is', '{{file}} {{what}}.', { file: 'a.zip', what: why })} 2: ${words('new', 'New ±{{x}}', { x: { magnitude: Number.NaN } })}`;
  expect(sent).not.toContain('a.zip is');
  writeNumbersIn(before);
  expect(worded(sent)).toBe(
    '1: a.zip is too large when unpacked: “{{size}} €” has 123,456 bytes. 2: New ±NaN',
  );
  await speak(languageOf('de')!);
  writeNumbersIn(writtenIn(languageOf('de')!));
  expect(worded(sent)).toBe('1: a.zip ist ausgepackt zu groß: „{{size}} €“ hat 123.456 Bytes. 2: New ±NaN');
  writeNumbersIn(before);
  for (const text of [
    '\u{e000}x\u{e001}',
    '\u{e000}%5B1%5D\u{e001}',
    '\u{e000}%\u{e001}',
    '\u{e000}null\u{e001}',
  ])
    expect(worded(text)).toBe(text);
});
