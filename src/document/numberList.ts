/** Lists of numbers as schemas that check a list at once: one schema a number was most of what it took to open a recording. */

import { words } from '../format/words';
import { z } from '../zod';

/**
 * A list whose every member is as the check says.
 * @param is tells whether a value is a member
 * @param message what is wrong with a list that is none, for the reader
 */
function listOf(is: (value: unknown) => boolean, message: () => string) {
  // By index, as every() passes over holes.
  const isList = (value: unknown) => {
    if (!Array.isArray(value)) return false;
    for (let i = 0; i < value.length; i++) if (!is(value[i])) return false;
    return true;
  };
  return (most: number) =>
    z.custom<number[]>((value) => isList(value) && (value as unknown[]).length <= most, { error: message });
}

const noNumbers = () => words('wrong.numbers', 'it is no list of numbers, or too long');

/** Finite numbers, at most so many. */
export const numberList = listOf(Number.isFinite, noNumbers);

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** Whole numbers from 0 on, at most so many. */
export const countList = listOf(isCount, () => words('wrong.counts', 'it is no list of counts, or too long'));

const anyNumberList = listOf((value) => typeof value === 'number', noNumbers);

/** Numbers of any kind, NaN and infinities too, for which JSON has null; at most so many. */
export const measuredList = (most: number) =>
  z.preprocess(
    (value) => (Array.isArray(value) ? value.map((one) => (one === null ? Number.NaN : one)) : value),
    anyNumberList(most),
  );

/** Of a curve that has not as many steps as values. */
export const otherSteps = (): string => words('wrong.otherSteps', 'a curve has other steps than values');

/** Says what is wrong with a value that a schema refuses, for use within a sentence. */
export const wrongIn = ({ issues: [issue] }: z.ZodError): string => issue?.message ?? '';
