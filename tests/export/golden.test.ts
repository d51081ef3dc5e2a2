// The golden fixtures are those that scripts/fixtures makes: no number in them was written by hand or has gone stale.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { fixturesOf } from '../support/commands';
import { newFolder, python, tryPython } from './python';

const script = fileURLToPath(new URL('../../scripts/fixtures/make.py', import.meta.url));
const fixtures = fixturesOf([fileURLToPath(new URL('../fixtures', import.meta.url))]);
const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true }));

async function make(...names: string[]) {
  const { status, stdout, stderr } = await tryPython([script, folder, ...names], folder);
  return { status, stderr, lines: stdout.trim().split('\n') };
}

describe.skipIf(!python)('scripts/fixtures', () => {
  test('makes every fixture as it is', async () => {
    for (const { name, path } of fixtures) copyFileSync(path, join(folder, `${name}.json`));
    const { status, stderr, lines } = await make(...fixtures.map(({ name }) => name));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(lines).toEqual(fixtures.map(({ name }) => `${name}: is as it is made here.`));
  });

  test('writes one anew that has changed in the seventh digit, or is not there', async () => {
    const [close, changed, absent] = fixtures.slice(0, 3).map(({ name }) => name) as [string, string, string];
    const pathOf = (name: string) => join(folder, `${name}.json`);
    const read = (name: string) => JSON.parse(readFileSync(pathOf(name), 'utf8'));
    const multiplyLoss = (name: string, factor: number) => {
      const fixture = read(name);
      fixture.expected.loss *= factor;
      writeFileSync(pathOf(name), JSON.stringify(fixture));
      return fixture.expected.loss;
    };
    const closeLoss = multiplyLoss(close, 1 + 1e-9);
    const wrongLoss = multiplyLoss(changed, 1 + 1e-6);
    rmSync(pathOf(absent));
    expect((await make(close, changed, absent)).lines).toEqual([
      `${close}: is as it is made here.`,
      `${changed}: written.`,
      `${absent}: written.`,
    ]);
    expect(read(close).expected.loss).toBe(closeLoss);
    expect(read(changed).expected.loss).toBeCloseTo(wrongLoss / (1 + 1e-6), 10);
    expect(read(absent)).toMatchObject({ name: absent });
  });

  test('names the fixtures there are where one is unknown', async () => {
    const { status, stderr } = await make('uniform-standard', 'nonsense');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^There is no fixture nonsense\. The fixtures are uniform-standard, /);
  });
});
