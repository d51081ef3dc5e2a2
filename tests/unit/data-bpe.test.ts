// Byte-pair encoding against cases worked by hand, and on texts no one would write.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/data/random';
import { bpeTokenizer } from '../../src/data/tokenizers/bpe';
import { bytesTokenizer } from '../../src/data/tokenizers/bytesTokenizer';
import { piecesOf } from '../../src/data/tokenizers/pieces';

const book = readFileSync(new URL('../../public/corpora/moby-dick.txt', import.meta.url), 'utf8');
const learn = (text: string, merges: number) => bpeTokenizer.train(text, { vocabSize: 256 + merges });
const code = (character: string) => character.charCodeAt(0);
const [a, b, c, d] = [...'abcd'].map(code) as [number, number, number, number];

/** Any code points, weighted towards those that are hard: outside the basic plane, combining, white space, marks. */
function wildText(random: Random, length: number): string {
  const kinds = [
    () => 0x20 + random.int(0x5f),
    () => [0x20, 0x0a, 0x0d, 0x09, 0xa0, 0x2028, 0x3000, 0xfeff, 0xfffd, 0][random.int(10)] as number,
    () => 0x80 + random.int(0x780),
    () => 0x300 + random.int(0x70),
    () => 0x4e00 + random.int(0x5000),
    () => 0x1f300 + random.int(0x400),
    () => random.int(0x110000),
  ];
  const points = Array.from({ length }, () => (kinds[random.int(kinds.length)] as () => number)());
  return String.fromCodePoint(...points);
}
/** UTF-8 has no lone surrogates: they become U+FFFD. */
const asUtf8 = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

describe('merges worked by hand', () => {
  test('join the most frequent pair first, then pairs with what it made', async () => {
    // " ab" 3 times, "abc" once: ab 4, " a" 3, bc 1. Then " " with ab, 3 times. Nothing else stands twice.
    const tokenizer = await learn('abc ab ab ab', 5);
    expect(tokenizer.toJSON()).toEqual({
      id: 'bpe',
      merges: [
        [a, b],
        [code(' '), 256],
      ],
    });
    expect(tokenizer.vocabSize).toBe(258);
    expect([...tokenizer.encode('abc ab ba')]).toEqual([256, c, 257, code(' '), b, a]);
  });

  test('among equals take the lower left token, then the lower right one', async () => {
    const tied = (await learn('cd\nab\ncd\nab\nad\nad', 3)).toJSON().merges;
    expect(tied).toEqual([
      [a, b],
      [a, d],
      [c, d],
    ]);
  });

  test('take overlapping pairs from the left', async () => {
    const tokenizer = await learn('aaaaa', 1);
    expect(tokenizer.toJSON().merges).toEqual([[a, a]]);
    expect([...tokenizer.encode('aaaaa')]).toEqual([256, 256, a]);
    expect([...tokenizer.encode('aa aaa')]).toEqual([256, code(' '), 256, a]);
  });

  test('never cross from one word to the next', async () => {
    const tokenizer = await learn('a b\na b\na b\na b', 10);
    for (let id = 256; id < tokenizer.vocabSize; id++) expect(tokenizer.decode([id])).toBe(' b');
  });

  test('stop where no pair stands twice, and keep the vocabulary asked for where some do', async () => {
    expect((await learn('abcd', 100)).vocabSize).toBe(256);
    expect((await learn(book.slice(0, 100_000), 500)).vocabSize).toBe(756);
  });
});

test('the counts kept up to date give the merges that counting anew gives', async () => {
  const text = book.slice(40_000, 52_000);
  const merges = (await learn(text, 120)).toJSON().merges;
  const pieces = Array.from(piecesOf(text), ([piece]) => [...Buffer.from(piece)]);
  const slow: [number, number][] = [];
  for (let token = 256; token < 376; token++) {
    const counts = new Map<string, number>();
    for (const piece of pieces)
      for (let i = 0; i + 1 < piece.length; i++) {
        const pair = `${piece[i]} ${piece[i + 1]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    const ranked = Array.from(counts, ([pair, n]) => ({ pair: pair.split(' ').map(Number), n }));
    ranked.sort(
      (p, q) => q.n - p.n || Number(p.pair[0]) - Number(q.pair[0]) || Number(p.pair[1]) - Number(q.pair[1]),
    );
    const [left, right] = (ranked[0] as (typeof ranked)[0]).pair as [number, number];
    slow.push([left, right]);
    for (const piece of pieces)
      for (let i = 0; i + 1 < piece.length; i++)
        if (piece[i] === left && piece[i + 1] === right) piece.splice(i, 2, token);
  }
  expect(merges).toEqual(slow);
});

test('any text comes back, whatever the tokenizer was trained on', async () => {
  const random = new Random(7);
  const onBook = await learn(book.slice(0, 200_000), 700);
  const onWild = await learn(wildText(random, 5000).repeat(3), 700);
  const bytes = await bytesTokenizer.train('', { vocabSize: 256 });
  for (let round = 0; round < 300; round++) {
    const text = wildText(random, random.int(60));
    for (const tokenizer of [onBook, onWild, bytes]) {
      const ids = tokenizer.encode(text);
      expect(tokenizer.decode(ids)).toBe(asUtf8(text));
      const stream = tokenizer.stream();
      expect(Array.from(ids, (id) => stream.push(id)).join('') + stream.end()).toBe(asUtf8(text));
    }
    expect(Array.from(piecesOf(text), ([piece]) => piece).join('')).toBe(text);
  }
});

test('labels show white space, and bytes that are no whole character', async () => {
  const tokenizer = await bytesTokenizer.train('', { vocabSize: 256 });
  const labels = Array.from(tokenizer.encode('a \n€'), (id) => tokenizer.tokenText(id));
  expect(labels).toEqual(['a', '␣', '↵', '⟨E2⟩', '⟨82⟩', '⟨AC⟩']);
});

test('a text of 1.2 MB is learned at 2,048 tokens in seconds, with turns for others', async () => {
  const reports: number[] = [];
  const started = performance.now();
  const tokenizer = await bpeTokenizer.train(book, {
    vocabSize: 2048,
    report: async (done) => void reports.push(done),
  });
  const seconds = (performance.now() - started) / 1000;
  const bytesPerToken = Buffer.byteLength(book) / tokenizer.encode(book).length;
  console.log(
    `Moby-Dick at 2,048 tokens: learned in ${seconds.toFixed(2)} s, ${reports.length} reports, ${bytesPerToken.toFixed(2)} bytes a token`,
  );
  expect(seconds).toBeLessThan(20);
  expect(bytesPerToken).toBeGreaterThan(2.5);
  expect(reports.length).toBeGreaterThan(2);
  expect(reports).toEqual(reports.toSorted((p, q) => p - q));
});

test('training ends where the report refuses', async () => {
  const cancelled = bpeTokenizer.train(book, {
    vocabSize: 8192,
    report: async (done) => {
      if (done > 256) throw new Error('No longer wanted.');
    },
  });
  await expect(cancelled).rejects.toThrow('No longer wanted.');
});

test('merges that use a token before it is made are refused', () => {
  expect(() => bpeTokenizer.fromJSON({ id: 'bpe', merges: [[97, 256]] })).toThrow('not made yet');
});
