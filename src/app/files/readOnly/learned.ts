/** What a run was trained on, as far as losses are compared: those on another text, or on other tokens of it, say nothing of each other. */
import { isEqual } from 'es-toolkit';
import { corpora, ownTextId } from '../../../data/corpora';
import { getTask } from '../../../data/tasks';
import { getTokenizerKind } from '../../../data/tokenizers';
import { textHash } from '../../../document/link/textSection';
import type { Experiment } from '../../../experiment/schema';
import { entryName, inSentence } from '../../../format/words';
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

/** Names it in a few words: "Moby-Dick, characters". */
export function learnedName({ task, corpus, tokenizer }: Learned): string {
  if (task) return entryName('tasks', getTask(task.id));
  const known = corpora.find(({ id }) => id === corpus);
  return t('figures.facts.text', {
    text: known ? entryName('corpora', known) : t('figures.facts.ownText'),
    tokenizer: inSentence(entryName('tokenizers', getTokenizerKind(tokenizer))),
  });
}
