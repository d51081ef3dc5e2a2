import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { getTokenizerKind, tokenizerFromJSON, tokenizers } from '../../src/data/tokenizers';
import { charTokenizer, unknownSymbol } from '../../src/data/tokenizers/char';

const book = readFileSync(new URL('../../public/corpora/moby-dick.txt', import.meta.url), 'utf8');

test.each(tokenizers.map((kind) => [kind.id, kind] as const))(
  '%s: the whole book comes back',
  (_id, kind) => {
    const tokenizer = kind.train(book);
    const ids = tokenizer.encode(book);
    expect(tokenizer.decode(ids) === book).toBe(true);
    expect(ids.every((id) => id >= 0 && id < tokenizer.vocabSize)).toBe(true);
  },
);

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

test.each([-1, 4, 0.5])('token %d is refused by decode and tokenText', (id) => {
  const tokenizer = charTokenizer.train('abc');
  expect(() => tokenizer.decode([id])).toThrow(RangeError);
  expect(() => tokenizer.tokenText(id)).toThrow(RangeError);
});

test('a tokenizer that went through JSON encodes alike', () => {
  const tokenizer = charTokenizer.train('a lone \uD83D and 😀');
  const restored = tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer)));
  expect(restored.encode('😀 \uD83D na?')).toEqual(tokenizer.encode('😀 \uD83D na?'));
  expect(restored.vocabSize).toBe(tokenizer.vocabSize);
});

test('an unknown kind and a foreign vocabulary are refused by name', () => {
  expect(() => getTokenizerKind('bpe')).toThrow('"bpe"');
  expect(() => tokenizerFromJSON({ id: 'bpe', symbols: [] })).toThrow('"bpe"');
  expect(() => charTokenizer.fromJSON({ id: 'char', symbols: ['a', 'b'] })).toThrow('character tokenizer');
});
