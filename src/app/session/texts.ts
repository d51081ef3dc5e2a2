/** The text of the experiment: what it is made of, how it splits into tokens, and a person's own. */
import { isEqual } from 'es-toolkit';
import { corpora, ownTextId } from '../../data/corpora';
import { getTokenizerKind } from '../../data/tokenizers';
import { type Experiment, textSettings } from '../../experiment/schema';
import { proxy } from '../../runtime/client';
import type { OwnText, TextProgress, TokenPiece } from '../../runtime/protocol';
import { useExperiment } from '../document/experimentStore';
import { useRuns } from './runsStore';
import { ask } from './workerClient';

interface Edited {
  experiment: Experiment;
  ownText: OwnText | null;
}

export const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The own text, where the experiment trains on it. */
export const textOf = ({ experiment, ownText }: Edited): OwnText | null =>
  experiment.corpus === ownTextId ? ownText : null;

export const textChanged = (a: Edited, b: Edited): boolean =>
  !isEqual(textSettings(a.experiment), textSettings(b.experiment)) || textOf(a) !== textOf(b);

/** Whether it takes more than a moment to make the text or to learn its tokens. */
export const isSlowText = ({ corpus, tokenizer }: Experiment): boolean =>
  getTokenizerKind(tokenizer).sized || corpora.some(({ id, sized }) => id === corpus && sized);

/** Leaves the text unread until someone asks for it. */
export const letTextWait = (): void =>
  useRuns.setState({ textFacts: null, textProgress: null, textError: null, textWaits: true });

/** Finds out what the text is made of, for the page to show before anything is trained. */
export async function describeText(): Promise<void> {
  const { experiment, ownText } = useExperiment.getState();
  const isCurrent = () => !textChanged(useExperiment.getState(), { experiment, ownText });
  useRuns.setState({ textFacts: null, textProgress: null, textError: null, textWaits: false });
  try {
    const onProgress = proxy((textProgress: TextProgress) => {
      if (isCurrent()) useRuns.setState({ textProgress });
    });
    const textFacts = await ask((lab) =>
      lab.text.describe(textSettings(experiment), textOf({ experiment, ownText }), onProgress),
    );
    if (isCurrent()) useRuns.setState({ textFacts, textProgress: null });
  } catch (error) {
    if (isCurrent()) useRuns.setState({ textError: sentence(error), textProgress: null });
  }
}

/** How `sample` splits into tokens; rejects with a sentence where the text it takes them from cannot be had. */
export async function splitText(sample: string): Promise<TokenPiece[]> {
  const current = useExperiment.getState();
  return ask((lab) => lab.text.tokenize(textSettings(current.experiment), textOf(current), sample));
}

/** Trains on a person's own text from now on. @returns the sentence that refuses it, or null */
export async function takeOwnText(source: Blob, name: string): Promise<string | null> {
  const { apply, experiment } = useExperiment.getState();
  const { context } = experiment.model;
  try {
    const ownText = await ask((lab) => lab.text.readOwn(source, name, context));
    return apply((e) => ({ ...e, corpus: ownTextId }), ownText);
  } catch (error) {
    return sentence(error);
  }
}
