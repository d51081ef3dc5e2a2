/** The exported folder cuts text as the lab does, and tells where its text or tokens are not the lab's. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/data/random';
import { piecesOf } from '../../src/data/tokenizers/pieces';
import { here, python, runPython, tryPython } from './python';
import { type Change, type FolderKind, threeFolders } from './threeFolders';

const bytes = (content: Buffer) => content.toString('utf8');
const length = (text: string) => [...text].length.toLocaleString('en');

/** Letters that Unicode got after version 14, a long run of them, and white space and signs of every kind. */
const text =
  `The Ᲊea \u{2EBF0}${'\u{2EBF0}'.repeat(40)} is wide; 42 Ⅻ whales —\u00a0naïve\u3000🐋\ufeff\u180e\u0085\n\n\t x\n`.repeat(
    30,
  );

describe.skipIf(!python)('text and tokens of an exported folder', () => {
  const { folders, changed } = threeFolders(text);
  const { words } = folders;

  test('every code point is of the kind that it is to the lab, and a text falls into the same pieces', async () => {
    const random = new Random(5);
    const alphabet = Array.from(
      'aé \u0301\n\r\t1٣.,\u{1F40B}\u{1C89}\u{2EBF0}\u{1E4F0}\u00a0\u3000\ufeff\u180e\u200b\u0085',
    );
    const sample = Array.from({ length: 20_000 }, () => alphabet[random.int(alphabet.length)]).join('');
    writeFileSync(join(words, 'sample.txt'), sample);
    await runPython([here('kinds.py'), words], words);
    const [kinds, pieces] = JSON.parse(readFileSync(join(words, 'kinds.json'), 'utf8'));
    expect(pieces).toEqual(Array.from(piecesOf(sample), ([piece]) => piece));
    const other = Array.from({ length: 0x11_0000 }, (_, code) => code).filter(
      (code) => kinds[code] !== kindOf(String.fromCodePoint(code)),
    );
    expect(other).toEqual([]);
    expect(kinds).toHaveLength(0x11_0000);
  });

  /** As the pieces tell it: a word and a character of a word are one piece, and so on. */
  function kindOf(character: string): string {
    for (const [kind, of] of Object.entries({ s: '.', w: 'a', n: '1', l: '\n', b: '\t' })) {
      const [[first] = ['']] = piecesOf(of + character);
      if (first === of + character) return kind;
    }
    throw new Error(`${character} is of no kind.`);
  }

  const ofLab = `the lab's text has ${length(text)}.`;
  const sameLength = `text.txt is another text than the lab's, of the same length: ${length(text)} characters.`;
  const lineEnds = "text.txt has other line ends than the lab's text: it is the same text otherwise.";
  const marked = (content: Buffer) => Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), content]);
  const tokenizer = (change: (saved: { merges: unknown[]; symbols: string[] }) => object) => (c: Buffer) => {
    const saved = JSON.parse(bytes(c));
    return JSON.stringify({ ...saved, ...change(saved) });
  };

  const noSums =
    "config.json lacks the sums of the text and its tokens: whether they are the lab's cannot be told.";
  const lacking = (sum: string) => (c: Buffer) => {
    const { data, ...config } = JSON.parse(bytes(c));
    return JSON.stringify({ ...config, data: { ...data, [sum]: undefined } });
  };

  type Case = [of: FolderKind, name: string, file: string, change: Change, told: string | RegExp | null];
  const cases: Case[] = [
    ...(['words', 'characters', 'task'] as const).map(
      (of): Case => [of, `${of} as exported`, 'config.json', bytes, null],
    ),
    ...['text.txt', 'tokenizer.json', 'config.json'].map(
      (file): Case => ['words', `marked ${file}`, file, marked, null],
    ),
    ['words', 'two marks', 'text.txt', (c) => marked(marked(c)), null],
    ['words', 'two marks', 'config.json', (c) => marked(marked(c)), null],
    ...(['text', 'tokens'] as const).map(
      (sum): Case => ['words', `no sum of the ${sum}`, 'config.json', lacking(sum), noSums],
    ),
    [
      'task',
      'no sum of the samples',
      'config.json',
      lacking('samples'),
      'config.json lacks the sum of samples.safetensors: whether the lab wrote it cannot be told.',
    ],
    ['words', 'CRLF', 'text.txt', (c) => bytes(c).replaceAll('\n', '\r\n'), lineEnds],
    ['words', 'CRLF and a mark', 'text.txt', (c) => `\ufeff${bytes(c).replaceAll('\n', '\r\n')}`, lineEnds],
    ['words', 'CR', 'text.txt', (c) => bytes(c).replaceAll('\n', '\r'), lineEnds],
    [
      'words',
      'one letter more',
      'text.txt',
      (c) => `${c}x`,
      `text.txt has ${length(`${text}x`)} characters, and ${ofLab}`,
    ],
    [
      'words',
      'cut short',
      'text.txt',
      () => Array.from(text).slice(0, 900).join(''),
      `text.txt has 900 characters, and ${ofLab}`,
    ],
    [
      'words',
      'decomposed',
      'text.txt',
      (c) => bytes(c).normalize('NFD'),
      `text.txt has ${length(text.normalize('NFD'))} characters, and ${ofLab}`,
    ],
    ['words', 'another letter', 'text.txt', (c) => `S${bytes(c).slice(1)}`, sameLength],
    [
      'words',
      'Latin-1',
      'text.txt',
      () => Buffer.from('naïve '.repeat(200), 'latin1'),
      /^ends: \S*text\.txt is not UTF-8/,
    ],
    [
      'words',
      'UTF-16',
      'text.txt',
      (c) => Buffer.from(`\ufeff${c}`, 'utf16le'),
      /^ends: \S*text\.txt is not UTF-8/,
    ],
    [
      'words',
      'too short',
      'text.txt',
      () => 'The sea.',
      /^ends: \S*text\.txt has \d+ tokens, and a context of 16 needs 34\. Give/,
    ],
    [
      'words',
      'a merge less',
      'tokenizer.json',
      tokenizer(({ merges }) => ({ merges: merges.slice(0, -1) })),
      /^tokenizer\.json makes [\d,]+ tokens of text\.txt, and the lab made [\d,]+\.$/,
    ],
    [
      'characters',
      'symbols swapped',
      'tokenizer.json',
      tokenizer(({ symbols: [unknown, a, b, ...others] }) => ({ symbols: [unknown, b, a, ...others] })),
      /^tokenizer\.json makes other tokens of text\.txt than the lab did, as many: [\d,]+\.$/,
    ],
    [
      'characters',
      'foreign characters',
      'text.txt',
      (c) => `${bytes(c).slice(2)}ZÖ`,
      `${sameLength} The vocabulary lacks 2 of its characters, such as 'Z': token 0 stands for each.`,
    ],
    [
      'task',
      'a sample',
      'samples.safetensors',
      (c) => Buffer.concat([c.subarray(0, -2), Buffer.of((c.at(-2) as number) ^ 1), c.subarray(-1)]),
      'samples.safetensors is not the file that the lab wrote.',
    ],
  ];
  test('what differs is told, and nothing where nothing does', async () => {
    const copies = cases.map(([of, , file, change]) => changed(of, file, change));
    const printed = await runPython([here('differences.py'), ...copies], words);
    const found = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)[0]);
    expect(found).toHaveLength(cases.length);
    for (const [i, [, name, , , told]] of cases.entries())
      if (told === null) expect(found[i], name).toBeNull();
      else expect(found[i], name).toMatch(told);
  });

  test('samples of a task beside a text are not trained on', async () => {
    const folder = changed('words', 'text.txt', (c) => c);
    cpSync(join(folders.task, 'samples.safetensors'), join(folder, 'samples.safetensors'));
    const printed = async (own: string) => (await runPython([here('differences.py'), own], words)).trim();
    expect(await printed(folder)).toBe(await printed(words));
    rmSync(join(folder, 'text.txt'));
    expect(JSON.parse(await printed(folder))[0]).toMatch(/^ends: \S*text\.txt is not there\./);
  });

  test('train.py trains on another text only when told, and its weights then go with that text', async () => {
    const folder = changed('words', 'text.txt', (c) => `${bytes(c)}\nThe end.\n`);
    const refused = await tryPython(['train.py'], folder);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^text\.txt has .*\n.*--other-text\.\n$/);
    const told = await runPython(['train.py', '--other-text', '--out', 'first'], folder);
    expect(told).toMatch(/^text\.txt has .* characters, and the lab's text has/);
    expect(told).toContain('The weights of step 4 are in first.');
    // Any encoding of a terminal or of a file has these.
    expect(told).toMatch(/^[\n -~]*$/);
    const again = await runPython(['train.py', '--from', 'first', '--steps', '5'], folder);
    expect(again).not.toContain('text.txt');
    expect(again).toContain('The weights of step 5');
  });
});
