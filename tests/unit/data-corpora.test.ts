import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { corpora, getCorpus, ownTextMaxBytes, parseOwnText } from '../../src/data/corpora';

const inPublic = (path: string) => new URL(`../../public/${path}`, import.meta.url);
const fromPublic = async (path: string) => readFileSync(inPublic(path), 'utf8');

describe.each(corpora.map((corpus) => [corpus.id, corpus] as const))('%s', (_id, corpus) => {
  test('loads, is about as long as it says, and has its licence beside it', async () => {
    const text = await corpus.load(fromPublic);
    const bytes = new TextEncoder().encode(text).length;
    expect(Math.abs(bytes - corpus.bytes) / bytes).toBeLessThan(0.01);
    expect(existsSync(inPublic(corpus.credit.licence))).toBe(true);
  });

  test('asks for a path relative to the page, so that the site works from a sub-path', async () => {
    const asked: string[] = [];
    await corpus.load((path) => {
      asked.push(path);
      return fromPublic(path);
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^corpora\//);
  });

  test('is printable ASCII, line feeds and em dashes, with no hard-wrapped or indented lines', async () => {
    const text = await corpus.load(fromPublic);
    expect(text.match(/[^\n -~—]/g)).toBeNull();
    expect(text.match(/ {2}|\n /g)).toBeNull();
    expect(text.match(/\n{3}/g)).toBeNull();
  });

  test('does not take the start page of a host for a text', async () => {
    await expect(corpus.load(async () => '<!doctype html>')).rejects.toThrow('npm run build');
  });
});

test('Moby-Dick holds all chapters in order, ends with the epilogue, and has 81 characters', async () => {
  const text = await getCorpus('mobyDick').load(fromPublic);
  const chapters = [...text.matchAll(/^CHAPTER (\d+)\. /gm)].map((match) => Number(match[1]));
  expect(chapters).toEqual(Array.from({ length: 135 }, (_, index) => index + 1));
  expect(text.indexOf('Call me Ishmael.')).toBe('CHAPTER 1. Loomings.\n\n'.length);
  expect(text.endsWith('only found another orphan.\n')).toBe(true);
  expect(text).toContain('in the whale,\nArched over me');
  expect(new Set(text).size).toBe(81);
});

test('an unknown corpus is refused by name', () => {
  expect(() => getCorpus('bible')).toThrow('"bible"');
});

describe('parseOwnText', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);

  test('takes UTF-8, drops the byte order mark and unifies line ends', () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, ...utf8('Grüße\r\nan 😀\ralle\n\tund\f—')]);
    expect(parseOwnText(bytes, 'a.txt', 5)).toEqual({ ok: true, text: 'Grüße\nan 😀\nalle\n\tund\f—' });
  });

  test('counts characters, not bytes or code units, and needs exactly minChars', () => {
    expect(parseOwnText(utf8('😀😀😀'), 'a.txt', 3)).toEqual({ ok: true, text: '😀😀😀' });
    expect(parseOwnText(utf8('😀😀😀'), 'a.txt', 4)).toMatchObject({ ok: false });
  });

  test.each([
    [
      'too short',
      utf8('abc'),
      /is too short: it has 3 characters, and at least 1,000 are needed\. Use a longer/,
    ],
    ['empty', utf8(''), /is too short: it has 0 characters/],
    ['a NUL byte', utf8(`${'a'.repeat(2000)}\0`), /looks like a binary file\. Use a \.txt/],
    ['a control character', utf8(`${'a'.repeat(2000)}\x1b`), /looks like a binary file/],
    ['Latin-1', new Uint8Array([0x47, 0x72, 0xfc, 0xdf, 0x65]), /not valid UTF-8.*Save it as UTF-8/],
    ['cut in the middle of a character', utf8('aé').slice(0, 2), /not valid UTF-8/],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0x00]), /UTF-16\. Save it as UTF-8/],
  ])('refuses what is %s, saying why', (_what, bytes, message) => {
    const result = parseOwnText(bytes, 'story.txt', 1000);
    if (result.ok) throw new Error('It was taken.');
    expect(result.message).toMatch(message);
    expect(result.message.startsWith('story.txt ')).toBe(true);
  });

  test('takes exactly 20 MB and refuses one byte more', () => {
    const bytes = new Uint8Array(ownTextMaxBytes + 1).fill(0x61);
    expect(parseOwnText(bytes.subarray(1), 'big.txt', 10).ok).toBe(true);
    expect(parseOwnText(bytes, 'big.txt', 10)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/big\.txt has 20\.\d MB, and the limit is 20\.0 MB/),
    });
  });
});
