/**
 * Links as they come back from mails, chats, trackers and editors: finds where in a text a link may begin, and takes off
 * what was done to its signs. Whether a guess was right is for the sections' checks to say.
 */

/** The signs of a link's beginning, its format and the letters of its sections, where no other sign of a link is before them. */
const beginning = /(?<![\w-])\d{1,6}[a-z]{1,40}\./g;
/** A text with more places that look like it is no link. */
const mostPlaces = 8;
/** Escapes within escapes: a link in a query in a link. */
const mostRounds = 6;

/** Signs that are not seen, and that copying adds: soft hyphens, zero-width signs, direction marks, byte order marks. */
const unseen = /\u034f|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
const emptyLine = /\r?\n[ \t>]*\r?\n/g;
/** Line breaks within a link, with the marks of a quoted mail. */
const breaks = /[\\^]?\s*[\r\n\u0085\u2028\u2029]+[ \t>|]*|\s+/g;
/** What pages put into long words, or around a part of one. */
const tags = /<\/?(?:wbr|br|span|font|mark|strong|em|code|b|i|u)\b[^<>]{0,200}>/gi;

/** What HTML calls signs that a link or the address before it may have. */
const entities = new Map(
  Object.entries({
    amp: '&',
    apos: "'",
    colon: ':',
    dash: '-',
    equals: '=',
    gt: '>',
    hyphen: '-',
    lowbar: '_',
    lt: '<',
    nbsp: ' ',
    num: '#',
    percnt: '%',
    period: '.',
    quest: '?',
    quot: '"',
    sol: '/',
    UnderBar: '_',
    NoBreak: '',
    ZeroWidthSpace: '',
    shy: '',
    zwj: '',
    zwnj: '',
  }),
);

const signOf = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

const withoutEntities = (text: string) =>
  text
    .replace(/&#(\d{1,7});?/g, (_, code) => signOf(Number(code)))
    .replace(/&#x([\da-f]{1,6});?/gi, (_, code) => signOf(Number.parseInt(code, 16)))
    .replace(/&(\w{1,14});/g, (whole, name: string) => entities.get(name) ?? whole);

const withoutPercents = (text: string) => text.replace(/(?:%[\da-f]{2})+/gi, decodedPercents);

function decodedPercents(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    // Not UTF-8. Every sign of a link is ASCII: others may stay as they are.
    return run.replace(/%([0-7][\da-f])/gi, (_, code) => signOf(Number.parseInt(code, 16)));
  }
}

/** As strings of JSON and JavaScript, as Markdown, and as LaTeX and BibTeX, some of which set a sign in braces. */
const withoutBackslashes = (text: string) =>
  text
    .replace(/\{\\([^A-Za-z0-9\s])\}/g, '$1')
    .replace(/\\(?:u00|x)([0-7][\da-f])/gi, (_, code) => signOf(Number.parseInt(code, 16)))
    .replace(/\\(?=[^A-Za-z0-9\s])/g, '');

/** Hyphens, dashes and full-width signs that an editor has put for plain ones. */
const plainSigns = (text: string) =>
  text
    .replace(/[\u2010\u2011\u2012\u2212]/g, '-')
    .replace(/[\u2013\u2014]/g, '--')
    .replace(/[\u3002\uff61]|\[\.\]|\(\.\)/g, '.')
    .normalize('NFKC');

function unescaped(text: string): string {
  let now = text;
  for (let round = 0; round < mostRounds; round++) {
    const next = withoutBackslashes(withoutPercents(withoutEntities(now)));
    if (next === now) break;
    now = next;
  }
  return now;
}

/** As a mail writes it: "=" before a line's break and before the code of a sign. */
const unquoted = (text: string) =>
  text
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([2-7][\dA-F])/g, (_, code) => signOf(Number.parseInt(code, 16)));

/** As a guard of mails writes an address into its own: "-" and a code for each sign, "_" for "/". */
const unguarded = (text: string) =>
  text.replaceAll('_', '/').replace(/-([2-7][\dA-F])/g, (_, code) => signOf(Number.parseInt(code, 16)));

/** What is behind an empty line is no part of a link. */
const joined = (text: string) => text.replace(emptyLine, '|').replace(breaks, '');

/** The ways to read a text, the likeliest first. */
const readings: ((text: string) => string)[] = [
  (text) => text.trim(),
  unescaped,
  joined,
  (text) => joined(unescaped(text)),
  (text) => joined(plainSigns(unescaped(text))),
  (text) => joined(unescaped(unescaped(text).replace(tags, ''))),
  (text) => unescaped(joined(unquoted(text))),
  (text) => unescaped(joined(text).replaceAll('=', '')),
  (text) => unescaped(unguarded(joined(text))),
];

/**
 * Finds what may be a link in a text: an address, a hash, or what became of one.
 * @returns texts that each begin where a link may, without its "#", and go on to the text's end; the likeliest first
 */
export function* linksIn(text: string): Generator<string> {
  const seen = new Set<string>();
  const seeable = text.replace(unseen, '');
  for (const read of readings) {
    // Escaped ones too.
    const now = read(seeable).replace(unseen, '');
    const starts = Array.from(now.matchAll(beginning), ({ index }) => index).slice(-mostPlaces);
    for (const start of [now.lastIndexOf('#') + 1, ...starts.reverse()]) {
      const found = now.slice(start).trim();
      if (seen.has(found)) continue;
      seen.add(found);
      yield found;
    }
  }
}
