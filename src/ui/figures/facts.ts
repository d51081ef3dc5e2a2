/** What every figure says of itself: what is learned, and the link that opens it. */

import type { App } from '../../app/app';
import { corpora } from '../../data/corpora';
import { getTask } from '../../data/tasks';
import { getTokenizerKind } from '../../data/tokenizers';
import type { Sweep } from '../../document/sweepsSchema';
import type { Experiment } from '../../experiment/schema';
import { isolated } from '../../format/visible';
import { entryName, inSentence } from '../../format/words';
import { t } from '../../i18n/i18n';
import { addressOf, addressOfSweep, currentText } from '../share/currentLink';

export interface FigureFacts {
  /** What is learned, in a few words: "Moby-Dick, characters". */
  data: string;
  /** Opens the experiment and the view. */
  link: string;
}

/** Reads the facts off the stores as they are now. */
export function figureFacts(app: App): FigureFacts {
  const { experiment, ownText } = app.document.experiment.getState();
  return {
    data: dataOf(experiment, ownText?.name),
    link: addressOf(app, { text: currentText(app), curves: null }, { embed: false }),
  };
}

/** Tells the facts of a sweep, whose experiment the page may have edited since. */
export function sweepFacts(app: App, sweep: Sweep): FigureFacts {
  const { ownText } = app.document.experiment.getState();
  return { data: dataOf(sweep.experiment, ownText?.name), link: addressOfSweep(app, sweep) };
}

/** Says what is learned. */
function dataOf({ task, corpus, tokenizer }: Experiment, ownTextName: string | undefined): string {
  if (task) return entryName('tasks', getTask(task.id));
  const known = corpora.find(({ id }) => id === corpus);
  const text = known ? entryName('corpora', known) : (ownTextName ?? t('figures.facts.ownText'));
  return t('figures.facts.text', {
    text: isolated(text),
    tokenizer: inSentence(entryName('tokenizers', getTokenizerKind(tokenizer))),
  });
}
