/**
 * XML and HTML: & < > and " become entities that both know, in text and in attributes, which stand in double quotes. What XML 1.0 forbids
 * altogether (most control characters, lone surrogates, U+FFFE and U+FFFF), which no entity can stand for, becomes U+FFFD.
 */

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const notXml = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu;

/** Escapes text for an element, or for an attribute in double quotes. */
export const markupText = (text: string): string =>
  text.replace(notXml, '\ufffd').replace(/[&<>"]/g, (sign) => entities[sign] as string);
