// How tasks say which keys are the right ones: see Task.rightKeys.

import type { RightKeys } from './task';

/** Asks for the keys of each position from `from` on. @param find none where no answer is due, or no key is right */
export const keysBy = (tokens: Int32Array, find: (t: number) => readonly number[], from = 0): RightKeys =>
  Array.from(tokens, (_, t) => {
    const keys = t < from ? [] : find(t);
    return keys.length > 0 ? keys : null;
  });

/** Lists the positions before t that have the same token, rising. */
export function earlier(tokens: Int32Array, t: number): number[] {
  const found: number[] = [];
  for (let at = tokens.indexOf(tokens[t] as number); at < t; at = tokens.indexOf(tokens[t] as number, at + 1))
    found.push(at);
  return found;
}

/**
 * Finds what is given before the sign, of a task whose blank and sign are the last two tokens.
 * @returns where the sign is, and where what is no blank stands before it; beyond the end and nothing where there is no sign
 */
export function givenBefore(tokens: Int32Array, blank: number): { sign: number; places: number[] } {
  const sign = tokens.indexOf(blank + 1);
  if (sign < 0) return { sign: tokens.length, places: [] };
  const places = Array.from(tokens.subarray(0, sign), (token, t) => (token === blank ? -1 : t));
  return { sign, places: places.filter((t) => t >= 0) };
}
