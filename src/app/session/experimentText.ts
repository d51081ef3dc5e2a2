/** Reads the text of the experiment: what it is made of, how it splits into tokens, and a person's own. */
import { isEqual } from 'es-toolkit';
import { corpora, ownTextId } from '../../data/corpora';
import { getTokenizerKind } from '../../data/tokenizers';
import { type Experiment, textSettings } from '../../experiment/schema';
import { proxy } from '../../runtime/client';
import type { OwnText, TextProgress, TextSplit } from '../../runtime/protocol';
import type { ExperimentStore } from '../document/experimentStore';
import { errorMessage } from '../errorMessage';
import type { RunsStore } from './runsStore';
import type { WorkerClient } from './workerClient';

interface Edited {
  experiment: Experiment;
  ownText: OwnText | null;
}

/** Gets the own text where the experiment trains on it; else null. */
export const trainedText = ({ experiment, ownText }: Edited): OwnText | null =>
  experiment.corpus === ownTextId ? ownText : null;

/** Tells whether another text, or other tokens of it, are trained on. */
export const textChanged = (a: Edited, b: Edited): boolean =>
  !isEqual(textSettings(a.experiment), textSettings(b.experiment)) || trainedText(a) !== trainedText(b);

/** Tells whether it takes more than a moment to read the text or to train its tokenizer. */
export const isSlowText = ({ corpus, tokenizer }: Experiment): boolean =>
  getTokenizerKind(tokenizer).sized || corpora.some(({ id, sized }) => id === corpus && sized);

/** Results go to the store of runs. */
export class ExperimentText {
  constructor(
    private readonly experiment: ExperimentStore,
    private readonly runs: RunsStore,
    private readonly client: WorkerClient,
  ) {}

  /** Leaves the text unread until someone asks for it. */
  defer(): void {
    this.runs.setState({ textFacts: null, textProgress: null, textError: null, textWaits: true });
  }

  /** Reads the text, and puts what it is made of into the store, before anything is trained. Never rejects. */
  async describe(): Promise<void> {
    const { experiment, ownText } = this.experiment.getState();
    const isCurrent = () => !textChanged(this.experiment.getState(), { experiment, ownText });
    this.runs.setState({ textFacts: null, textProgress: null, textError: null, textWaits: false });
    try {
      const onProgress = proxy((textProgress: TextProgress) => {
        if (isCurrent()) this.runs.setState({ textProgress });
      });
      const textFacts = await this.client.call((lab) =>
        lab.text.describe(textSettings(experiment), trainedText({ experiment, ownText }), onProgress),
      );
      if (isCurrent()) this.runs.setState({ textFacts, textProgress: null });
    } catch (error) {
      if (isCurrent()) this.runs.setState({ textError: errorMessage(error), textProgress: null });
    }
  }

  /** Splits `sample` into the tokens of the text. Rejects with an Error for the reader where the text cannot be had. */
  tokenize(sample: string): Promise<TextSplit> {
    const current = this.experiment.getState();
    return this.client.call((lab) =>
      lab.text.tokenize(textSettings(current.experiment), trainedText(current), sample),
    );
  }

  /** Gives the beginning of the held-out text, as long as the context. Rejects with an Error for the reader where there is none. */
  heldOut(): Promise<string> {
    const current = this.experiment.getState();
    const { context } = current.experiment.model;
    return this.client.call((lab) =>
      lab.text.heldOut(textSettings(current.experiment), trainedText(current), context),
    );
  }

  /** Trains on a person's own text from now on. @returns the message that refuses it, or null */
  async takeOwn(source: Blob, name: string): Promise<string | null> {
    const { apply, experiment } = this.experiment.getState();
    const { context } = experiment.model;
    try {
      const ownText = await this.client.call((lab) => lab.text.readOwn(source, name, context));
      return apply((e) => ({ ...e, corpus: ownTextId }), ownText);
    } catch (error) {
      return errorMessage(error);
    }
  }
}
