import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  byteCount,
  getTokenizerKind,
  tokenizerFromJSON,
  tokenizers,
  unknownSentence,
} from '../../src/data/tokenizers';
import { charTokenizer, unknownSymbol } from '../../src/data/tokenizers/char';

const book = readFileSync(new URL('../../public/corpora/moby-dick.txt', import.meta.url), 'utf8');

describe.each(tokenizers.map((kind) => [kind.id, kind] as const))('%s', (_id, kind) => {
  test('the whole book comes back, at once, token by token, and byte for byte', async () => {
    const tokenizer = await kind.train(book, { vocabSize: 400 });
    const ids = tokenizer.encode(book);
    expect(tokenizer.decode(ids) === book).toBe(true);
    expect(ids.every((id) => id >= 0 && id < tokenizer.vocabSize)).toBe(true);
    expect(byteCount(tokenizer, ids)).toBe(Buffer.byteLength(book));
    const stream = tokenizer.stream();
    const start = ids.subarray(0, 5000);
    const pieces = Array.from(start, (id) => stream.push(id)).join('') + stream.end();
    expect(pieces === tokenizer.decode(start)).toBe(true);
  });

  test('trained twice it is the same, also through JSON', async () => {
    const text = book.slice(0, 50_000);
    const [first, second] = [
      await kind.train(text, { vocabSize: 300 }),
      await kind.train(text, { vocabSize: 300 }),
    ];
    expect(second.toJSON()).toEqual(first.toJSON());
    const restored = tokenizerFromJSON(JSON.parse(JSON.stringify(first)));
    expect(restored.id).toBe(kind.id);
    expect(restored.vocabSize).toBe(first.vocabSize);
    expect(restored.encode('naïve whale\n')).toEqual(first.encode('naïve whale\n'));
  });

  test('refuses tokens there are not, and the vocabulary of another kind', async () => {
    const tokenizer = await kind.train('a text of its own', { vocabSize: 256 });
    for (const id of [-1, tokenizer.vocabSize, 0.5]) {
      expect(() => tokenizer.decode([id])).toThrow(RangeError);
      expect(() => tokenizer.tokenText(id)).toThrow(RangeError);
      expect(() => tokenizer.tokenBytes(id)).toThrow(RangeError);
    }
    expect(() => kind.fromJSON({ id: 'other', symbols: ['a'], merges: [] })).toThrow('This is not the vocab');
  });
});

test('the vocabulary is the unknown symbol and the code points in order', () => {
  const tokenizer = charTokenizer.train('ba😀 a');
  expect(tokenizer.toJSON()).toEqual({ id: 'char', symbols: [unknownSymbol, ' ', 'a', 'b', '😀'] });
  expect([...tokenizer.encode('ab 😀')]).toEqual([2, 3, 1, 4]);
});

test('a character outside the basic plane is one token', () => {
  const tokenizer = charTokenizer.train('a😀b');
  expect(tokenizer.encode('😀😀a')).toHaveLength(3);
  expect(tokenizer.decode(tokenizer.encode('😀😀a'))).toBe('😀😀a');
});

test('characters never seen become the unknown token, one each', () => {
  const tokenizer = charTokenizer.train('abc');
  expect([...tokenizer.encode('aß😀c')]).toEqual([1, 0, 0, 3]);
  expect(tokenizer.decode([1, 0, 0, 3])).toBe('a\uFFFD\uFFFDc');
});

test.each([
  ['the unknown symbol itself', 'a\uFFFDb'],
  ['a lone surrogate', 'a\uD83Db'],
  ['white space', ' \n\t\r\u00A0'],
  ['nothing', ''],
])('a training text with %s comes back', (_what, text) => {
  const tokenizer = charTokenizer.train(text);
  expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  expect(new Set(tokenizer.toJSON().symbols).size).toBe(tokenizer.vocabSize);
});

test('labels show white space, and decode keeps it', () => {
  const tokenizer = charTokenizer.train('a \n\t');
  const labels = (text: string) => Array.from(tokenizer.encode(text), (id) => tokenizer.tokenText(id));
  expect(labels('a \n\t')).toEqual(['a', '␣', '↵', '⇥']);
});

test('a tokenizer that went through JSON encodes alike', () => {
  const tokenizer = charTokenizer.train('a lone \uD83D and 😀');
  const restored = tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer)));
  expect(restored.encode('😀 \uD83D na?')).toEqual(tokenizer.encode('😀 \uD83D na?'));
  expect(restored.vocabSize).toBe(tokenizer.vocabSize);
});

test('an unknown kind and a foreign vocabulary are refused by name', () => {
  expect(() => getTokenizerKind('words')).toThrow('"words"');
  expect(() => tokenizerFromJSON({ id: 'words', symbols: [] })).toThrow('"words"');
  expect(() => charTokenizer.fromJSON({ id: 'char', symbols: ['a', 'b'] })).toThrow('character tokenizer');
});

describe('what a vocabulary lacks', () => {
  test('is told by characters, each once, and everything else is not', () => {
    const lower = charTokenizer.train('the whale 7\n');
    expect(lower.unknown('ZEBRA 7 ZZ')).toEqual(['Z', 'E', 'B', 'R', 'A']);
    expect(lower.unknown('the whale\n')).toEqual([]);
    expect(lower.unknown('𐐀\u200b\ufffd')).toEqual(['𐐀', '\u200b', '\ufffd']);
    expect(lower.decode(lower.encode('ZEBRA 7'))).toBe('\ufffd\ufffd\ufffd\ufffd\ufffd 7');
    // A text that holds the sign itself has no token of its own for it.
    expect(charTokenizer.train('a\ufffdb').unknown('\ufffd')).toEqual(['\ufffd']);
  });

  test.each(['bytes', 'bpe'])('is nothing of %s but halves of characters', async (id) => {
    const tokenizer = await getTokenizerKind(id).train('the whale '.repeat(9), { vocabSize: 260 });
    expect(tokenizer.unknown('ZEBRA 🐋 Ωß\u0000\u200b')).toEqual([]);
    expect(tokenizer.unknown('a\ud800b\udc00\ud800')).toEqual(['\ud800', '\udc00']);
  });

  test('is said in a sentence, also of characters that cannot be seen', () => {
    expect(unknownSentence([])).toBeNull();
    expect(unknownSentence(['Z'])).toBe(
      'The vocabulary lacks “Z”: it was read as “�”, whatever stands there.',
    );
    expect(unknownSentence(['\u200b', '\t', '\u202e', '\u0301', '𐐀'])).toBe(
      'The vocabulary lacks “⟨200B⟩”, “⇥”, “⟨202E⟩”, “⟨0301⟩”, “𐐀”: each was read as “�”, whatever stands there.',
    );
    expect(unknownSentence([...'abcdefghijklmno'])).toMatch(/“l” and 3 more: each/);
  });
});
