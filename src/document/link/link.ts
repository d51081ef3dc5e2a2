/**
 * Links: an experiment and the view on it as the hash of an address, "#1srrv.…". After the format's number comes one
 * letter for each section, then the sections; each ends in a checksum, so that the rest of a
 * damaged or cut link can still be read. The same content always gives the same link.
 */
import { characterCount } from '../../data/characters';
import { ownTextId } from '../../data/corpora';
import { hashLabel } from '../../data/random';
import { withOverrides } from '../../experiment/edit';
import { withStyle } from '../../experiment/runStyles';
import { limits, type Run } from '../../experiment/schema';
import { words } from '../../format/words';
import { defaultView } from '../view';
import { BitReader, BitWriter, UnreadableError } from './bits';
import { readBranches, withBranches, writeBranches } from './branchesSection';
import { readCurves, writeCurves } from './curvesSection';
import { readHeadsOff, writeHeadsOff } from './headsSection';
import { readOverrides, writeOverrides } from './overridesSection';
import { linksIn } from './received';
import { repaired } from './repair';
import { readRun, writeRun } from './runSection';
import { baseExperiment, readSettings, readTask, writeSettings, writeTask } from './settingsSection';
import type { Shared } from './shared';
import { readStyles, writeStyles } from './stylesSection';
import { readSweep, writeSweep } from './sweepSection';
import { readTextSection, writeTextSection } from './textSection';
import { readView, writeView } from './viewSection';

const format = 1;
/** Longer than any link the lab makes. */
const maxLength = 12_000;
/** Longer than such a link becomes when each of its signs is escaped, and wrapped into an address of another. */
const maxReceived = 8 * maxLength;
const maxSections = 40;
const checkBits = 18;
const checkCharacters = checkBits / 6;

export type DecodedLink =
  | {
      ok: true;
      shared: Shared;
      /** What could not be read, each a message for the user. */
      warnings: string[];
    }
  | { ok: false /** What is wrong and what to do, for the user. */; message: string };

/** A section's letter and its name in warnings. */
const kinds = {
  s: () => words('link.parts.settings', 'the settings'),
  k: () => words('link.parts.task', 'the task'),
  r: () => words('link.parts.run', 'a run'),
  v: () => words('link.parts.view', 'the view'),
  t: () => words('link.parts.text', 'the text'),
  c: () => words('link.parts.curves', 'the curves'),
  o: () => words('link.parts.overrides', 'the runs’ own settings'),
  h: () => words('link.parts.heads', 'the heads that are switched off'),
  w: () => words('link.parts.sweep', 'the sweep'),
  b: () => words('link.parts.branches', 'the branches'),
  y: () => words('link.parts.styles', 'the runs’ colours and marks'),
} as const;
type Kind = keyof typeof kinds;

