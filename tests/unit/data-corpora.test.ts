import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  corpora,
  corpusBytes,
  getCorpus,
  ownTextMaxBytes,
  parseOwnText,
  readOwnText,
} from '../../src/data/corpora';

const inPublic = (path: string) => new URL(`../../public/${path}`, import.meta.url);
const fromPublic = async (path: string) => readFileSync(inPublic(path.replace(/\?.*/, '')), 'utf8');
const load = (id: string, size = 1000) => getCorpus(id).load(fromPublic, { size });

describe.each(corpora.map((corpus) => [corpus.id, corpus] as const))('%s', (_id, corpus) => {
  test('loads, is about as long as it says, and has its licence beside it', async () => {
    const text = await load(corpus.id);
    const bytes = new TextEncoder().encode(text).length;
    expect(Math.abs(bytes - corpusBytes(corpus, 1000)) / bytes).toBeLessThan(0.01);
    expect(existsSync(inPublic(corpus.credit.licence))).toBe(true);
  });

  test('is printable ASCII, line feeds and em dashes, with no hard-wrapped or indented lines', async () => {
    const text = await load(corpus.id);
    expect(text.match(/[^\n -~—]/g)).toBeNull();
    expect(text.match(/ {2}|\n /g)).toBeNull();
    expect(text.match(/\n{3}/g)).toBeNull();
  });
});

describe.each(corpora.filter((c) => c.credit.url).map((corpus) => [corpus.id, corpus] as const))(
  '%s, a file of the site,',
  (_id, corpus) => {
    test('is asked for by a path relative to the page and by the version of its content', async () => {
      const asked: string[] = [];
      const text = await corpus.load(
        (path) => {
          asked.push(path);
          return fromPublic(path);
        },
        { size: 1 },
      );
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatch(/^corpora\//);
      const version = createHash('sha256').update(text).digest('hex').slice(0, 8);
      expect(asked[0]?.split('?v=')[1]).toBe(version);
    });

    test('says how much of it has come, to the last byte', async () => {
      let last = 0;
      await corpus.load(
        async (path, onBytes) => {
          const text = await fromPublic(path);
          onBytes?.(Buffer.byteLength(text));
          return text;
        },
        { size: 1, onBytes: (done) => (last = done) },
      );
      expect(last).toBe(corpus.bytes);
    });

    test('is not the start page of a host', async () => {
      const startPage = corpus.load(async () => '<!doctype html>', { size: 1 });
      await expect(startPage).rejects.toThrow('npm run build');
    });
  },
);

test('Moby-Dick holds all chapters in order, ends with the epilogue, and has 81 characters', async () => {
  const text = await load('mobyDick');
  const chapters = [...text.matchAll(/^CHAPTER (\d+)\. /gm)].map((match) => Number(match[1]));
  expect(chapters).toEqual(Array.from({ length: 135 }, (_, index) => index + 1));
  expect(text.indexOf('Call me Ishmael.')).toBe('CHAPTER 1. Loomings.\n\n'.length);
  expect(text.endsWith('only found another orphan.\n')).toBe(true);
  expect(text).toContain('in the whale,\nArched over me');
  expect(new Set(text).size).toBe(81);
});

test('State of the Union holds the addresses from 1945 to 2021 in order, each of some length', async () => {
  const text = await load('stateOfTheUnion');
  const parts = text.split(/^STATE OF THE UNION /m).slice(1);
  const years = parts.map((part) => Number.parseInt(part, 10));
  expect(parts).toHaveLength(79);
  expect(years).toEqual(years.toSorted((a, b) => a - b));
  expect([years[0], years.at(-1)]).toEqual([1945, 2021]);
  for (const part of parts) expect(part.length, part.slice(0, 40)).toBeGreaterThan(5000);
  expect(parts[0]).toMatch(/^1945\. Franklin D Roosevelt\n\n/);
  expect(text).toContain('STATE OF THE UNION 1961. John F Kennedy\n\nMr. Speaker, Mr. Vice President,');
  expect(text.match(/<[^>]*>|&[a-z]+;/g)).toBeNull();
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

  test('drops byte order marks as often as they stand there, and none within the text', () => {
    expect(parseOwnText(utf8('\ufeff\ufeffa\ufeffb'), 'a.txt', 3)).toEqual({ ok: true, text: 'a\ufeffb' });
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

  test('takes exactly 20 MiB and refuses one byte more', () => {
    const bytes = new Uint8Array(ownTextMaxBytes + 1).fill(0x61);
    expect(parseOwnText(bytes.subarray(1), 'big.txt', 10).ok).toBe(true);
    expect(parseOwnText(bytes, 'big.txt', 10)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/big\.txt has 20,971,521 bytes, and the limit is 20,971,520 \(20 MiB\)/),
    });
  });
});

describe('readOwnText', () => {
  const never = () => Promise.reject(new Error('It was read.'));

  test('reads a file as parseOwnText reads its bytes', async () => {
    expect(await readOwnText(new Blob(['one\r\ntwo']), 'a.txt', 7)).toEqual({ ok: true, text: 'one\ntwo' });
    expect(await readOwnText(new Blob(['one']), 'a.txt', 7)).toMatchObject({ ok: false });
  });

  test('does not read a file that is too large, however large it says it is', async () => {
    for (const [size, told] of [
      [ownTextMaxBytes + 1, '20,971,521 bytes'],
      [5e12, '5,000,000,000,000 bytes'],
    ] as const) {
      const file = Object.assign(new Blob(), { arrayBuffer: never });
      Object.defineProperty(file, 'size', { value: size });
      const result = await readOwnText(file, 'disk.img', 10);
      expect(result).toMatchObject({
        ok: false,
        message: expect.stringContaining(`disk.img has ${told}, `),
      });
    }
  });

  test('says what cannot be read: a folder, or a file that is gone', async () => {
    const folder = Object.assign(new Blob(), { arrayBuffer: never });
    expect(await readOwnText(folder, 'texts', 10)).toEqual({
      ok: false,
      message: 'texts could not be read. Is it a file, and is it still there?',
    });
  });
});
