/** How numbers, lists of numbered values, and texts stand in a link. */
import { deflateSync, inflateSync } from 'fflate';
import { words } from '../../format/words';
import { type BitReader, BitWriter, UnreadableError } from './bits';

/** Four bits each; the last ends a number. */
const digits = '0123456789.e-';
const endOfNumber = 15;
/** The longest decimal form of a number is shorter. */
const maxDigits = 26;

/** Writes a number as its shortest decimal digits, from which the same float64 is read. */
export function writeNumber(to: BitWriter, value: number): void {
  const plain = String(value);
  const exponential = value.toExponential().replace('+', '');
  for (const digit of exponential.length < plain.length ? exponential : plain)
    if (digit !== '+') to.bits(digits.indexOf(digit), 4);
  to.bits(endOfNumber, 4);
}

/**
 * Reads a number: NaN where the digits make none, and zero for minus zero, which no setting is.
 * @throws UnreadableError where they do not end
 */
export function readNumber(from: BitReader): number {
  let text = '';
  for (;;) {
    const digit = from.bits(4);
    if (digit === endOfNumber) return text === '' ? Number.NaN : Number(text) + 0;
    if (digit >= digits.length || text.length >= maxDigits)
      throw new UnreadableError(words('link.why.brokenNumber', 'a number is broken'));
    text += digits[digit];
  }
}

const endOfCodes = 0;
const codeWidth = 5;
const maxCode = 9999;

/** Values by code, each code above 0 and at most once: a later version may add codes that an earlier one skips. */
export type CodedNumbers = ReadonlyMap<number, number>;

/** Writes numbers in the order of their codes. */
export function writeCodedNumbers(to: BitWriter, numbers: CodedNumbers): void {
  for (const [code, value] of [...numbers].sort(([a], [b]) => a - b)) {
    to.whole(code, codeWidth);
    writeNumber(to, value);
  }
  to.whole(endOfCodes, codeWidth);
}

/** Reads numbers by code. @throws UnreadableError where a code or a number is damaged */
export function readCodedNumbers(from: BitReader): CodedNumbers {
  const numbers = new Map<number, number>();
  for (;;) {
    const code = from.whole(codeWidth, maxCode);
    if (code === endOfCodes) return numbers;
    numbers.set(code, readNumber(from));
  }
}

/** One way to write a text; `write` is null where it cannot. */
interface TextForm {
  write(text: string): BitWriter | null;
  read(from: BitReader, maxLength: number): string;
}

const lengthWidth = 6;
const units = (text: string) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));

function readLength(from: BitReader, max: number): number {
  const length = from.whole(lengthWidth, 1e9);
  if (length > max) throw new UnreadableError(words('link.why.longText', 'a text is too long'));
  return length;
}

function readUnits(from: BitReader, maxLength: number, readUnit: () => number): string {
  const length = readLength(from, maxLength);
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode(readUnit());
  return text;
}

const ascii: TextForm = {
  write(text) {
    const to = new BitWriter().whole(text.length, lengthWidth);
    for (const unit of units(text)) {
      if (unit >= 128) return null;
      to.bits(unit, 7);
    }
    return to;
  },
  read: (from, maxLength) => readUnits(from, maxLength, () => from.bits(7)),
};

/** ASCII and one block of 128 more: most alphabets have their letters in one. */
const alphabetic: TextForm = {
  write(text) {
    const blocks = new Set(units(text).map((unit) => unit >> 7));
    blocks.delete(0);
    const [block, second] = blocks;
    if (block === undefined || second !== undefined) return null;
    const to = new BitWriter().bits(block, 9).whole(text.length, lengthWidth);
    for (const unit of units(text)) to.bits(unit >= 128 ? 1 : 0, 1).bits(unit % 128, 7);
    return to;
  },
  read(from, maxLength) {
    const block = from.bits(9);
    return readUnits(from, maxLength, () => from.bits(1) * 128 * block + from.bits(7));
  },
};

const utf16: TextForm = {
  write(text) {
    const to = new BitWriter().whole(text.length, lengthWidth);
    for (const unit of units(text)) to.bits(unit, 16);
    return to;
  },
  read: (from, maxLength) => readUnits(from, maxLength, () => from.bits(16)),
};

/** A UTF-16 unit is at most three bytes of UTF-8. */
const bytesPerUnit = 3;
/** Shorter texts, a run's name for one, gain nothing by it. */
const leastDeflated = 64;

const deflated: TextForm = {
  write(text) {
    if (text.length < leastDeflated) return null;
    const bytes = new TextEncoder().encode(text);
    // Half a surrogate pair has no UTF-8.
    if (new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) !== text) return null;
    const packed = deflateSync(bytes, { level: 9 });
    const to = new BitWriter().whole(packed.length, lengthWidth);
    for (const byte of packed) to.bits(byte, 8);
    return to;
  },
  read(from, maxLength) {
    const maxBytes = bytesPerUnit * maxLength;
    const length = readLength(from, maxBytes + 64);
    const packed = Uint8Array.from({ length }, () => from.bits(8));
    return inflated(packed, maxBytes, maxLength);
  },
};

/** Never takes more memory than the longest text may have, whatever the bytes claim. */
function inflated(packed: Uint8Array, maxBytes: number, maxLength: number): string {
  let text: string;
  let bytes: Uint8Array;
  try {
    bytes = inflateSync(packed, { out: new Uint8Array(maxBytes + 1) });
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UnreadableError(words('link.why.brokenText', 'a text is broken'));
  }
  if (bytes.length > maxBytes || text.length > maxLength)
    throw new UnreadableError(words('link.why.longText', 'a text is too long'));
  return text;
}

/** By their number in a link, which two bits hold. */
const textForms = [ascii, alphabetic, utf16, deflated];

/** Writes a text in the form that is shortest. */
export function writeText(to: BitWriter, text: string): void {
  const written = textForms.flatMap((form, id) => {
    const bits = form.write(text);
    return bits ? [{ id, bits }] : [];
  });
  const { id, bits } = written.reduce((best, next) => (next.bits.length < best.bits.length ? next : best));
  to.bits(id, 2).append(bits);
}

/** Reads a text. @param maxLength in UTF-16 units @throws UnreadableError where it is longer or damaged */
export function readText(from: BitReader, maxLength: number): string {
  return textForms[from.bits(2)]!.read(from, maxLength);
}

const unprintable = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** Replaces control and bidirectional characters of a name by spaces: a terminal would obey them. */
export const singleLine = (text: string): string => text.replace(unprintable, ' ').trim();
