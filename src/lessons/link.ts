/** A lesson as the hash of an address, "#lesson=1…": its JSON, compressed as texts of experiments' links are, and a checksum. */
import { hashLabel } from '../data/random';
import { BitReader, BitWriter, UnreadableError } from '../document/link/bits';
import { readText, writeText } from '../document/link/values';
import { words } from '../format/words';
import { type Lesson, laterVersion, readLesson } from './schema';

const start = '#lesson=';
const version = '1';
const checkBits = 30;

/** Most characters of such a link: what is longer does not survive every mail and chat. */
export const mostLinkCharacters = 16_000;

/** UTF-16 units of a lesson's JSON that a link is unpacked to, at most. */
const mostText = 400_000;

/** Encodes a lesson, "#" included; the link may be longer than is of use. @see mostLinkCharacters */
export function encodeLesson(lesson: Lesson): string {
  const text = JSON.stringify(lesson);
  const bits = new BitWriter().bits(hashLabel(text) % 2 ** checkBits, checkBits);
  writeText(bits, text);
  return start + version + bits.done();
}

/** Tells whether an address's hash has a lesson, whole or not. */
export const isLessonLink = (hash: string): boolean => hash.startsWith(start);

/** Decodes a link. @param hash "#" included @throws Error for the reader where it is cut, damaged or of a later lab */
export function decodeLesson(hash: string): Lesson {
  const [, number = '', body = ''] = /^(\d)([\w-]*)/.exec(hash.slice(start.length)) ?? [];
  if (number > version) throw laterVersion();
  return readLesson(textOf(body));
}

function textOf(body: string): string {
  try {
    const bits = new BitReader(body);
    const check = bits.bits(checkBits);
    const text = readText(bits, mostText);
    if (hashLabel(text) % 2 ** checkBits === check) return text;
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
  }
  throw new Error(
    words('lesson.cutLink', 'It is cut or damaged. Ask for the link again, or for the lesson as a file.'),
  );
}
