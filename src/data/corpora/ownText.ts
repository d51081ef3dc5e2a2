// Reads the user's own text, pasted or dropped as a file, and refuses what one cannot train on.

import { isolated } from '../../format/visible';
import { words } from '../../format/words';
import { characterCount } from '../characters';
import { decodeText, isUtf16, undecoded } from '../decodeText';

/** Most bytes of UTF-8 that an own text may have. */
export const ownTextMaxBytes = 20 * 1024 * 1024;

/** What an experiment gives as its corpus where the text is the user's own. */
export const ownTextId = 'ownText';

/** The text, or why it is refused. */
export type ReadText =
  | { ok: true; text: string }
  | { ok: false /** A sentence for the user. */; message: string };

// Control characters other than tab, line feed, form feed and carriage return, which texts do hold.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const controlCharacter = /[\0-\x08\x0b\x0e-\x1f\x7f]/;

function tooLarge(size: number, name: string): ReadText {
  const message = words(
    'text.tooLarge',
    '{{file}} has {{size}} bytes, and the limit is {{most}} ({{mostBytes}}). Use a part of it.',
    { file: isolated(name), size, most: ownTextMaxBytes, mostBytes: { bytes: ownTextMaxBytes } },
  );
  return { ok: false, message };
}

/** Reads a file or pasted text as parseOwnText does; one that is too large is not even read. Never rejects. */
export async function readOwnText(source: Blob, name: string, minChars: number): Promise<ReadText> {
  if (source.size > ownTextMaxBytes) return tooLarge(source.size, name);
  let bytes: ArrayBuffer;
  try {
    bytes = await source.arrayBuffer();
  } catch {
    return {
      ok: false,
      message: words('file.unreadable', '{{file}} could not be read. Is it a file, and is it still there?', {
        file: isolated(name),
      }),
    };
  }
  return parseOwnText(new Uint8Array(bytes), name, minChars);
}

/**
 * Reads bytes as UTF-8 text. A byte order mark is taken off and line ends become "\n".
 * @param name what to call the text in a message: a file name, or "The pasted text"
 * @param minChars the fewest characters that can be trained on
 */
export function parseOwnText(bytes: Uint8Array, name: string, minChars: number): ReadText {
  const refuse = (message: string): ReadText => ({ ok: false, message });
  if (bytes.length > ownTextMaxBytes) return tooLarge(bytes.length, name);
  const file = isolated(name);
  const binary = words(
    'text.binary',
    '{{file}} is not plain text: it looks like a binary file. Use a .txt file, or export it as plain text.',
    { file },
  );
  if (!isUtf16(bytes) && bytes.includes(0)) return refuse(binary);
  const decoded = decodeText(bytes);
  if (!decoded.ok) return refuse(undecoded(file, decoded.why));
  if (controlCharacter.test(decoded.text)) return refuse(binary);

  const text = decoded.text.replace(/\r\n?/g, '\n');
  const count = characterCount(text);
  if (count < minChars) {
    return refuse(
      words(
        'text.tooShort',
        '{{file}} is too short: it has {{characters}} characters, and at least {{least}} are needed. Use a longer text or a shorter context.',
        { file, characters: count, least: minChars },
      ),
    );
  }
  return { ok: true, text };
}
