/**
 * Texts and their tokens: made once for all who ask for the same, kept until another is asked for. What is being made
 * is given up when another is asked for, so that no one waits behind a tokenizer that is no longer wanted.
 */
import { corpora, corpusBytes, type FetchText, getCorpus, ownTextId } from '../data/corpora';
import { getTokenizerKind, type Tokenizer } from '../data/tokenizers';
import type { TextSettings } from '../experiment/schema';
import type { OwnText, TextProgress } from './protocol';

export interface TokenizedText {
  text: string;
  tokenizer: Tokenizer;
  tokens: Int32Array;
}

type OnProgress = (progress: TextProgress) => void;

interface Making {
  settings: TextSettings;
  ownText: OwnText | null;
  listeners: Set<OnProgress>;
  result: Promise<TokenizedText>;
}

/** How many bytes come between two reports of a text's progress. */
const reportEvery = 64 * 1024;

export class TextCache {
  private latest: Making | null = null;

  constructor(private readonly fetchText: FetchText) {}

  /**
   * The text of these settings, tokenized. Rejects with a sentence where it cannot be had, or where another text is
   * asked for meanwhile.
   */
  async get(
    settings: TextSettings,
    ownText: OwnText | null,
    onProgress: OnProgress = () => {},
  ): Promise<TokenizedText> {
    const making = this.latest && isSame(this.latest, settings, ownText) ? this.latest : null;
    const mine = making ?? this.begin(settings, ownText);
    mine.listeners.add(onProgress);
    try {
      return await mine.result;
    } finally {
      mine.listeners.delete(onProgress);
    }
  }

  private begin(settings: TextSettings, ownText: OwnText | null): Making {
    const listeners = new Set<OnProgress>();
    const isLatest = () => this.latest?.listeners === listeners;
    const report: OnProgress = (progress) => {
      if (!isLatest()) throw new Error('Another text was chosen meanwhile.');
      for (const listener of listeners) listener(progress);
    };
    // Not before it is noted as the latest.
    const result = Promise.resolve()
      .then(() => this.make(settings, ownText, report))
      .catch((error) => {
        // What failed is tried anew when it is asked for again.
        if (isLatest()) this.latest = null;
        throw error;
      });
    this.latest = { settings, ownText, listeners, result };
    return this.latest;
  }

  private async make(
    settings: TextSettings,
    ownText: OwnText | null,
    report: OnProgress,
  ): Promise<TokenizedText> {
    const kind = getTokenizerKind(settings.tokenizer);
    const text = await this.read(settings, ownText, report);
    const tokenizer = await kind.train(text, {
      vocabSize: settings.vocabSize,
      async report(done, total) {
        report({ what: 'Learning tokens', done, total, unit: 'tokens' });
        // Lets other questions, and with them another choice of text, in between.
        await new Promise((resolve) => setTimeout(resolve));
      },
    });
    return { text, tokenizer, tokens: tokenizer.encode(text) };
  }

  private async read(
    { corpus: id, corpusSize }: TextSettings,
    ownText: OwnText | null,
    report: OnProgress,
  ): Promise<string> {
    if (id !== ownTextId) {
      const corpus = getCorpus(id);
      const total = corpusBytes(corpus, corpusSize);
      let reported = 0;
      const onBytes = (done: number) => {
        if (done < reported + reportEvery) return;
        reported = done;
        report({ what: 'Reading the text', done: Math.min(done, total), total, unit: 'bytes' });
      };
      return corpus.load(this.fetchText, { size: corpusSize, onBytes });
    }
    if (ownText) return ownText.text;
    const choices = corpora.map((c) => c.name).join(', ');
    throw new Error(
      `This experiment trains on your own text. Paste or drop it, or choose another text: ${choices}.`,
    );
  }
}

function isSame({ settings, ownText }: Making, other: TextSettings, otherOwnText: OwnText | null): boolean {
  return (
    settings.corpus === other.corpus &&
    settings.corpusSize === other.corpusSize &&
    settings.tokenizer === other.tokenizer &&
    settings.vocabSize === other.vocabSize &&
    // Each question brings a copy of its own.
    ownText?.text === otherOwnText?.text
  );
}
