/** What a run was trained on, as far as losses are compared: those on another text, or on other tokens of it, say nothing of each other. */
import { isEqual, uniq } from 'es-toolkit';
import { corpora, ownTextId } from '../../../data/corpora';
import { getTask } from '../../../data/tasks';
import { getTokenizerKind } from '../../../data/tokenizers';
import { textHash } from '../../../document/link/textSection';
import type { Experiment } from '../../../experiment/schema';
import { settingInWords, settings, valueOfSetting } from '../../../experiment/settings';
import { entryName, inSentence, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import type { OwnText } from '../../../runtime/protocol';

/** A task with its settings; or a text with its tokens. */
export interface Learned extends Pick<Experiment, 'task' | 'corpus' | 'tokenizer'> {
  /** null where the text, or the tokenizer, has one size alone. */
  corpusSize: number | null;
  vocabSize: number | null;
  /** What one's own text is known by (textHash); null where none is trained on, undefined where that is not told. */
  textHash: number | null | undefined;
}

/** Says what an experiment is trained on. @param hash see Learned */
export function learnedOf(experiment: Experiment, hash: Learned['textHash']): Learned {
  const { task, corpus, corpusSize, tokenizer, vocabSize } = experiment;
  return {
    task,
    corpus,
    tokenizer,
    corpusSize: corpora.some(({ id, sized }) => id === corpus && sized) ? corpusSize : null,
    vocabSize: getTokenizerKind(tokenizer).sized ? vocabSize : null,
    textHash: task === null && corpus === ownTextId ? hash : null,
  };
}

/** Says what the page trains on. */
export const learnedHere = (experiment: Experiment, ownText: OwnText | null): Learned =>
  learnedOf(experiment, ownText ? textHash(ownText.text) : null);

/** Tells whether losses on the one are comparable with losses on the other. */
export const isSameLearned = (a: Learned, b: Learned): boolean =>
  a.task || b.task ? isEqual(a.task, b.task) : isEqual(a, b);

/**
 * Lists the distinct tasks and texts by name. One that has the same name as the page's is listed with the settings that differ.
 * @param here what the page trains on
 */
export function learnedNames(all: readonly Learned[], here: Learned): string {
  const names = all.map((learned) => {
    const name = learnedName(learned);
    const others = name === learnedName(here) ? otherSettings(learned, here) : [];
    return others.length > 0 ? `${name} (${others.join(', ')})` : name;
  });
  return uniq(names).join('; ');
}

/** What is learned has settings of its own, which differ under one name: "Pairs 4", "Vocabulary 512", "another text". */
function otherSettings(learned: Learned, here: Learned): string[] {
  const { task } = learned;
  if (task)
    return Object.entries(getTask(task.id).knobs).flatMap(([id, knob]) => {
      const value = task.knobs[id] ?? knob.default;
      if (value === (here.task?.knobs[id] ?? knob.default)) return [];
      return [valueOfSetting(words(`tasks.${task.id}.${id}.name`, knob.name), value)];
    });
  const sizes = (['corpusSize', 'vocabSize'] as const).flatMap((id) => {
    const setting = settings.find((one) => one.id === id);
    const value = learned[id];
    return setting && value !== null && value !== here[id] ? [settingInWords(setting, value)] : [];
  });
  return learned.textHash === here.textHash ? sizes : [t('app.readOnly.otherText'), ...sizes];
}

/** Names it in a few words: "Moby-Dick, characters". */
function learnedName({ task, corpus, tokenizer }: Learned): string {
  if (task) return entryName('tasks', getTask(task.id));
  const known = corpora.find(({ id }) => id === corpus);
  return t('figures.facts.text', {
    text: known ? entryName('corpora', known) : t('figures.facts.ownText'),
    tokenizer: inSentence(entryName('tokenizers', getTokenizerKind(tokenizer))),
  });
}