/** Tells whether typed text looks like a link or an address with one, and not like the name of a file. */
export const looksLikeLink = (text: string): boolean =>
  /[#＃]|%(?:25)*23|\bhttps?(?::|%(?:25)*3a)|^\W*\d+[a-z]+\.[\w.-]*\W*$/i.test(text);

/** Encodes an experiment, view, text and curves as a hash, "#" included. @param shared with a valid experiment */
export function encodeLink({ experiment, view, text, curves, sweep }: Shared): string {
  const sections: [Kind, string][] = [['s', writeSettings(experiment)]];
  if (experiment.task) sections.push(['k', writeTask(experiment.task)]);
  experiment.runs.forEach((run, i) => {
    sections.push(['r', writeRun(run, i)]);
  });
  sections.push(['o', writeOverrides(experiment.runs)]);
  sections.push(['h', writeHeadsOff(experiment.runs)]);
  sections.push(['b', writeBranches(experiment.runs)]);
  sections.push(['y', writeStyles(experiment.runs)]);
  sections.push([
    'v',
    writeView(
      view,
      experiment.runs.map(({ id }) => id),
    ),
  ]);
  if (text) sections.push(['t', writeTextSection(text)]);
  if (curves) sections.push(['c', writeCurves(curves)]);
  if (sweep) sections.push(['w', writeSweep(experiment, sweep)]);
  const there = sections.filter(([, body]) => body !== '');
  const letters = there.map(([kind]) => kind).join('');
  const written = there.map(([kind, body], i) =>
    i === there.length - 1 ? sealedAtEnd(kind, body) : sealed(kind, body),
  );
  return `#${format}${letters}.${written.join('.')}`;
}

/**
 * Decodes a link. Never throws.
 * @param link a hash, with "#" or without, a whole address, or what mails, chats and trackers made of one
 */
export function decodeLink(link: string): DecodedLink {
  if (link.length > maxReceived) return tooLong(characterCount(link.slice(link.lastIndexOf('#') + 1)));
  let best = noLink();
  for (const hash of linksIn(link)) {
    const reading = readHash(hash);
    if (reading.damaged < best.damaged) best = reading;
    if (best.damaged === 0) break;
  }
  return best.decode();
}

/** A way to read what came in for a link. */
interface Reading {
  decode(): DecodedLink;
  /** Sections whose checks are wrong: 0 where it was read as it was written. */
  damaged: number;
}

/** @param hash begins where the link does, and may go on behind it */
function readHash(hash: string): Reading {
  const refusedAs = (decoded: DecodedLink): Reading => ({ decode: () => decoded, damaged: maxSections + 1 });
  const head = /^(\d{1,6})([a-z]*)(?:\.|$)/.exec(hash);
  if (!head) return hash.length > maxLength ? refusedAs(tooLong(characterCount(hash))) : noLink();
  const [start, version, letters] = head as unknown as [string, string, string];
  if (Number(version) > format)
    return refusedAs(
      refuse(
        words(
          'link.later',
          'This link is of format {{version}}, made by a later version of the lab; this one reads up to {{format}}. Reload the page to get the newest version.',
          { version, format: String(format) },
        ),
      ),
    );
  if (Number(version) < 1 || letters === '' || letters.length > maxSections)
    return refusedAs(refuse(words('link.beginning', 'This link is damaged at its beginning.')));
  const bodies = hash.slice(start.length).split('.');
  // What a mail, a chat or a tracker put behind the link is no part of it: the letters tell how many sections there are.
  const last = letters.length - 1;
  if (last < bodies.length) bodies[last] = ownEnd(letters.slice(-1), bodies[last] as string);
  const length = start.length + bodies.slice(0, letters.length).join('.').length;
  if (length > maxLength) return refusedAs(tooLong(length));
  const sections = [...letters].map((kind, i): Section => ({ kind, body: checked(kind, bodies[i]) }));
  const damaged = sections.filter(({ body }) => body === null).length;
  return { decode: () => decodeSections(sections, bodies.length), damaged };
}

/** Signs of a link that text tools take for their own where it ends: they are taken off, or the last one is eaten. */
const eaten = ['_', '-', '__', '--'];

/** Returns the last section without what was put behind it, and with what was taken off it. */
function ownEnd(kind: string, received: string): string {
  const signs = /^[\w-]*/.exec(received)?.[0] ?? '';
  const marks = /[_-]*$/.exec(signs)?.[0].length ?? 0;
  const shorter = Array.from({ length: Math.min(marks, 8) + 1 }, (_, n) => signs.slice(0, signs.length - n));
  return [...shorter, ...eaten.map((end) => signs + end)].find((end) => checked(kind, end) !== null) ?? signs;
}

const noLink = (): Reading => ({
  decode: () =>
    refuse(words('link.none', 'This is not a link of Attention Lab, or its beginning is missing.')),
  damaged: Number.POSITIVE_INFINITY,
});
const tooLong = (length: number) =>
  refuse(
    words(
      'link.tooLong',
      'This link has {{length}} characters, more than the lab ever writes, so it was not read.',
      { length },
    ),
  );

interface Section {
  kind: string;
  /** null where it is missing or damaged. */
  body: string | null;
}

/** @param received how many sections there were, with those behind the link's own */
function decodeSections(sections: readonly Section[], received: number): DecodedLink {
  const warnings: string[] = [];
  const last = sections.length - 1;
  if (received <= last || (sections[last]?.body === null && received === last + 1))
    warnings.push(words('link.cut', 'The link is cut off or damaged at its end.'));
  if (sections.some(({ kind }) => !Object.hasOwn(kinds, kind)))
    warnings.push(
      words(
        'link.unknownPart',
        'A part of the link is of a kind that this version of the lab does not know.',
      ),
    );

  const read = <T>(kind: Exclude<Kind, 'r'>, reader: (from: BitReader) => T, instead: T): T => {
    const section = sections.find((s) => s.kind === kind);
    return section ? readSection(section, kinds[kind](), reader, warnings, instead) : instead;
  };
  const settings = read('s', (from) => readSettings(from, warnings), baseExperiment());
  const task = read('k', (from) => readTask(from, warnings), null);
  const runSections = sections.filter(({ kind }) => kind === 'r');
  const found = runSections
    .slice(0, limits.runs)
    .map((section, i) =>
      readSection(
        section,
        words('link.parts.runAt', 'run {{run}}', { run: i + 1 }),
        (from) => readRun(from, i),
        warnings,
        null,
      ),
    );
  if (runSections.length > limits.runs)
    warnings.push(
      words(
        'link.manyRuns',
        'The link has {{runs}} runs; the first {{most}} are here, which is the most there can be.',
        { runs: runSections.length, most: limits.runs },
      ),
    );
  const own = read('o', (from) => readOverrides(from, found.length, warnings), []);
  const headsOff = read('h', (from) => readHeadsOff(from, found.length), []);
  const styles = read('y', (from) => readStyles(from, found.length), []);
  const runs: Run[] = [];
  /** Ids by the runs' places in the link. */
  const ids = found.map((run, place) => {
    if (!run) return null;
    const id = `run-${runs.length + 1}`;
    const decoded = withOverrides({ ...run, id }, { ...own[place], headsOff: headsOff[place] });
    runs.push(withStyle(decoded, styles[place] ?? runs.length, runs.length));
    return id;
  });
  if (runs.length === 0)
    return refuse(
      [
        words('link.noRun', 'None of the link’s runs could be read. Ask for the link again.'),
        ...warnings,
      ].join(' '),
    );

  const branches = read('b', (from) => readBranches(from, found.length), []);
  const whole = repaired({ ...settings, task, runs }, warnings);
  const experiment = withBranches(whole, branches, ids, warnings);
  const view = read('v', (from) => readView(from, ids, warnings), defaultView);
  const usesOwnText = experiment.task === null && experiment.corpus === ownTextId;
  const text = usesOwnText ? read('t', readTextSection, null) : null;
  const curves = read('c', (from) => readCurves(from, found.length), null);
  const sweep = read('w', (from) => readSweep(from, experiment, warnings), undefined);
  return {
    ok: true,
    shared: {
      experiment,
      view,
      text,
      curves: curves?.filter((_, place) => ids[place] !== null) ?? null,
      ...(sweep && { sweep }),
    },
    warnings,
  };
}

function readSection<T>(
  { body }: Section,
  what: string,
  reader: (from: BitReader) => T,
  warnings: string[],
  instead: T,
): T {
  const leftOut = (why: string) => {
    warnings.push(words('link.leftOut', 'Of the link, {{what}} could not be read: {{why}}.', { what, why }));
    return instead;
  };
  if (body === null) return leftOut(words('link.why.damaged', 'that part is damaged or missing'));
  try {
    return reader(new BitReader(body));
  } catch (error) {
    if (error instanceof UnreadableError) return leftOut(error.message);
    throw error;
  }
}

/** Returns the section without its checksum; null where that is wrong. */
function checked(kind: string, section = ''): string | null {
  const body = section.slice(0, -checkCharacters);
  return body !== '' && section === sealed(kind, body) ? body : null;
}

/** Appends a checksum of 18 bits to a section. */
export const sealed = (kind: string, body: string): string =>
  body + new BitWriter().bits(hashLabel(kind + body) >>> (32 - checkBits), checkBits).done();

/**
 * Seals the last section so that its last sign is a letter or a digit: Markdown, chats and mails take "_" and "-" at an
 * address's end for their own. Readers stop before the signs that are added to the section.
 */
function sealedAtEnd(kind: string, body: string): string {
  for (let filler = 0; ; filler++) {
    // One sign moves the checksum's last bits little, so that each of the 64 may fail: after them it is two.
    const bits = filler <= 64 ? 6 : 12;
    const section = sealed(kind, filler === 0 ? body : body + new BitWriter().bits(filler - 1, bits).done());
    if (/[A-Za-z0-9]$/.test(section)) return section;
  }
}

const refuse = (message: string): DecodedLink => ({ ok: false, message });
