/** What every figure says of itself: what is learned, and the link that opens it. */

import type { App } from '../../app/app';
import { corpora } from '../../data/corpora';
import { getTask } from '../../data/tasks';
import { getTokenizerKind } from '../../data/tokenizers';
import { isolated } from '../../format/visible';
import { entryName, inSentence } from '../../format/words';
import { t } from '../../i18n/i18n';
import { addressOf, currentText } from '../share/currentLink';

export interface FigureFacts {
  /** What is learned, in a few words: "Moby-Dick, characters". */
  data: string;
  /** Opens the experiment and the view. */
  link: string;
}

/** Reads the facts off the stores as they are now. */
export function figureFacts(app: App): FigureFacts {
  const { experiment, ownText } = app.document.experiment.getState();
  const { task, corpus, tokenizer } = experiment;
  const known = corpora.find(({ id }) => id === corpus);
  const text = known ? entryName('corpora', known) : (ownText?.name ?? t('figures.facts.ownText'));
  return {
    data: task
      ? entryName('tasks', getTask(task.id))
      : t('figures.facts.text', {
          text: isolated(text),
          tokenizer: inSentence(entryName('tokenizers', getTokenizerKind(tokenizer))),
        }),
    link: addressOf(app, { text: currentText(app), curves: null }, { embed: false }),
  };
}
