// Small draws and labels that several tasks make their sequences of.

import type { Random } from '../random';
import type { TaskSample } from './types';

/** `count` different integers from 0 to n - 1, in random order (the start of a Fisher-Yates shuffle). */
export function distinct(random: Random, count: number, n: number): number[] {
  const pool = Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + random.int(n - i);
    [pool[i], pool[j]] = [pool[j] as number, pool[i] as number];
  }
  return pool.slice(0, count);
}

/** `count` integers from 0 to n - 1, each drawn anew. */
export const draws = (random: Random, count: number, n: number): number[] =>
  Array.from({ length: count }, () => random.int(n));

/** `count` names: A, B, … Z, then A1, B1, … */
export const letters = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const letter = String.fromCharCode(65 + (i % 26));
    return i < 26 ? letter : `${letter}${Math.floor(i / 26)}`;
  });

/** `count` names: 0, 1, 2, … */
export const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

/** A sequence written from left to right until it is full; what is written beyond its end is dropped. */
export class Sequence {
  private readonly tokens: Int32Array;
  private readonly targets: Int32Array;
  private readonly hints: Int32Array;
  private length = 0;

  constructor(context: number) {
    this.tokens = new Int32Array(context);
    this.targets = new Int32Array(context).fill(-1);
    this.hints = new Int32Array(context).fill(-1);
  }

  get full(): boolean {
    return this.length >= this.tokens.length;
  }

  /** @param answer due at this token, @param hint asked for at it; none unless given */
  push(token: number, answer = -1, hint = -1): void {
    if (this.full) return;
    this.tokens[this.length] = token;
    this.targets[this.length] = answer;
    this.hints[this.length++] = hint;
  }

  done(): TaskSample {
    if (!this.full) throw new Error(`A sequence of ${this.tokens.length} tokens has only ${this.length}.`);
    const { tokens, targets, hints } = this;
    return { tokens, targets, hints };
  }
}

/** Writes `prompt`, then `answers` one after the other: each is due at the token before it. */
export function pushAnswers(sequence: Sequence, prompt: number, answers: readonly number[]): void {
  answers.forEach((answer, i) => {
    sequence.push(i === 0 ? prompt : (answers[i - 1] as number), answer);
  });
}
