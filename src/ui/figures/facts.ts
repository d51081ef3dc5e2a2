/** What every figure says of itself: what is learned, and where the page is that shows it. */
import { corpora } from '../../data/corpora';
import { getTask } from '../../data/tasks';
import { getTokenizerKind } from '../../data/tokenizers';
import { useExperiment } from '../../store/experimentStore';

export interface FigureFacts {
  /** What is learned, in a few words: "Moby-Dick, characters". */
  data: string;
  link: string;
}

export function figureFacts(): FigureFacts {
  const { experiment, ownText } = useExperiment.getState();
  const { task, corpus, tokenizer } = experiment;
  const text = corpora.find(({ id }) => id === corpus)?.name ?? ownText?.name ?? 'Own text';
  return {
    data: task ? getTask(task.id).name : `${text}, ${getTokenizerKind(tokenizer).name.toLowerCase()}`,
    link: location.href,
  };
}
