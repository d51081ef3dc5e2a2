/** The one door for bytes from outside that are to be text or JSON: UTF-8, with a byte order mark before it or without. */
import { words } from '../format/words';

/** The text, or why there is none. */
export type DecodedText = { ok: true; text: string } | { ok: false; why: 'utf16' | 'notUtf8' };

const byteOrderMarks = /^\ufeff+/;

/** UTF-16 files begin with one of two marks; every other of their bytes may be NUL. */
export const isUtf16 = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

/** Decodes UTF-8. Byte order marks before it, which some editors write, are no part of the text. Never throws. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (isUtf16(bytes)) return { ok: false, why: 'utf16' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ok: true, text: text.replace(byteOrderMarks, '') };
  } catch {
    return { ok: false, why: 'notUtf8' };
  }
}

/** Says why a file is no text. @param file its name, as it may stand in a sentence */
export const undecoded = (file: string, why: 'utf16' | 'notUtf8'): string =>
  why === 'utf16'
    ? words('text.utf16', '{{file}} is encoded as UTF-16. Save it as UTF-8 and try again.', { file })
    : words(
        'text.notUtf8',
        '{{file}} is not valid UTF-8: it may be in an older encoding. Save it as UTF-8 and try again.',
        { file },
      );
