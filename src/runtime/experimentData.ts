/** What an experiment trains on and is judged by: its text cut into tokens, or the sequences of its task. */
import { getCorpus, ownTextId } from '../data/corpora';
import { Random } from '../data/random';
import { type DataSource, taskSource, textSource } from '../data/source';
import { splitTokens } from '../data/split';
import { chosenTask, type RightKeys } from '../data/tasks';
import { byteCount, type TokenizerJson } from '../data/tokenizers';
import { taskVocabulary, type Vocabulary } from '../data/vocabulary';
import { type Experiment, textSettings } from '../experiment/schema';
import type { WholeText } from '../export/runFiles';
import type { EvalData, HeldOutText } from '../measure/evals/types';
import type { OwnText, TextProgress } from './protocol';
import type { TextCache } from './textCache';

/** Data of an experiment, ready to train on and to evaluate with. */
export interface ExperimentData {
  source: DataSource;
  vocabulary: Vocabulary;
  /** See Task.rightKeys; null where there is no task, or it has none. */
  rightKeys: ((tokens: Int32Array) => RightKeys) | null;
  /** null where no text is trained on. */
  text: HeldOutText | null;
  /** All of the text and its tokens, what is held out too; null where there is none. */
  wholeText: WholeText | null;
  /** What the tokens are, to be taken along with the weights: of a task its tokens' names as symbols. */
  tokenizer: TokenizerJson;
}

/**
 * Reads and tokenizes the text, or makes the task. Rejects with an Error for the reader where a text cannot be had or is
 * too short.
 */
export async function readData(
  experiment: Experiment,
  ownText: OwnText | null,
  texts: TextCache,
  onProgress: (progress: TextProgress) => void,
): Promise<ExperimentData> {
  const { context } = experiment.model;
  if (experiment.task) {
    const task = chosenTask(experiment.task);
    return {
      source: taskSource(task, context),
      vocabulary: taskVocabulary(task),
      rightKeys: task.rightKeys,
      text: null,
      wholeText: null,
      tokenizer: { id: 'task', symbols: [...task.tokens] },
    };
  }
  const { text, tokenizer, tokens } = await texts.get(textSettings(experiment), ownText, onProgress);
  const split = splitTokens(tokens, context);
  if (!split.ok) throw new Error(split.message);
  const { validation } = split;
  const corpus = experiment.corpus === ownTextId ? null : getCorpus(experiment.corpus);
  return {
    source: textSource({ ...split, vocab: tokenizer.vocabSize }, context),
    vocabulary: tokenizer,
    rightKeys: null,
    text: {
      tokens: validation,
      tokenizer,
      bytesPerToken: byteCount(tokenizer, validation) / validation.length,
      passages: corpus?.passages,
    },
    wholeText: { text, tokens },
    tokenizer: tokenizer.toJSON(),
  };
}

/** Gives evaluations their held-out data, the same each time and never trained on. */
export const evalData = ({ source, text }: ExperimentData, { seed, model }: Experiment): EvalData => ({
  context: model.context,
  windows: (count) => source.validation(count, new Random(seed).fork('evaluation')),
  text,
});
