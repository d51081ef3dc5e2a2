// Compares the sentences of each language with the English ones: src/i18n.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {Map<string, string>} Sentences by key */

const plural = /_(zero|one|two|few|many|other)$/;

/** Words of what stands below the page, which in English stand in the code: of registries' entries, and of `words('key', '…')`. */
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

/** Reads a language's words of what stands below the page, as `tasks.recall.name`. @param {string} folder @returns {Sentences} */
export function readWords(folder) {
  return flattened(JSON.parse(readFileSync(join(folder, ofEntries), 'utf8')));
}

/** @param {unknown} value @returns {Sentences} by path */
function flattened(value, path = '') {
  if (typeof value === 'string') return new Map([[path, value]]);
  const parts = Object.entries(value ?? {});
  return new Map(
    parts.flatMap(([name, part]) => [...flattened(part, path === '' ? name : `${path}.${name}`)]),
  );
}

const call = /\bwords\(\s*'([\w.]+)',\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g;

/**
 * Finds what code says in English where it is needed: `words('link.cut', 'The link is cut off.')`.
 * @param {string} folder of sources
 * @returns {Sentences} @throws {Error} where two say something else under one key
 */
export function wordsInCode(folder) {
  /** @type {Sentences} */
  const found = new Map();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    for (const [, key, literal] of readFileSync(join(folder, file), 'utf8').matchAll(call)) {
      const sentence = /** @type {string} */ (literal).slice(1, -1).replaceAll(/\\(.)/g, '$1');
      const other = found.get(/** @type {string} */ (key));
      if (other !== undefined && other !== sentence)
        throw new Error(`“${sentence}” and “${other}” have the key ${key}.`);
      found.set(/** @type {string} */ (key), sentence);
    }
  }
  return found;
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
 * @param {string} sources whose `words` are compared too
 * @returns {{ text: string, ok: boolean }} a line a language and a line a fault; ok unless there is a fault
 */
export function checkCatalogues(folder, sources) {
  const inCode = wordsInCode(sources);
  const english = new Map([...readSentences(join(folder, 'en')), ...inCode]);
  /** @param {string} name @returns {Sentences} */
  const sentencesOf = (name) => {
    const known = [...readWords(join(folder, name))].filter(([key]) => inCode.has(key));
    return new Map([...readSentences(join(folder, name)), ...known]);
  };
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'en')
    .map(({ name }) => ({ name, ...compareSentences(english, sentencesOf(name), name) }));
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
