// Commands that tests in the browser call in Node, for what a page cannot do: read fixture files and write to the
// terminal. In a test: import { commands } from 'vitest/browser'.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserCommand } from 'vitest/node';

/** A golden fixture: its file name without .json, and its absolute path. */
export interface FixtureFile {
  name: string;
  path: string;
}

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** Every JSON file of tests/fixtures, then of the folder in LAB_FIXTURES when that is set. */
    listFixtures: () => Promise<FixtureFile[]>;
    /** The text of one listed fixture, given its path or its name; fails if no or more than one fixture fits. */
    readFixture: (nameOrPath: string) => Promise<string>;
    /** Writes one line to the terminal that runs the tests. */
    report: (line: string) => Promise<void>;
  }
}

const ownFolder = fileURLToPath(new URL('../fixtures', import.meta.url));

/** The JSON files of the folders, sorted by name within each. */
export function fixturesOf(folders: string[]): FixtureFile[] {
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => ({ name: basename(file, '.json'), path: join(folder, file) })),
  );
}

function allFixtures(): FixtureFile[] {
  const extra = process.env.LAB_FIXTURES;
  return fixturesOf(extra ? [ownFolder, resolve(extra)] : [ownFolder]);
}

/** The one fixture with this path or name. Throws if there is none, or if two folders hold the name. */
export function findFixture(fixtures: FixtureFile[], nameOrPath: string): FixtureFile {
  const found = fixtures.filter(({ name, path }) => path === nameOrPath || name === nameOrPath);
  if (found.length === 1 && found[0]) return found[0];
  throw new Error(
    found.length === 0
      ? `There is no fixture ${nameOrPath}.`
      : `The fixture name ${nameOrPath} is in two folders; give the path: ${found.map((f) => f.path).join(', ')}.`,
  );
}

const listFixtures: BrowserCommand<[]> = () => allFixtures();

const readFixture: BrowserCommand<[nameOrPath: string]> = (_context, nameOrPath) =>
  readFileSync(findFixture(allFixtures(), nameOrPath).path, 'utf8');

const report: BrowserCommand<[line: string]> = (_context, line) => {
  process.stdout.write(`${line}\n`);
};

export const browserCommands = { listFixtures, readFixture, report };
