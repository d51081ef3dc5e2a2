// Thousands of links that were changed at random, some with their checks put right: each is read or refused with a sentence.

import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { Random } from '../../src/data/random';
import { decodeLink, encodeLink, sealed } from '../../src/document/link/link';
import { experimentSchema } from '../../src/experiment/schema';
import { seed } from '../support/seed';

const ownProperties = Object.getOwnPropertyNames(Object.prototype).length;
afterEach(() => expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(ownProperties));

const stored: { link: string }[] = JSON.parse(
  readFileSync(new URL('../fixtures/links/format-1.json', import.meta.url), 'utf8'),
);

test('no mutation of a link throws, hangs, or gives what the schema or a link would not take', () => {
  const random = new Random(seed);
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.#%<"\u0000é🐳'];
  const letter = () => letters[random.int(letters.length)]!;
  const at = (text: string) => random.int(text.length + 1);

  /** Changes characters, so that mostly a check is wrong. */
  const scratched = (link: string): string => {
    const i = at(link);
    switch (random.int(7)) {
      case 0:
        return link.slice(0, i);
      case 1:
        return link.slice(i);
      case 2:
        return link.slice(0, i) + letter() + link.slice(i);
      case 3:
        return link.slice(0, i) + link.slice(i + 1 + random.int(4));
      case 4:
        return link.slice(0, i) + link.slice(at(link));
      case 5:
        return link + link.slice(i);
      default:
        return link.slice(0, i) + letter() + link.slice(i + 1);
    }
  };
  /** Changes a section and puts its check right, so that what is in it is read. */
  const forged = (link: string): string => {
    const [head, ...bodies] = link.split('.') as [string, ...string[]];
    if (bodies.length === 0) return scratched(link);
    const i = random.int(bodies.length);
    let kind = head[2 + i] ?? 'r';
    let body = bodies[i]!.slice(0, -3);
    for (let n = random.int(3); n >= 0; n--) body = scratched(body);
    if (random.int(8) === 0) kind = 'skrvtcx'[random.int(7)]!;
    bodies[i] = sealed(kind, body);
    return `${head.slice(0, 2 + i)}${kind}${head.slice(3 + i)}.${bodies.join('.')}`;
  };

  const count = 5000;
  const start = performance.now();
  let slowest = 0;
  let taken = 0;
  for (let n = 0; n < count; n++) {
    let link = stored[random.int(stored.length)]!.link;
    for (let times = random.int(3); times >= 0; times--)
      link = random.int(2) === 0 ? scratched(link) : forged(link);
    const before = performance.now();
    const decoded = decodeLink(link);
    slowest = Math.max(slowest, performance.now() - before);
    if (!decoded.ok) {
      expect(decoded.message).toMatch(/^[A-Z].*\.$/s);
      continue;
    }
    taken++;
    const { shared, warnings } = decoded;
    for (const warning of warnings) expect(warning).toMatch(/^[A-Z].*\.$/s);
    expect(experimentSchema.safeParse(shared.experiment).success).toBe(true);
    const ids = shared.experiment.runs.map(({ id }) => id);
    for (const id of [shared.view.runId ?? 'run-1', ...shared.view.hiddenRuns]) expect(ids).toContain(id);
    // What was taken is what a link can say: it goes out and comes back, with nothing more to be said.
    if (n % 2 === 0) continue;
    const again = decodeLink(encodeLink(shared));
    expect(again, link).toEqual({ ok: true, shared, warnings: [] });
  }
  const ms = performance.now() - start;
  console.log(
    `${taken} of ${count} were taken, in ${Math.round(ms)} ms; the slowest took ${slowest.toFixed(1)} ms.`,
  );
  expect(taken).toBeGreaterThan(count / 10);
  expect(taken).toBeLessThan(count);
}, 120_000);
