/** Names a training by all that it depends on, so that what is stored of it is found again. */
import { isPlainObject } from 'es-toolkit';
import { hashLabel } from '../../data/random';
import type { Training } from './resultsArchive';

/** Gives the same key for runs that train to the same weights, step by step, on one engine. */
export function trainingKey({ text, ...training }: Training): string {
  const own = text && [text.text.length, hashLabel(text.text)];
  return JSON.stringify([training, own], inOrder);
}

/** The fields of an object in the order of their names, whichever they were written in. */
const inOrder = (_key: string, value: unknown): unknown =>
  isPlainObject(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
