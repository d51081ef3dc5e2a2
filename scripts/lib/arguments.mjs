// Reads command lines, and refuses them with a sentence; writes their words.

import { parseArgs } from 'node:util';
import { errorMessage, PlainError } from './process.mjs';

/**
 * The options of the command line and what stands between them.
 * @template {import('node:util').ParseArgsConfig} T
 * @param {T} config
 * @param {string} usage what there is, for a refusal
 * @returns {ReturnType<typeof parseArgs<T>>}
 * @throws {PlainError} where there is an option that is not there, or one that is given twice
 */
export function parseOptions(config, usage) {
  try {
    const { tokens } = parseArgs({ ...config, tokens: true });
    const given = (tokens ?? []).flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = given.find((name, i) => given.indexOf(name) < i);
    if (twice !== undefined) throw new Error(`--${twice} is given twice.`);
    return parseArgs(config);
  } catch (error) {
    throw new PlainError(`${errorMessage(error)}\n${usage}`);
  }
}

/**
 * The whole number that an option gives.
 * @param {string} name of the option
 * @param {string} text
 * @throws {PlainError} where it is none from 1
 */
export function wholeNumber(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new PlainError(`--${name} takes a whole number from 1, not "${text}".`);
  return number;
}

/** `wholeNumber` of an option that may be left out. @param {string} name @param {string | undefined} text */
export const wholeNumberIfAny = (name, text) => (text === undefined ? undefined : wholeNumber(name, text));

/**
 * Writes a word of a command so that a POSIX shell takes it as it is: in quotes in which nothing is expanded.
 * @param {string} word
 */
export const shellWord = (word) => (/^[\w./=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
