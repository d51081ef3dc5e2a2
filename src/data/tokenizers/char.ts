// The character tokenizer: one token for each Unicode code point of the training text.

import { textLabel } from './labels';
import type { Tokenizer, TokenizerJson, TokenizerKind, TokenStream } from './tokenizer';

const id = 'char';

/** Token 0 stands for every character the training text did not hold, and decodes to U+FFFD. */
export const unknownSymbol = '\uFFFD';
const unknownId = 0;

class CharTokenizer implements Tokenizer {
  readonly id = id;
  private readonly ids: Map<string, number>;

  /** @param symbols one code point each; the first is the unknown symbol */
  constructor(private readonly symbols: string[]) {
    this.ids = new Map(symbols.map((symbol, index) => [symbol, index]));
  }

  get vocabSize(): number {
    return this.symbols.length;
  }

  encode(text: string): Int32Array {
    const ids = new Int32Array(text.length);
    let count = 0;
    for (const symbol of text) ids[count++] = this.ids.get(symbol) ?? unknownId;
    // A code point outside the basic plane is two units of the string but one token.
    return ids.slice(0, count);
  }

  unknown(text: string): string[] {
    return [...new Set(text)].filter((symbol) => (this.ids.get(symbol) ?? unknownId) === unknownId);
  }

  decode(ids: ArrayLike<number>): string {
    return Array.from(ids, (token) => this.symbol(token)).join('');
  }

  stream(): TokenStream {
    return { push: (token) => this.symbol(token), end: () => '' };
  }

  tokenText(token: number): string {
    return textLabel(this.symbol(token));
  }

  tokenBytes(token: number): number {
    return new TextEncoder().encode(this.symbol(token)).length;
  }

  toJSON(): TokenizerJson {
    return { id, symbols: [...this.symbols] };
  }

  private symbol(token: number): string {
    const symbol = this.symbols[token];
    if (symbol === undefined) {
      throw new RangeError(`There is no token ${token}: the vocabulary has ${this.vocabSize} tokens.`);
    }
    return symbol;
  }
}

export const charTokenizer = {
  id,
  linkCode: 1,
  name: 'Characters',
  description: 'Every character is a token. The vocabulary is the set of characters in the text.',
  sized: false,

  train(text: string): Tokenizer {
    const seen = new Set(text);
    seen.delete(unknownSymbol);
    const symbols = [...seen].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
    return new CharTokenizer([unknownSymbol, ...symbols]);
  },

  fromJSON({ id: kind, symbols }: TokenizerJson): Tokenizer {
    if (kind !== id || symbols?.[unknownId] !== unknownSymbol) {
      throw new Error('This is not the vocabulary of a character tokenizer.');
    }
    return new CharTokenizer([...symbols]);
  },
} satisfies TokenizerKind;
