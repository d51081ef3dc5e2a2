/** Passages for the last-word evaluation, from held-out text or brought by it, and their tokens. */
import type { EvalData, Passage, Request } from './types';

/** A word that is asked for has at least so many letters; shorter ones are mostly those that stand in any text. */
const shortestWord = 4;

/**
 * Passages of held-out text of about a context whose last word, whole, already stood earlier in the passage, from one
 * window each, in the order of the text.
 * @param count how many are wanted; fewer come back where the text has fewer
 */
export function findPassages({ validation, context, tokenizer }: EvalData, count: number): Passage[] {
  const found: Passage[] = [];
  for (let start = 0; start + context <= validation.length; start += context) {
    const passage = passageOf(tokenizer.decode(validation.subarray(start, start + context)));
    if (passage) found.push(passage);
  }
  if (found.length <= count) return found;
  // Spread over the whole of the text.
  return Array.from({ length: count }, (_, i) => found[Math.floor((i * found.length) / count)] as Passage);
}

/** The text up to the last word in it that came before, where there is one. Words cut by the text's ends do not count. */
export function passageOf(text: string): Passage | null {
  const words = [...text.matchAll(/[\p{L}\p{M}]+/gu)].filter(
    ({ 0: word, index }) => index > 0 && index + word.length < text.length,
  );
  for (let last = words.length - 1; last > 0; last--) {
    const { 0: answer, index } = words[last] as RegExpExecArray;
    if ([...answer].length < shortestWord) continue;
    if (words.slice(0, last).some(([word]) => word === answer)) return { text: text.slice(0, index), answer };
  }
  return null;
}

/**
 * The passage's tokens, asked for from the answer's first on, with the white space before it, as
 * lm-evaluation-harness splits them. What does not fit the context is cut from its start. null where the answer is no
 * token of its own or alone does not fit.
 */
export function passageRequest(passage: Passage, { context, tokenizer }: EvalData): Request | null {
  const before = textBefore(passage);
  const whole = tokenizer.encode(before + passage.answer);
  const from = tokenizer.encode(before.trimEnd()).length;
  const cut = Math.max(0, whole.length - (context + 1));
  if (from >= whole.length || from - cut < 1) return null;
  return { tokens: whole.subarray(cut), from: from - cut };
}

/** All before the answer, parted from it by a space where it would run into it. */
function textBefore({ text, answer }: Passage): string {
  const bare = text.replace(/[^\p{L}\p{M}\p{N}]+$/u, '');
  const before = bare.endsWith(answer) ? bare.slice(0, -answer.length) : text;
  return /[\p{L}\p{M}\p{N},.;:!?]$/u.test(before) ? `${before} ` : before;
}
