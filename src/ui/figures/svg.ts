/** Writes SVG as text, every value escaped: names and tokens cannot become markup. */

export type Attributes = Record<string, string | number | undefined>;

/** Control characters have no place in XML; lone surrogates neither. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const notXml = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes text for SVG; characters that XML does not allow become U+FFFD. */
export const escaped = (text: string): string =>
  text.replace(notXml, '\ufffd').replace(/[&<>"]/g, (sign) => entities[sign] as string);

const rounded = (value: string | number) =>
  typeof value === 'number' ? String(Math.round(100 * value) / 100) : escaped(value);

/**
 * Writes `<name a="…">children</name>`. Attributes that are undefined are left out, numbers rounded to two decimals.
 * @param children markup, not text
 */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${rounded(value)}"`]))
    .join('');
  return children.length > 0 ? `<${name}${written}>${children.join('')}</${name}>` : `<${name}${written}/>`;
}

/** Writes a `<text>` element around escaped text. */
export const textElement = (text: string, attributes: Attributes): string =>
  element('text', attributes, escaped(text));
