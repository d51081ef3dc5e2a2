// Names of a model's tokens: a tokenizer's text, or the symbols of a task.

import { entryName, words } from '../format/words';
import { type ChosenTask, chosenTask, shownSample, type TaskChoice } from './tasks';
import type { Tokenizer } from './tokenizers';

/** @see Tokenizer; here `encode` may throw an Error with a sentence about what is no token. */
export type Vocabulary = Pick<Tokenizer, 'encode' | 'unknown' | 'decode' | 'stream' | 'tokenText'>;

/** Makes the vocabulary of a task, whose tokens are written with a space between them. */
export function taskVocabulary({ task, tokens }: ChosenTask): Vocabulary {
  const ids = new Map(tokens.map((name, id) => [name, id]));
  const tokenText = (id: number) => {
    const name = tokens[id];
    if (name === undefined) throw new RangeError(`There is no token ${id}: the task has ${tokens.length}.`);
    return name;
  };
  return {
    tokenText,
    // Refused by `encode`.
    unknown: () => [],
    decode: (encoded) => Array.from(encoded, tokenText).join(' '),
    stream: () => ({ push: (id) => ` ${tokenText(id)}`, end: () => '' }),
    encode(text) {
      const names = text.split(/\s+/).filter((name) => name !== '');
      return Int32Array.from(names, (name) => {
        const id = ids.get(name);
        if (id !== undefined) return id;
        throw new Error(
          words('task.noToken', '{{task}} has no token “{{token}}”. It has: {{tokens}}', {
            task: entryName('tasks', task),
            token: name,
            tokens: tokens.join(' '),
          }),
        );
      });
    },
  };
}

/** Writes the nth sample to be shown as text. @see shownSample */
export const sampleText = (choice: TaskChoice, context: number, seed: number, n: number): string =>
  taskVocabulary(chosenTask(choice)).decode(shownSample(choice, context, seed, n).tokens);
