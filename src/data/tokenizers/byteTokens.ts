// Tokens that are strings of bytes: the 256 single bytes, then one for each merge. Any text can be written in them.

import { sumBy } from 'es-toolkit';
import { byteLabel } from './labels';
import { byteTokens, type Merge, mergePieces } from './merge';
import type { Tokenizer, TokenizerJson, TokenStream } from './tokenizer';
import { loneSurrogates } from './unknown';

// A byte order mark within a text is a character like any other.
const utf8 = () => new TextDecoder('utf-8', { ignoreBOM: true });

/** Lone surrogates are the only text that does not come back: they have no UTF-8 and become U+FFFD. */
export class ByteTokenizer implements Tokenizer {
  /** The bytes of each token. */
  private readonly bytes: Uint8Array[];

  /** @param merges pairs of earlier tokens: merge i makes token 256 + i. @throws Error where one is not earlier */
  constructor(
    readonly id: string,
    private readonly merges: readonly Merge[],
  ) {
    this.bytes = Array.from({ length: byteTokens }, (_, byte) => Uint8Array.of(byte));
    for (const [left, right] of merges) {
      const [a, b] = [this.bytes[left], this.bytes[right]];
      if (!a || !b)
        throw new Error('This is not a list of merges: a pair holds a token that is not made yet.');
      this.bytes.push(Uint8Array.of(...a, ...b));
    }
  }

  get vocabSize(): number {
    return this.bytes.length;
  }

  encode(text: string): Int32Array {
    return this.merges.length === 0
      ? new Int32Array(new TextEncoder().encode(text))
      : mergePieces(text, this.merges);
  }

  unknown(text: string): string[] {
    return loneSurrogates(text);
  }

  decode(ids: ArrayLike<number>): string {
    const parts = Array.from(ids, (token) => this.bytesOf(token));
    const joined = new Uint8Array(sumBy(parts, (part) => part.length));
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return utf8().decode(joined);
  }

  stream(): TokenStream {
    const decoder = utf8();
    return {
      push: (token) => decoder.decode(this.bytesOf(token), { stream: true }),
      end: () => decoder.decode(),
    };
  }

  tokenText(token: number): string {
    return byteLabel(this.bytesOf(token));
  }

  tokenBytes(token: number): number {
    return this.bytesOf(token).length;
  }

  toJSON(): TokenizerJson {
    return { id: this.id, merges: this.merges.map(([left, right]) => [left, right]) };
  }

  private bytesOf(token: number): Uint8Array {
    const bytes = this.bytes[token];
    if (!bytes) {
      throw new RangeError(`There is no token ${token}: the vocabulary has ${this.vocabSize} tokens.`);
    }
    return bytes;
  }
}
