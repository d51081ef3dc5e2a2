/** Passages for the last-word evaluation, from held-out text or brought by it, and their tokens. */
import { nextTokens } from './score';
import type { HeldOutText, Passage, Request } from './types';

/** A word that is asked for has at least so many letters; shorter ones are mostly those that stand in any text. */
const shortestWord = 4;

/**
 * Finds passages of held-out text of about a context whose last word, whole, already stood earlier in the passage, from one
 * window each, in the order of the text.
 * @param count how many are wanted; fewer come back where the text has fewer
 */
export function findPassages({ tokens, tokenizer }: HeldOutText, context: number, count: number): Passage[] {
  const found: Passage[] = [];
  for (let start = 0; start + context <= tokens.length; start += context) {
    const passage = passageOf(tokenizer.decode(tokens.subarray(start, start + context)));
    if (passage) found.push(passage);
  }
  if (found.length <= count) return found;
  // Spread over the whole of the text.
  return Array.from({ length: count }, (_, i) => found[Math.floor((i * found.length) / count)] as Passage);
}

/** Cuts the text up to and with the last word in it that came before, or null. Words cut by its ends do not count. */
export function passageOf(text: string): Passage | null {
  const words = [...text.matchAll(/[\p{L}\p{M}]+/gu)].filter(
    ({ 0: word, index }) => index > 0 && index + word.length < text.length,
  );
  for (let last = words.length - 1; last > 0; last--) {
    const { 0: word, index } = words[last] as RegExpExecArray;
    if ([...word].length < shortestWord || !words.slice(0, last).some(([earlier]) => earlier === word))
      continue;
    const before = text.slice(0, index).trimEnd();
    return { text: before, answer: text.slice(before.length, index + word.length) };
  }
  return null;
}

/**
 * Makes a request of the passage's tokens, asked for from the answer's first on, as lm-evaluation-harness splits them.
 * @returns null where the
 * answer is no token of its own, or the passage does not fit the context: cut at its start, as the harness does, it may
 * lose what tells the answer.
 */
export function passageRequest(
  { text, answer }: Passage,
  tokenizer: HeldOutText['tokenizer'],
  context: number,
): Request | null {
  const whole = tokenizer.encode(text + answer);
  const from = tokenizer.encode(text).length;
  const fits = whole.length <= context + 1 && from >= 1 && from < whole.length;
  return fits ? nextTokens(whole, from) : null;
}
