/** The file of a plan's lines: each is whole on the disk before the next, and what was cut off is not there when it is opened again. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { cannotBeRead, cannotBeWritten } from '../../../scripts/lib/outputs.mjs';
import { PlainError } from '../../../scripts/lib/process.mjs';
import { type AtlasLine, lineText, parseLine } from '../../atlas/line';

/** Lines by cell id. */
export type Lines = Map<string, AtlasLine>;

interface WholeLines {
  lines: Lines;
  /** Bytes of the whole lines; behind them may be one that was cut off. */
  bytes: number;
}

/** Reads a file of lines; of one that is not there, none. @throws {PlainError} where it cannot be read, or a line in it */
export const readLines = (path: string): Lines => wholeLines(path).lines;

function wholeLines(path: string): WholeLines {
  if (!existsSync(path)) return { lines: new Map(), bytes: 0 };
  const text = textOf(path);
  const lines: Lines = new Map();
  const parts = text.split('\n');
  // Behind the last line break is nothing, or a line that was being written.
  let cut = parts.pop() as string;
  parts.forEach((part, i) => {
    const line = parseLine(part);
    if (line) lines.set(line.id, line);
    else if (i === parts.length - 1) cut = `${part}\n${cut}`;
    else
      throw new PlainError(
        `Line ${i + 1} of ${path} is none of the atlas. Mend it, or name another file with --out.`,
      );
  });
  return { lines, bytes: Buffer.byteLength(text) - Buffer.byteLength(cut) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PlainError(cannotBeRead(path, error));
  }
}

export interface LineFile {
  lines: Lines;
  /** Adds a line, which is on the disk when this returns. */
  add(line: AtlasLine): void;
  close(): void;
}

/** Opens a file to go on with it. @throws {PlainError} where it cannot be read or written */
export function openLines(path: string): LineFile {
  const { lines, bytes } = wholeLines(path);
  const file = doOrSay(path, () => {
    const file = openSync(path, 'a');
    ftruncateSync(file, bytes);
    return file;
  });
  return {
    lines,
    add(line) {
      doOrSay(path, () => {
        writeFileSync(file, `${lineText(line)}\n`);
        fsyncSync(file);
      });
      lines.set(line.id, line);
    },
    close: () => closeSync(file),
  };
}

/** Writes all lines in this order, in place of the file or not at all. @throws {PlainError} where it cannot be written */
export function writeLines(path: string, lines: readonly AtlasLine[]): void {
  const text = lines.map((line) => `${lineText(line)}\n`).join('');
  if (existsSync(path) && textOf(path) === text) return;
  doOrSay(path, () => {
    const unfinished = `${path}.unfinished`;
    writeFileSync(unfinished, text, { flush: true });
    renameSync(unfinished, path);
  });
}

function doOrSay<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new PlainError(cannotBeWritten(path, error));
  }
}
