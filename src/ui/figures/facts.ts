/** What every figure says of itself: what is learned, and the link that opens it. */

import { useExperiment } from '../../app/document/experimentStore';
import { corpora } from '../../data/corpora';
import { getTask } from '../../data/tasks';
import { getTokenizerKind } from '../../data/tokenizers';
import { addressOf, currentText } from '../share/currentLink';

export interface FigureFacts {
  /** What is learned, in a few words: "Moby-Dick, characters". */
  data: string;
  /** Opens the experiment and the view. */
  link: string;
}

/** Reads the facts off the stores as they are now. */
export function figureFacts(): FigureFacts {
  const { experiment, ownText } = useExperiment.getState();
  const { task, corpus, tokenizer } = experiment;
  const text = corpora.find(({ id }) => id === corpus)?.name ?? ownText?.name ?? 'Own text';
  return {
    data: task ? getTask(task.id).name : `${text}, ${getTokenizerKind(tokenizer).name.toLowerCase()}`,
    link: addressOf({ text: currentText(), curves: null }, { embed: false }),
  };
}
