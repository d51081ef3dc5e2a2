// What the lab of version 1 stored, read from the fixtures.
import { readFileSync } from 'node:fs';
import type { Saved } from '../../src/document/records';
import { type Dump, revive } from './stored';

const fixture = (name: string) => new URL(`../fixtures/documents/${name}`, import.meta.url);

/** A database of version 2 of the lab whose documents had no version. */
export const database2 = (): Dump => JSON.parse(readFileSync(fixture('database-2.json'), 'utf8'), revive);

/** A file of that lab, of the same experiment. */
export const file1 = (): Uint8Array => new Uint8Array(readFileSync(fixture('file-1.zip')));

/** A file of the lab whose documents had version 2, of the same experiment. */
export const file2 = (): Uint8Array => new Uint8Array(readFileSync(fixture('file-2.zip')));

/** A file of the lab whose documents had version 3, of the same experiment, with captures. */
export const file3 = (): Uint8Array => new Uint8Array(readFileSync(fixture('file-3.zip')));

/** The one experiment of the dump. */
export function saved2(): Saved {
  const { entries, contents, texts, checkpoints } = database2().stores;
  return {
    entry: entries[0]!.value,
    contents: contents[0]!.value,
    ownText: texts[0]!.value,
    checkpoints: Object.fromEntries(checkpoints.map(({ key: [, run], value }) => [run, value])),
    captures: {},
    sweeps: [],
    takes: [],
  };
}
