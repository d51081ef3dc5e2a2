// Signs without a shape, and letters that turn a line: shown as code points, and kept to themselves.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { bpeTokenizer } from '../../src/data/tokenizers/bpe';
import { bytesTokenizer } from '../../src/data/tokenizers/bytesTokenizer';
import { charTokenizer } from '../../src/data/tokenizers/char';
import {
  cutLabel,
  fromLeftToRight,
  isolated,
  labelWidth,
  visiblePage,
  visibleText,
} from '../../src/format/visible';
import { mapFigure } from '../../src/ui/figures/mapFigure';
import { standardColouring } from '../../src/ui/heatmap/mapPixels';

/** One of each kind that has no shape. */
const unseen = [
  0x00, 0x07, 0x1b, 0x7f, 0x85, 0x9f, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x1680, 0x17b4, 0x180e, 0x2000,
  0x2009, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x202f, 0x205f, 0x2060,
  0x2066, 0x2069, 0x206f, 0x2800, 0x3000, 0x3164, 0xe000, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffc,
  0xffff, 0xd800, 0xdfff, 0x1d159, 0x1d173, 0xe0001, 0xe0041, 0xe0100, 0xf0000, 0x10ffff, 0x378,
];
const label = (codePoint: number) => `⟨${codePoint.toString(16).toUpperCase().padStart(4, '0')}⟩`;

describe('what has no shape', () => {
  test.each(unseen)('%d is shown as its code point', (codePoint) => {
    const sign = String.fromCodePoint(codePoint);
    expect(visibleText(`a${sign}b`)).toBe(`a${label(codePoint)}b`);
    expect(visibleText(sign)).toBe(label(codePoint));
    // What is shown is shown as it is.
    expect(visibleText(visibleText(sign))).toBe(label(codePoint));
  });

  test('is nothing that can be seen', () => {
    for (const text of ['All standard', 'été', 'e\u0301', '中文', 'русский', 'עברית', '🐋', '␣↵⇥⍽', '\ufffd'])
      expect(visibleText(text)).toBe(text);
  });

  test('is a mark that has nothing to stand on', () => {
    expect(visibleText('\u0301')).toBe('⟨0301⟩');
    expect(visibleText('a \u0301')).toBe('a ⟨0301⟩');
    expect(visibleText('\u200b\u0301')).toBe('⟨200B⟩⟨0301⟩');
    expect(visibleText('\u20dd')).toBe('⟨20DD⟩');
  });

  test('is in a page of text neither its line feeds nor its white space', () => {
    expect(visiblePage('a\n\tb\u00a0c\u3000d\u202ee\r')).toBe('a\n\tb\u00a0c\u3000d⟨202E⟩e⟨000D⟩');
  });
});

test('letters that run from right to left are isolated in a line, and others stay as they are', () => {
  expect(isolated('עברית')).toBe('\u2068עברית\u2069');
  expect(isolated('العربية 1')).toBe('\u2068العربية 1\u2069');
  expect(isolated('𐤀')).toBe('\u2068𐤀\u2069');
  expect(isolated('All standard')).toBe('All standard');
  // No name ends an isolation or begins a turn.
  expect(isolated('א\u2069\u202e')).toBe('\u2068א⟨2069⟩⟨202E⟩\u2069');
});

test('letters are ordered as they stand', () => {
  expect(fromLeftToRight('a אבג דה b')).toBe('a הד גבא b');
  expect(fromLeftToRight('All standard 12')).toBe('All standard 12');
  expect(fromLeftToRight('אָב')).toBe('באָ');
});

test('a label is cut between its signs', () => {
  expect(cutLabel('abcdefgh', 7)).toBe('abcdef…');
  expect(cutLabel('abcdefg', 7)).toBe('abcdefg');
  expect(cutLabel('⟨10FFFF⟩', 7)).toBe('⟨10FFFF⟩');
  expect(cutLabel('⟨200B⟩⟨200B⟩', 7)).toBe('⟨200B⟩…');
  expect(cutLabel('a⟨200B⟩b', 7)).toBe('a…');
  expect(cutLabel('e\u0301'.repeat(7), 7)).toBe('e\u0301'.repeat(7));
  expect(cutLabel('e\u0301'.repeat(8), 7)).toBe(`${'e\u0301'.repeat(6)}…`);
  expect(labelWidth('e\u0301⟨200B⟩')).toBe(7);
});

describe('a token', () => {
  const text = unseen.map((codePoint) => String.fromCodePoint(codePoint)).join('a');

  test('of every tokenizer has a label that can be seen', async () => {
    const tokenizers = [
      charTokenizer.train(text),
      await bytesTokenizer.train(text, { vocabSize: 256 }),
      await bpeTokenizer.train(text.repeat(3), { vocabSize: 400 }),
    ];
    for (const tokenizer of tokenizers)
      for (let id = 0; id < tokenizer.vocabSize; id++) {
        const shown = tokenizer.tokenText(id);
        expect(shown).not.toBe('');
        // Bytes have signs for white space; none of these has another shape than its own.
        expect(visibleText(shown)).toBe(shown);
        expect(shown).not.toMatch(/^\s|\s$/);
      }
  });

  test('of characters is named by its code point, white space by its sign', () => {
    const tokenizer = charTokenizer.train('\u200b\u00ad\u3000\u202e\u00a0 \n\u0301');
    const labels = Array.from(tokenizer.encode('\u200b\u00ad\u3000\u202e\u00a0 \n\u0301'), (id) =>
      tokenizer.tokenText(id),
    );
    expect(labels).toEqual(['⟨200B⟩', '⟨00AD⟩', '⟨3000⟩', '⟨202E⟩', '⍽', '␣', '↵', '⟨0301⟩']);
  });

  test('on paper is a text of its own, cut to what fits', () => {
    const tokens = ['\u202eabc', '⟨200B⟩⟨200B⟩⟨200B⟩', 'א'];
    const { svg } = mapFigure({
      name: 'm',
      title: 't',
      subtitle: 's',
      link: 'l',
      queries: tokens,
      keys: tokens,
      maps: [{ name: 'm', picture: '', colouring: standardColouring, bars: null }],
    });
    expect(svg).toContain('>⟨202E⟩abc<');
    expect(svg).toContain('>⟨200B⟩…<');
    expect(svg).toContain('>א<');
    expect(svg).not.toContain('\u202e');
  });
});

test('the page writes no name and no token but isolated', () => {
  const ui = fileURLToPath(new URL('../../src/ui/', import.meta.url));
  const files = readdirSync(ui, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.tsx'),
  );
  expect(files.length).toBeGreaterThan(50);
  const bare = files.flatMap((path) =>
    [
      ...readFileSync(`${ui}/${path}`, 'utf8').matchAll(
        /(?<!text=|runName=)\{((run|row|entry|file|waiting|ownText|text)\.name|runName|tokens\[\w+\])\}/g,
      ),
    ].map(([found]) => `${path}: ${found}`),
  );
  // A task's tokens are the lab's own.
  expect(bare.filter((found) => !found.startsWith('kit/TaskSample'))).toEqual([]);
});
