/**
 * pieces.py with the kinds of all characters as they are here: Python has tables of Unicode too, but of another version.
 */
import { characterKinds } from '../data/tokenizers/pieces';
import template from './pytorch/pieces.py?raw';

/** Where pieces.py's template has the kinds' ranges. */
const marker = /^# RANGES:.*$/m;

const codePoints = 0x11_0000;

let script: string | null = null;

/** Writes pieces.py, with the ranges of this browser's own version of Unicode. */
export function piecesScript(): string {
  script ??= template.replace(marker, () => rangesLines());
  return script;
}

function rangesLines(): string {
  const kinds = Object.entries(characterKinds).map(([name, pattern]) => {
    const lines = wrapped(rangesOf(new RegExp(pattern, 'u'))).map((line) => `        ${line}\n`);
    return `    "${name}": ranges(\n        """\n${lines.join('')}        """\n    ),\n`;
  });
  return `# Of each kind the code points, in the version of Unicode of the browser that wrote this. All others are signs.\nRANGES = {\n${kinds.join('')}}`;
}

/** Ranges of code points that are of a kind, first and last in hexadecimal. */
function rangesOf(kind: RegExp): string[] {
  const found: string[] = [];
  let first = -1;
  for (let code = 0; code <= codePoints; code++) {
    const isOf = code < codePoints && kind.test(String.fromCodePoint(code));
    if (isOf && first < 0) first = code;
    if (isOf || first < 0) continue;
    const last = code - 1;
    found.push(first === last ? hex(first) : `${hex(first)}-${hex(last)}`);
    first = -1;
  }
  return found;
}

const hex = (code: number) => code.toString(16);

/** Words in lines of about 100 characters. */
function wrapped(words: readonly string[]): string[] {
  const lines = [''];
  for (const word of words) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (line.length > 100) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines;
}
