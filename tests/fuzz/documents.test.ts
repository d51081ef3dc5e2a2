// Links, files and databases damaged by a printed seed: each is opened whole or refused with a sentence; nothing is thrown,
// hangs or takes much memory. LAB_FUZZ gives the number of cases (npm run fuzz).

import { readFileSync } from 'node:fs';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterEach, expect, test } from 'vitest';
import { Random } from '../../src/data/random';
import { BundleError, readBundle, writeBundle } from '../../src/document/file/bundle';
import { decodeLink, encodeLink } from '../../src/document/link/link';
import { fromRecords, type Saved } from '../../src/document/records';
import { parseExperiment } from '../../src/experiment/schema';
import { alone } from '../support/alone';
import { saved2 } from '../support/documents';
import { seed } from '../support/seed';

const cases = Number(process.env.LAB_FUZZ ?? 200);
const longest = 10_000;
const mostMemory = 64 * 1024;
const minute = 60_000;

const ownProperties = Object.getOwnPropertyNames(Object.prototype).length;
afterEach(() => expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(ownProperties));

/** Runs cases that must neither throw nor take long or much; tells how many were opened. */
function fuzz(what: string, count: number, one: (random: Random, n: number) => boolean): void {
  const random = new Random(seed).fork(what);
  let opened = 0;
  let slowest = 0;
  let largest = 0;
  for (let n = 0; n < count; n++) {
    const memory = process.resourceUsage().maxRSS;
    const start = performance.now();
    if (one(random, n)) opened++;
    const took = performance.now() - start;
    slowest = Math.max(slowest, took);
    expect(took, `case ${n}: milliseconds`).toBeLessThan(longest);
    const grew = process.resourceUsage().maxRSS - memory;
    largest = Math.max(largest, grew);
    expect(grew, `case ${n}: KiB`).toBeLessThan(mostMemory);
  }
  console.log(
    `${what}: ${opened} of ${count} opened, the slowest took ${slowest.toFixed(0)} ms, the largest ${largest} KiB; LAB_SEED=${seed}.`,
  );
}

const pick = <T>(random: Random, from: readonly T[]): T => from[random.int(from.length)] as T;

function scratched(random: Random, text: string): string {
  const signs = 'ABCxyz019-_.#%&=;"{}[]:,\u0000\u200b\ufeffé🐳';
  const at = random.int(text.length + 1);
  const rest = text.slice(at + random.int(4));
  return text.slice(0, at) + pick(random, [...signs, '', 'null', '1e999', '-1', '\r\n']) + rest;
}

const stored: { link: string }[] = JSON.parse(
  readFileSync(new URL('../fixtures/links/format-1.json', import.meta.url), 'utf8'),
);

test(
  'links',
  () =>
    fuzz('links', cases, (random) => {
      let link = `https://example.org/lab/${pick(random, stored).link}`;
      for (let times = random.int(3); times >= 0; times--) link = scratched(random, link);
      // Half of a surrogate pair has no form in UTF-8, and encodeURIComponent throws on it.
      if (random.int(3) === 0) link = encodeURIComponent(link.replace(/\p{Surrogate}/gu, '\ufffd'));
      const decoded = decodeLink(link);
      if (!decoded.ok) {
        expect(decoded.message).toMatch(/^[A-Z].*\.$/s);
        return false;
      }
      const { shared, warnings } = decoded;
      for (const warning of warnings) expect(warning).toMatch(/^[A-Z].*\.$/s);
      expect(parseExperiment(shared.experiment).ok).toBe(true);
      expect(decodeLink(encodeLink(shared))).toEqual({ ok: true, shared, warnings: [] });
      return warnings.length === 0;
    }),
  10 * minute,
);

function original() {
  const read = fromRecords(saved2());
  if (!read.ok) throw new Error(read.message);
  return read.document;
}

test(
  'files',
  () => {
    const saved = writeBundle(alone(original()));
    const whole = readBundle(saved, 'x.zip').document;
    const files = unzipSync(saved);
    fuzz('files', cases, (random, n) => {
      let bytes: Uint8Array = saved.slice();
      const flip = (of: Uint8Array) => {
        const at = random.int(of.length);
        of[at] = (of[at] as number) ^ (1 << random.int(8));
      };
      // Bits of the archive, which its CRCs hold; its end; and what is in it, packed anew so that the CRCs are right.
      const kind = n % 4;
      if (kind === 0) for (let k = random.int(3); k >= 0; k--) flip(bytes);
      else if (kind === 1) bytes = bytes.subarray(0, random.int(bytes.length));
      else {
        const name = kind === 2 ? 'experiment.json' : pick(random, Object.keys(files));
        let content = (files[name] as Uint8Array).slice();
        if (/json$/.test(name)) content = strToU8(scratched(random, new TextDecoder().decode(content)));
        else flip(content);
        bytes = zipSync({ ...files, [name]: content }, { level: 0 });
      }
      let opened: typeof whole;
      try {
        opened = readBundle(bytes, 'x.zip').document;
      } catch (error) {
        expect(error).toBeInstanceOf(BundleError);
        expect((error as Error).message).toMatch(/^x\.zip .*\.$/s);
        return false;
      }
      // Where nothing was packed anew, what opens is what was saved.
      if (kind < 2) expect(opened).toEqual(whole);
      // And else it can be saved and opened again.
      else {
        // A text beside another corpus is not the experiment's.
        const { ownText } = opened.experiment.corpus === 'ownText' ? opened : { ownText: null };
        expect(readBundle(writeBundle(alone(opened)), 'x.zip').document).toEqual({ ...opened, ownText });
      }
      return true;
    });
  },
  10 * minute,
);

/** What a value of a record may have become. */
const odd = (random: Random): unknown =>
  pick<unknown>(random, [
    undefined,
    null,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    1e300,
    0.5,
    '',
    '__proto__',
    true,
    [],
    {},
    new Float32Array(3).fill(Number.NaN),
    new Date(0),
  ]);

/** Changes one place somewhere in a record. */
function damage(random: Random, record: object): void {
  const entries = Object.keys(record);
  if (entries.length === 0) return;
  const key = pick(random, entries);
  const holder = record as Record<string, unknown>;
  const value = holder[key];
  if (ArrayBuffer.isView(value)) {
    const numbers = value as Float32Array;
    const kind = random.int(3);
    if (kind === 0 && numbers.length > 0) numbers[random.int(numbers.length)] = Number.NaN;
    else if (kind === 1) holder[key] = numbers.slice(1);
    else holder[key] = odd(random);
  } else if (typeof value === 'object' && value !== null && random.int(6) > 0) damage(random, value);
  else if (random.int(4) === 0) delete holder[key];
  else holder[key] = odd(random);
}

test(
  'databases',
  () =>
    fuzz('databases', cases, (random) => {
      const saved: Saved = structuredClone(saved2());
      damage(random, pick<object>(random, [saved.contents, saved.contents, saved.checkpoints, saved]));
      const read = fromRecords(saved);
      if (!read.ok) {
        expect(read.message).toMatch(/^The saved experiment .*\.$/s);
        return false;
      }
      const { document } = read;
      const again = readBundle(writeBundle(alone(document)), 'x.zip').document;
      expect(again.experiment).toEqual(document.experiment);
      expect(again.view).toEqual(document.view);
      return true;
    }),
  10 * minute,
);
