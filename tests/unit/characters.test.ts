import { expect, test } from 'vitest';
import { characterCount } from '../../src/data/characters';

test.each([
  ['', 0],
  ['a', 1],
  ['whale 🐋🐋', 8],
  // Halves of a pair without the other one.
  ['\ud83d', 1],
  ['\udc0b', 1],
  ['\ud83d\ud83d\udc0b\udc0b', 3],
  ['🐋\udc0b', 2],
])('%j has %d code points', (text, count) => {
  expect(characterCount(text)).toBe(count);
  expect(characterCount(text)).toBe([...text].length);
});
