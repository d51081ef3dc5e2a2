// The golden fixtures are those that scripts/fixtures makes: no number in them was written by hand or has gone stale.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { fixturesOf } from '../support/commands';
import { newFolder, python } from './python';

const script = fileURLToPath(new URL('../../scripts/fixtures/make.py', import.meta.url));
const fixtures = fixturesOf([fileURLToPath(new URL('../fixtures', import.meta.url))]);
const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true }));

function make(...names: string[]) {
  const { status, stdout, stderr } = spawnSync(python as string, ['-B', script, folder, ...names], {
    encoding: 'utf8',
  });
  return { status, stderr, lines: stdout.trim().split('\n') };
}

describe.skipIf(!python)('scripts/fixtures', () => {
  test('makes every fixture as it is', () => {
    for (const { name, path } of fixtures) copyFileSync(path, join(folder, `${name}.json`));
    const { status, stderr, lines } = make(...fixtures.map(({ name }) => name));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(lines).toEqual(fixtures.map(({ name }) => `${name}: is as it is made here.`));
  });

  test('writes one anew that has changed in the seventh digit, or is not there', () => {
    const [changed, absent] = fixtures.slice(0, 2).map(({ name }) => name) as [string, string];
    const path = join(folder, `${changed}.json`);
    const fixture = JSON.parse(readFileSync(path, 'utf8'));
    const loss = fixture.expected.loss;
    fixture.expected.loss *= 1 + 1e-9;
    writeFileSync(path, JSON.stringify(fixture));
    expect(make(changed).lines).toEqual([`${changed}: is as it is made here.`]);
    fixture.expected.loss = loss * (1 + 1e-6);
    writeFileSync(path, JSON.stringify(fixture));
    rmSync(join(folder, `${absent}.json`), { force: true });
    expect(make(changed, absent).lines).toEqual([`${changed}: written.`, `${absent}: written.`]);
    expect(JSON.parse(readFileSync(path, 'utf8')).expected.loss).toBeCloseTo(loss, 10);
  });

  test('names the fixtures there are where one is unknown', () => {
    const { status, stderr } = make('uniform-standard', 'nonsense');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^There is no fixture nonsense\. The fixtures are uniform-standard, /);
  });
});
