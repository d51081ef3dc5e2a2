/**
 * Caches the last text and its tokens, made once for all who request the same. One that is being made is cancelled by a
 * request for another, so that no one waits behind a tokenizer that is no longer wanted.
 */
import { delay, isEqual } from 'es-toolkit';
import { corpora, corpusBytes, type FetchText, getCorpus, ownTextId } from '../data/corpora';
import { getTokenizerKind, type Tokenizer } from '../data/tokenizers';
import type { TextSettings } from '../experiment/schema';
import { entryName, words } from '../format/words';
import type { OwnText, TextProgress } from './protocol';

/** A text, its tokenizer and its tokens. */
export interface TokenizedText {
  text: string;
  tokenizer: Tokenizer;
  tokens: Int32Array;
}

type OnProgress = (progress: TextProgress) => void;

/** The last request, done or under way. */
interface Pending {
  settings: TextSettings;
  ownText: OwnText | null;
  listeners: Set<OnProgress>;
  result: Promise<TokenizedText>;
}

/** How many bytes come between two reports of a text's progress. */
const reportEvery = 64 * 1024;

/** Holds one text. */
export class TextCache {
  private latest: Pending | null = null;

  constructor(private readonly fetchText: FetchText) {}

  /**
   * Gets the text of these settings, tokenized. Rejects with an Error for the reader where it cannot be had, or where another
   * text is requested meanwhile.
   */
  async get(
    settings: TextSettings,
    ownText: OwnText | null,
    onProgress: OnProgress = () => {},
  ): Promise<TokenizedText> {
    const same = this.latest && isSame(this.latest, settings, ownText) ? this.latest : null;
    const pending = same ?? this.begin(settings, ownText);
    pending.listeners.add(onProgress);
    try {
      return await pending.result;
    } finally {
      pending.listeners.delete(onProgress);
    }
  }

  private begin(settings: TextSettings, ownText: OwnText | null): Pending {
    const listeners = new Set<OnProgress>();
    const isLatest = () => this.latest?.listeners === listeners;
    const report: OnProgress = (progress) => {
      if (!isLatest()) throw new Error(words('text.otherChosen', 'Another text was chosen meanwhile.'));
      for (const listener of listeners) listener(progress);
    };
    // In the next microtask, once this request is the latest.
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
        report({ what: words('text.learningTokens', 'Learning tokens'), done, total, unit: 'tokens' });
        // Lets other questions, and with them another choice of text, in between.
        await delay(0);
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
        report({
          what: words('text.reading', 'Reading the text'),
          done: Math.min(done, total),
          total,
          unit: 'bytes',
        });
      };
      return corpus.load(this.fetchText, { size: corpusSize, onBytes });
    }
    if (ownText) return ownText.text;
    const choices = corpora.map((one) => entryName('corpora', one)).join(', ');
    throw new Error(
      words(
        'text.ownMissing',
        'This experiment trains on your own text. Paste or drop it, or choose another text: {{choices}}.',
        { choices },
      ),
    );
  }
}

function isSame({ settings, ownText }: Pending, other: TextSettings, otherOwnText: OwnText | null): boolean {
  return (
    isEqual(settings, other) &&
    // Each request brings a copy of its own.
    ownText?.text === otherOwnText?.text
  );
}
