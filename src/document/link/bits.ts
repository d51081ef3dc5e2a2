/** Bits in characters that no address, mail or chat changes: six to a character of base64url, first bit highest. */
import { words } from '../../format/words';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const perCharacter = 6;

/** A part of a link that cannot be read, and is left out. The message says why, for use within a sentence. */
export class UnreadableError extends Error {}

/** Appends bits; `done` gives the characters. */
export class BitWriter {
  private readonly all: number[] = [];

  /** How many bits there are. */
  get length(): number {
    return this.all.length;
  }

  /** Appends the lowest `width` bits of a whole number. @param width up to 53 */
  bits(value: number, width: number): this {
    for (let i = width - 1; i >= 0; i--) this.all.push(Math.floor(value / 2 ** i) % 2);
    return this;
  }

  /** Appends a whole number from 0 in groups of `width` bits, lowest first, before each a bit: whether more come. */
  whole(value: number, width: number): this {
    const base = 2 ** width;
    let rest = value;
    for (; rest >= base; rest = Math.floor(rest / base)) this.bits(1, 1).bits(rest % base, width);
    return this.bits(0, 1).bits(rest, width);
  }

  /** Appends the bits of another writer. */
  append(other: BitWriter): this {
    for (const bit of other.all) this.all.push(bit);
    return this;
  }

  /** The characters, the last one filled up with zeros. */
  done(): string {
    let text = '';
    for (let at = 0; at < this.all.length; at += perCharacter) {
      let index = 0;
      for (let i = 0; i < perCharacter; i++) index = 2 * index + (this.all[at + i] ?? 0);
      text += alphabet[index];
    }
    return text;
  }
}

/** Reads what a BitWriter wrote. Every read throws an UnreadableError beyond the end or at a foreign character. */
export class BitReader {
  private at = 0;
  private current = 0;
  private left = 0;

  constructor(private readonly text: string) {}

  /** Reads a whole number of `width` bits. */
  bits(width: number): number {
    let value = 0;
    for (let i = 0; i < width; i++) {
      if (this.left === 0) this.next();
      this.left--;
      value = value * 2 + ((this.current >> this.left) & 1);
    }
    return value;
  }

  /** Reads a whole number in groups of `width` bits. @throws UnreadableError where it is above `max` */
  whole(width: number, max: number): number {
    let value = 0;
    for (let scale = 1; ; scale *= 2 ** width) {
      const more = this.bits(1);
      value += this.bits(width) * scale;
      if (value > max) throw new UnreadableError(words('link.why.largeNumber', 'a number is too large'));
      if (!more) return value;
      // Else groups of zeros would never end.
      if (scale > max) throw new UnreadableError(words('link.why.longNumber', 'a number is too long'));
    }
  }

  private next(): void {
    const code = this.at < this.text.length ? alphabet.indexOf(this.text.charAt(this.at++)) : -1;
    if (code < 0) throw new UnreadableError(words('link.why.early', 'that part ends too early'));
    this.current = code;
    this.left = perCharacter;
  }
}
