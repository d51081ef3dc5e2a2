/** SHA-256 sums by which the exported folder knows its data again (pytorch/sums.py). */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { characterCount } from '../data/characters';

const hex = (bytes: Uint8Array) => bytesToHex(sha256(bytes));

export const bytesSum = (bytes: Uint8Array) => ({ sha256: hex(bytes), bytes: bytes.length });

/** Of the text's UTF-8. */
export const textSum = (text: string) => ({
  ...bytesSum(new TextEncoder().encode(text)),
  characters: characterCount(text),
});

/** Of the ids as 32-bit integers, the lowest byte first, as every browser's machine has them. */
export const tokensSum = (tokens: Int32Array) => ({
  sha256: hex(new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength)),
  count: tokens.length,
});
