// The character tokenizer: one token for each Unicode code point of the training text.

import { textLabel } from './labels';
import type { Tokenizer, TokenizerJson, TokenizerKind, TokenStream } from './tokenizer';

const id = 'char';

/** Token 0 stands for every character the training text did not hold, and decodes to U+FFFD. */
export const unknownSymbol = '\uFFFD';
const unknownId = 0;

/** Code points of the basic plane, each one unit of a string: nearly all of most texts. */
const basicPlane = 0x10000;
/** The units of a string that begin a code point beyond it. */
const [firstSurrogate, lastHighSurrogate] = [0xd800, 0xdbff];

class CharTokenizer implements Tokenizer {
  readonly id = id;
  /** The token of each code point: a table for the basic plane, as a text of millions is read when the page opens. */
  private readonly basic = new Int32Array(basicPlane).fill(unknownId);
  private readonly beyond = new Map<number, number>();

  /** @param symbols one code point each; the first is the unknown symbol */
  constructor(private readonly symbols: string[]) {
    for (const [token, symbol] of symbols.entries()) {
      const point = symbol.codePointAt(0) ?? 0;
      if (point < basicPlane) this.basic[point] = token;
      else this.beyond.set(point, token);
    }
  }

  get vocabSize(): number {
    return this.symbols.length;
  }

  encode(text: string): Int32Array {
    const { basic } = this;
    const ids = new Int32Array(text.length);
    let count = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      ids[count++] = basic[unit]!;
      if (unit < firstSurrogate || unit > lastHighSurrogate) continue;
      const point = text.codePointAt(i)!;
      if (point < basicPlane) continue;
      // Two units of the string are one token.
      ids[count - 1] = this.tokenOf(point);
      i++;
    }
    return ids.slice(0, count);
  }

  unknown(text: string): string[] {
    return [...new Set(text)].filter((symbol) => this.tokenOf(symbol.codePointAt(0)!) === unknownId);
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

  private tokenOf(point: number): number {
    return point < basicPlane ? this.basic[point]! : (this.beyond.get(point) ?? unknownId);
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
    const seen = new Uint8Array(0x110000);
    for (let i = 0; i < text.length; i++) {
      const point = text.codePointAt(i)!;
      seen[point] = 1;
      if (point >= basicPlane) i++;
    }
    seen[unknownSymbol.codePointAt(0)!] = 0;
    const symbols: string[] = [];
    for (let point = seen.indexOf(1); point >= 0; point = seen.indexOf(1, point + 1))
      symbols.push(String.fromCodePoint(point));
    return new CharTokenizer([unknownSymbol, ...symbols]);
  },

  fromJSON({ id: kind, symbols }: TokenizerJson): Tokenizer {
    if (kind !== id || symbols?.[unknownId] !== unknownSymbol) {
      throw new Error('This is not the vocabulary of a character tokenizer.');
    }
    return new CharTokenizer([...symbols]);
  },
} satisfies TokenizerKind;
