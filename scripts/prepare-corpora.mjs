// Writes public/corpora/ from the text packages of node_modules: one plain text and one licence for each corpus.
// Run by start, build, test and by Vite itself; does nothing when the files are already there and current.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inRoot } from './lib/paths.mjs';
import { PlainError, runMain } from './lib/process.mjs';

const outputFolder = inRoot('public', 'corpora');
const chapterCount = 135;
const firstAddress = 1945;
const maxVocabulary = 100;

// Characters outside ASCII that have a spelling within it. The em dash stays: Melville leans on it (1,700 times).
/** @type {Record<string, string>} */
const spellings = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '\u2011': '-',
  '…': '...',
  Æ: 'AE',
  æ: 'ae',
  Œ: 'OE',
  œ: 'oe',
};

/**
 * One text in the form the tokenizers meet it: "\n" line ends, one line for each paragraph, one empty line between
 * paragraphs, and the characters of printable ASCII plus the em dash. Hard-wrapped lines are joined; five or more
 * spaces, which is how the package keeps the line breaks of verse, become line breaks again. Accents are dropped
 * and ligatures spelt out; what then is still outside the set is removed.
 * @param {string} text
 */
export function normalizeText(text) {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[‘’“”–\u2011…ÆæŒœ]/g, (character) => spellings[character] ?? character)
    .normalize('NFKD')
    .replace(/[^\n\t -~—]/g, '')
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .trim()
        .split(/ {5,}/)
        .map((line) => line.replace(/\s+/g, ' ').trim())
        .join('\n'),
    )
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/**
 * The novel: chapters 1 to 135 in order, each under its heading, then the epilogue. The etymology and the extracts
 * before it are left out: a table of words in other alphabets and a collection of quotations, not Melville's prose.
 * @param {string} data the folder of the package's data
 */
function mobyDick(data) {
  /** @param {string} name */
  const read = (name) => JSON.parse(readFileSync(`${data}/${name}.json`, 'utf8'));
  const chapters = Array.from({ length: chapterCount }, (_, index) => {
    const { chapter, title, text } = read(`chapter_${index + 1}`);
    return `CHAPTER ${chapter}. ${title}\n\n${text}`;
  });
  return [...chapters, read('epilogue').text].join('\n\n');
}

/**
 * The addresses since 1945 by year, each under a heading with its year and president. All since 1790 are 10 MB, more
 * than a page should fetch, and half of that is long written reports of the nineteenth century. The package keeps no
 * paragraphs, so an address is one line.
 * @param {string} data the folder of the package's data
 */
function stateOfTheUnion(data) {
  return readdirSync(data)
    .filter((name) => name.endsWith('.json') && Number.parseInt(name, 10) >= firstAddress)
    .sort()
    .map((name) => {
      const { year, name: president, text } = JSON.parse(readFileSync(`${data}/${name}`, 'utf8'));
      return `STATE OF THE UNION ${year}. ${president}\n\n${text}`;
    })
    .join('\n\n');
}

/** @typedef {{ file: string, package: string, read(data: string): string }} PackagedCorpus `read` takes the folder of the package's data */

/**
 * The corpora that come from packages: a corpus's file is named after it, with its licence beside it.
 * @type {PackagedCorpus[]}
 */
const corpora = [
  { file: 'moby-dick', package: 'datasets-moby-dick', read: mobyDick },
  { file: 'state-of-the-union', package: 'datasets-sotu', read: stateOfTheUnion },
];

/** Whether the file is there and none of its sources is newer. @param {string} path @param {string[]} sources */
function isCurrent(path, sources) {
  return existsSync(path) && sources.every((source) => statSync(source).mtimeMs <= statSync(path).mtimeMs);
}

/** @param {PackagedCorpus} corpus */
function prepareCorpus({ file, package: name, read }) {
  const folder = inRoot('node_modules', '@stdlib', name);
  if (!existsSync(folder)) {
    throw new PlainError(`The package @stdlib/${name} is not installed. Run npm ci, then try again.`);
  }
  const path = `${outputFolder}/${file}.txt`;
  if (isCurrent(path, [fileURLToPath(import.meta.url), `${folder}/package.json`])) return;
  const text = `${normalizeText(read(`${folder}/data`))}\n`;
  const vocabulary = new Set(text).size;
  if (vocabulary > maxVocabulary) {
    throw new Error(
      `${file}.txt has ${vocabulary} different characters after normalising; at most ${maxVocabulary} are meant.`,
    );
  }
  mkdirSync(outputFolder, { recursive: true });
  copyFileSync(`${folder}/LICENSE`, `${outputFolder}/${file}.LICENSE.txt`);
  // Two processes may prepare at once (a dev server and a test run): each writes its own file and renames it.
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
  console.log(`Prepared corpora/${file}.txt: ${text.length} characters, ${vocabulary} different ones.`);
}

/** Writes the files of public/corpora that are missing or older than this script or their package. */
export function prepareCorpora() {
  for (const corpus of corpora) prepareCorpus(corpus);
  // What the lab writes itself is under its own licence.
  copyFileSync(inRoot('LICENSE'), `${outputFolder}/stories.LICENSE.txt`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => prepareCorpora());
}
