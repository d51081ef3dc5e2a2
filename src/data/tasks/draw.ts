// Small draws and labels that several tasks make their sequences of.

import { range } from 'es-toolkit';
import type { Random } from '../random';
import type { TaskSample } from './task';

/** Draws `count` different integers from 0 to n - 1, in random order (the start of a Fisher-Yates shuffle). */
export function distinct(random: Random, count: number, n: number): number[] {
  const pool = range(n);
  for (let i = 0; i < count; i++) {
    const j = i + random.int(n - i);
    [pool[i], pool[j]] = [pool[j] as number, pool[i] as number];
  }
  return pool.slice(0, count);
}

/** Draws `count` integers from 0 to n - 1, with replacement. */
export const draws = (random: Random, count: number, n: number): number[] =>
  range(count).map(() => random.int(n));

/** Makes `count` names: A, B, … Z, then A1, B1, … */
export const letters = (count: number): string[] =>
  range(count).map((i) => {
    const letter = String.fromCharCode(65 + (i % 26));
    return i < 26 ? letter : `${letter}${Math.floor(i / 26)}`;
  });

/** Makes `count` names: 0, 1, 2, … */
export const numbers = (count: number): string[] => range(count).map(String);

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

  /** Tells whether nothing more can be written. */
  get full(): boolean {
    return this.length >= this.tokens.length;
  }

  /** Writes a token. @param answer due at it @param hint asked for at it in training; none unless given */
  push(token: number, answer = -1, hint = -1): void {
    if (this.full) return;
    this.tokens[this.length] = token;
    this.targets[this.length] = answer;
    this.hints[this.length++] = hint;
  }

  /** Ends the sequence. Throws an Error where it is not full. */
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
