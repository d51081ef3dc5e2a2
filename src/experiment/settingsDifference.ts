/** Describes how the shared settings of two experiments differ. */
import { isEqual } from 'es-toolkit';
import { corpora } from '../data/corpora';
import { getTask } from '../data/tasks';
import { getTokenizerKind } from '../data/tokenizers';
import { entryName, words } from '../format/words';
import type { Experiment } from './schema';
import { settingInWords, settings } from './settings';

/**
 * Lists what `other` has where `from` has something else, a few words each: "Width 128", "QK-norm on", "Stories". The task's
 * own settings are told as one.
 */
export function settingsDifference(from: Experiment, other: Experiment): string[] {
  const told: string[] = [];
  if (from.task?.id !== other.task?.id || (other.task === null && from.corpus !== other.corpus))
    told.push(dataName(other));
  else if (!isEqual(from.task, other.task)) told.push(words('settings.otherKnobs', 'other task settings'));
  if (other.task === null && from.tokenizer !== other.tokenizer)
    told.push(entryName('tokenizers', getTokenizerKind(other.tokenizer)));
  for (const setting of settings) {
    const value = setting.read(other);
    if (value !== setting.read(from)) told.push(settingInWords(setting, value));
  }
  return told;
}

/** Name of the task or the text that an experiment trains on. */
function dataName({ task, corpus }: Experiment): string {
  if (task) return entryName('tasks', getTask(task.id));
  const known = corpora.find(({ id }) => id === corpus);
  return known ? entryName('corpora', known) : words('corpora.ownText.name', 'Your own text');
}
