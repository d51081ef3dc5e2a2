/** The user's own text in a link where it is short, else its file's name, size and hash. */
import { wholeSlice } from '../../data/characters';
import { words } from '../../format/words';
import { type BitReader, BitWriter, UnreadableError } from './bits';
import type { SharedText } from './shared';
import { readNumber, readText, singleLine, writeNumber, writeText } from './values';

/** Bounds of a text that a link carries whole: characters that it adds to the link, and its UTF-16 units. */
const maxCharacters = 1500;
const maxLength = 20_000;
const maxName = 100;
const hashBits = 53;

/** Hashes a text to 53 bits: two FNV-1a-like hashes of 32 bits over its UTF-16 units. */
export function textHash(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit ^ (high >>> 15), 0x85ebca6b);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

/** Returns the text as a link carries it: whole if it is short, else its size and hash. */
export function sharedText(name: string, text: string): SharedText {
  const whole: SharedText = { kind: 'text', name: linkName(name), text };
  if (text.length <= maxLength && writeTextSection(whole).length <= maxCharacters) return whole;
  const bytes = new TextEncoder().encode(text).length;
  return { kind: 'file', name: linkName(name), bytes, hash: textHash(text) };
}

/** Writes the own text, or its size and hash. */
export function writeTextSection(shared: SharedText): string {
  const to = new BitWriter().bits(shared.kind === 'text' ? 1 : 0, 1);
  writeText(to, linkName(shared.name));
  if (shared.kind === 'text') writeText(to, shared.text);
  else {
    writeNumber(to, shared.bytes);
    to.bits(shared.hash, hashBits);
  }
  return to.done();
}

/**
 * Reads the own text, or its size and hash.
 * @throws UnreadableError where the text is damaged or the size out of bounds
 */
export function readTextSection(from: BitReader): SharedText {
  const isWhole = from.bits(1) === 1;
  const name = linkName(readText(from, maxName));
  if (isWhole) return { kind: 'text', name, text: readText(from, maxLength) };
  const bytes = readNumber(from);
  if (!(Number.isInteger(bytes) && bytes > 0 && bytes < 1e9))
    throw new UnreadableError(words('link.why.size', 'its size is broken'));
  return { kind: 'file', name, bytes, hash: from.bits(hashBits) };
}

const linkName = (name: string) => wholeSlice(singleLine(name), maxName).trim() || 'Own text';
