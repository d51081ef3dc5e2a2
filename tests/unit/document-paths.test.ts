// Checks that every path a document names exists, and reports document and line where one does not.

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = ['src', 'scripts', 'tests', 'docs', 'bench', 'findings', 'experiments'];

/** Paths of all files of these folders and of the root itself, relative to it, "/" between. */
function projectFiles(): string[] {
  const below = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/')),
  );
  const beside = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile());
  return [...below, ...beside.map(({ name }) => name)];
}

interface Mention {
  line: number;
  path: string;
}

/** Matches `text` line by line. */
function mentions(text: string, pattern: RegExp): Mention[] {
  return text
    .split('\n')
    .flatMap((content, n) =>
      [...content.matchAll(pattern)].map(([, path = '']) => ({ line: n + 1, path: path.replace(/\/$/, '') })),
    );
}

/** A path as a pattern for files and for what lies below folders. NAME and * stand for any name, as in "NAME.ts". */
const patternOf = (path: string) =>
  new RegExp(
    `^${path
      .replaceAll('NAME', '*')
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^/]+')}(/|$)`,
  );

/** @returns "document:line names PATH" for each path of a document that is none of `files` and no folder of them */
function missing(document: string, text: string, files: readonly string[]): string[] {
  const paths = mentions(text, new RegExp(`\`((?:${folders.join('|')})/[^\`\\s]*)\``, 'g'));
  const names = mentions(text, /`([\w.-]+\.(?:tsx?|mjs|sh))`/g).map(({ line, path }) => ({
    line,
    path,
    files: files.map((file) => posix.basename(file)),
  }));
  const links = mentions(text, /\]\((?!https?:)([^)#\s]+)/g).map(({ line, path }) => ({
    line,
    path: posix.join(posix.dirname(document), path),
  }));
  return [
    ...paths.map((mention) => ({ ...mention, files })),
    ...names,
    ...links.map((link) => ({ ...link, files })),
  ]
    .filter(({ path, files: among }) => {
      const pattern = patternOf(path);
      return !among.some((file) => pattern.test(file));
    })
    .map(({ line, path }) => `${document}:${line} names ${path}`);
}

test('every file and folder that a document names is there', () => {
  const files = projectFiles();
  const documents = files.filter((file) => file.endsWith('.md'));
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md']));
  const found = documents.flatMap((file) => missing(file, readFileSync(join(root, file), 'utf8'), files));
  expect(found).toEqual([]);
});

test('one that is not there is told with its line', () => {
  const files = ['src/a/index.ts', 'docs/spec.md'];
  const text = [
    'In `src/a`, `src/a/`, `src/a/index.ts`, `src/*/NAME.ts` and `index.ts`, see [the spec](spec.md#top).',
    '`src/b` and `src/a/ind`',
    'before `gone.ts`, [gone](gone.md) and `docs/NAME.txt`; not `a/b`, `code()` nor [out](https://example.org)',
  ].join('\n');
  expect(missing('docs/x.md', text, files)).toEqual([
    'docs/x.md:2 names src/b',
    'docs/x.md:2 names src/a/ind',
    'docs/x.md:3 names docs/NAME.txt',
    'docs/x.md:3 names gone.ts',
    'docs/x.md:3 names docs/gone.md',
  ]);
});

test('the glossary is sorted, and has one line for a word, which says where it lives', () => {
  const text = readFileSync(join(root, 'docs/glossary.md'), 'utf8');
  const entries = text.split('\n').filter((line) => line.startsWith('-'));
  const words = entries.map(
    (line) => /^- \*\*([^*]+)\*\*: .+ \(`[^`]+`\)\.$/.exec(line)?.[1]?.toLowerCase() ?? line,
  );
  expect(words.length).toBeGreaterThan(50);
  expect(words).toEqual([...new Set(words)].sort());
  expect(words.filter((word) => word.startsWith('-'))).toEqual([]);
});
