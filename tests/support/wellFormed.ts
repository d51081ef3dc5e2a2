/** Whether XML is well-formed, as far as the lab's figures go. */
import { expect } from 'vitest';

const tag = /<(\/?)([a-zA-Z]+)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g;

/** Fails where a tag is left open or closed without having been opened, or a character has no place in XML. */
export function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, closing, name, selfClosing] of svg.matchAll(tag)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!selfClosing) open.push(name as string);
  }
  expect(open).toEqual([]);
  // Every "<" begins one of these tags.
  expect(svg.replaceAll(tag, '')).not.toMatch(/[<>]/);
  expect(svg).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
  expect(svg).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u);
}
