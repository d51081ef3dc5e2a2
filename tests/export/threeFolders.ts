/** Folders that the lab exports, on words, on characters and on a task, and copies of them in which a file is changed. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Experiment } from '../../src/experiment/schema';
import { newFolder, writeFolder } from './python';
import { onTask, onText, trainedFolder } from './trainedFolder';

export type FolderKind = 'words' | 'characters' | 'task';

/** A file's new content by the one it has. */
export type Change = (content: Buffer) => Buffer | string;

/**
 * Exports the folders before the tests of the describe that calls it, and removes them and their copies after them.
 * @param text what the first two train on
 * @param words what is not as usual in the first one's experiment
 */
export function threeFolders(text: string, words: Partial<Experiment> = {}) {
  const root = newFolder();
  const at = (name: string) => join(root, name);
  const folders = { words: at('words'), characters: at('characters'), task: at('task') };
  beforeAll(async () => {
    writeFolder(folders.words, await trainedFolder(onText(words), text));
    writeFolder(folders.characters, await trainedFolder(onText({ tokenizer: 'char' }), text));
    writeFolder(folders.task, await trainedFolder(onTask, null));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  let copies = 0;
  /** A copy in which one file is changed, or not there where that gives null. */
  function changed(of: FolderKind, file: string, change: Change | null): string {
    const copy = at(`copy-${copies++}`);
    cpSync(folders[of], copy, { recursive: true });
    const path = join(copy, file);
    if (change) writeFileSync(path, change(readFileSync(path)));
    else rmSync(path);
    return copy;
  }
  return { folders, changed };
}
