/** Describes how the shared settings of two experiments differ. */
import { isEqual } from 'es-toolkit';
import { corpora } from '../data/corpora';
import { tasks } from '../data/tasks';
import { getTokenizerKind } from '../data/tokenizers';
import { formatExact } from '../format/numbers';
import type { Experiment } from './schema';
import { settings } from './settings';

/**
 * Lists what `other` has where `from` has something else, a few words each: "Width 128", "QK-norm on", "Stories". The task's
 * own settings are told as one.
 */
export function settingsDifference(from: Experiment, other: Experiment): string[] {
  const words: string[] = [];
  if (from.task?.id !== other.task?.id || (other.task === null && from.corpus !== other.corpus))
    words.push(dataName(other));
  else if (!isEqual(from.task, other.task)) words.push('other task settings');
  if (other.task === null && from.tokenizer !== other.tokenizer)
    words.push(getTokenizerKind(other.tokenizer).name);
  for (const { name, read } of settings) {
    const value = read(other);
    if (value === read(from)) continue;
    words.push(`${name} ${typeof value === 'number' ? formatExact(value) : value ? 'on' : 'off'}`);
  }
  return words;
}

/** Name of the task or the text that an experiment trains on. */
function dataName({ task, corpus }: Experiment): string {
  if (task) return tasks.find(({ id }) => id === task.id)?.name ?? task.id;
  return corpora.find(({ id }) => id === corpus)?.name ?? 'Your own text';
}
