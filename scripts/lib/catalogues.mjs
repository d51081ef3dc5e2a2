// Compares the sentences of each language with the English ones: src/i18n.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {Map<string, string>} Sentences by key */

const plural = /_(zero|one|two|few|many|other)$/;

/** Words of registries' entries, which in English stand in the entries; tests/unit/languages.test.ts holds them to those. */
const ofEntries = 'entries.json';

/** Reads a language's sentences. @param {string} folder @returns {Sentences} */
export function readSentences(folder) {
  /** @type {Sentences} */
  const sentences = new Map();
  /** @param {string} key @param {unknown} value */
  const add = (key, value) => {
    if (typeof value === 'string') sentences.set(key, value);
    else for (const [name, part] of Object.entries(value ?? {})) add(`${key}.${name}`, part);
  };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json') && name !== ofEntries))
    add(file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return sentences;
}

/** Lists what a sentence must keep: its placeholders and elements. @param {string} sentence */
const partsOf = (sentence) =>
  (sentence.match(/\{\{.*?\}\}|<\/?\w+\s*\/?>/g) ?? [])
    .map((part) => part.replaceAll(/\s/g, ''))
    .sort()
    .join(' ');

/**
 * Finds what a language lacks, which the page says in English, and what is wrong in it: a key that English does not have,
 * or a sentence with other placeholders or elements. It has the forms of plurals that `Intl.PluralRules` names for it;
 * one of them may leave out what one of the English forms does.
 * @param {Sentences} english
 * @param {Sentences} other
 * @param {string} language BCP 47
 * @returns {{ expected: number, missing: string[], faults: string[] }}
 */
export function compareSentences(english, other, language) {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  /** @type {Map<string, Set<string>>} what each sentence may have, by key */
  const expected = new Map();
  const optional = new Set();
  for (const [key, sentence] of english) {
    const base = key.replace(plural, '');
    if (base === key || !english.has(`${base}_other`)) {
      expected.set(key, new Set([partsOf(sentence)]));
      continue;
    }
    // Of zero a language may say something else, and need not.
    const zero = `${base}_zero`;
    if (key === zero) optional.add(zero);
    for (const form of [
      ...categories.map((category) => `${base}_${category}`),
      ...(key === zero ? [zero] : []),
    ])
      expected.set(form, (expected.get(form) ?? new Set()).add(partsOf(sentence)));
  }
  const missing = [...expected.keys()].filter((key) => !optional.has(key) && !other.has(key));
  const faults = [...other].flatMap(([key, sentence]) => {
    const allowed = expected.get(key);
    if (!allowed) return [`${key} is no key of the English catalogue.`];
    return allowed.has(partsOf(sentence)) ? [] : [`${key} has other placeholders or elements: “${sentence}”`];
  });
  return { expected: expected.size - optional.size, missing, faults };
}

/**
 * Compares every language beside English.
 * @param {string} folder with a folder of each language
 * @returns {{ text: string, ok: boolean }} a line a language and a line a fault; ok unless there is a fault
 */
export function checkCatalogues(folder) {
  const english = readSentences(join(folder, 'en'));
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'en')
    .map(({ name }) => ({ name, ...compareSentences(english, readSentences(join(folder, name)), name) }));
  return {
    text: found
      .flatMap(({ name, expected, missing, faults }) => [
        `${name}: ${expected - missing.length} of ${expected} sentences${missing.length > 0 ? `; the rest is in English (${missing[0]} is the first)` : ''}`,
        ...faults.map((fault) => `${name}: ${fault}`),
      ])
      .join('\n'),
    ok: found.every(({ faults }) => faults.length === 0),
  };
}
