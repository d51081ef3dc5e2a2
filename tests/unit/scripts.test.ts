// The scripts, which are plain JavaScript, so that they run before anything is installed.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shellWord } from '../../scripts/lib/arguments.mjs';
import { isSupportedNode, missingPackages } from '../../scripts/lib/ensure-packages.mjs';
import { installedCandidates } from '../../scripts/lib/find-chromium.mjs';
import { packagesWithHost } from '../../scripts/lib/lockfile.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { serveFolder } from '../../scripts/lib/static-server.mjs';
import {
  countsOfRun,
  oneCheck,
  playwrightCounts,
  sumOfCounts,
  vitestCounts,
} from '../../scripts/lib/test-counts.mjs';
import { normalizeText } from '../../scripts/prepare-corpora.mjs';
import { findFixture, fixturesOf } from '../support/commands';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['18.20.0', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['21.7.0', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['23.5.0', false],
  ['24.0.0', true],
  ['26.1.0', true],
])('Node %s is supported: %s', (version, supported) => {
  expect(isSupportedNode(version)).toBe(supported);
});

describe('missingPackages', () => {
  const lock = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  };

  test('is content with all packages there, without those of other platforms', () => {
    expect(missingPackages(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toEqual([]);
  });

  test('names a package that is absent or of another version', () => {
    expect(missingPackages(lock, { packages: {} })).toEqual(['node_modules/a']);
    const old = { packages: { 'node_modules/a': { version: '0.9.0' } } };
    expect(missingPackages(lock, old)).toEqual(['node_modules/a']);
  });
});

test('Chromium is looked for in the places of each platform, Chromium before Chrome', () => {
  expect(installedCandidates('linux', { PATH: '/a:/b' }).slice(0, 2)).toEqual(['/a/chromium', '/b/chromium']);
  expect(installedCandidates('linux', { PATH: '/a:/b' })).toContain('/b/google-chrome');
  expect(installedCandidates('darwin', { HOME: '/Users/me' })).toContain(
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  );
  expect(installedCandidates('win32', { PROGRAMFILES: 'C:\\Program Files' })).toContain(
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  );
});

test('a lockfile entry with a registry host is found', () => {
  const packages = {
    '': {},
    'node_modules/a': { resolved: 'https://registry.example/a.tgz' },
    'node_modules/b': {},
  };
  expect(packagesWithHost({ packages })).toEqual(['node_modules/a']);
});

describe('test counts', () => {
  const file = (status: string, ...tests: string[]) => ({
    name: inRoot('tests', 'some.test.ts'),
    status,
    assertionResults: tests.map((testStatus, n) => ({
      status: testStatus,
      ancestorTitles: ['sums'],
      title: `${n}`,
      failureMessages:
        testStatus === 'failed' ? ['\u001b[31mAssertionError: 1 is not 2\u001b[39m\n    at sums'] : [],
    })),
  });
  const some = join('tests', 'some.test.ts');

  test('Vitest: skipped tests count as neither, a file that does not load as one failure', () => {
    const testResults = [
      file('failed', 'passed', 'failed', 'failed'),
      file('failed'),
      file('passed', 'passed', 'pending'),
    ];
    const failures = [
      `${some} › sums › 1: AssertionError: 1 is not 2`,
      `${some} › sums › 2: AssertionError: 1 is not 2`,
      `${some} (outside its tests)`,
    ];
    expect(vitestCounts({ testResults })).toEqual({ passed: 2, failed: 3, failures });
  });

  test('Playwright: a flaky test and an error outside tests are failures', () => {
    const spec = (title: string, ...statuses: string[]) => ({
      title,
      tests: statuses.map((status) => ({
        status,
        results: status === 'unexpected' ? [{ error: { message: 'Error: no map\nCall log' } }] : [{}],
      })),
    });
    const phone = {
      title: 'on a phone',
      specs: [spec('opens', 'expected', 'unexpected'), spec('turns', 'flaky')],
    };
    const suites = [
      { title: 'links.spec.ts', specs: [spec('copies', 'expected', 'skipped')], suites: [phone] },
      { title: 'race.spec.ts', specs: [spec('ends', 'expected')] },
    ];
    const failures = [
      'links.spec.ts › on a phone › opens: Error: no map',
      'links.spec.ts › on a phone › turns (flaky)',
    ];
    expect(playwrightCounts({ suites })).toEqual({ passed: 3, failed: 2, failures });
    const errors = [{ message: 'No server.\n  at start' }, {}];
    expect(playwrightCounts({ suites, errors })).toEqual({
      passed: 3,
      failed: 4,
      failures: [...failures, 'outside tests: No server.', 'outside tests: an error'],
    });
  });

  test('a run that failed silently, found nothing or wrote no report has one failure', () => {
    const path = join(folder, 'report.json');
    writeFileSync(path, '{}');
    const run = (passed: number, failures: string[], status: number) =>
      countsOfRun(path, () => ({ passed, failed: failures.length, failures }), status);
    expect(run(3, [], 0)).toEqual({ passed: 3, failed: 0, failures: [] });
    expect(run(3, [], 2)).toEqual({ passed: 3, failed: 1, failures: ['the run ended with status 2'] });
    expect(run(3, ['a', 'b'], 1)).toEqual({ passed: 3, failed: 2, failures: ['a', 'b'] });
    expect(run(0, [], 0)).toEqual({ passed: 0, failed: 1, failures: ['the run found no test'] });
    const absent = countsOfRun(join(folder, 'absent.json'), () => sumOfCounts([]), 0);
    expect(absent).toEqual({ passed: 0, failed: 1, failures: ['the run wrote no report'] });
  });

  test('of several runs add up', () => {
    const runs = [oneCheck('tsc', false), { passed: 2, failed: 1, failures: ['a'] }, oneCheck('knip', true)];
    expect(sumOfCounts(runs)).toEqual({ passed: 3, failed: 2, failures: ['tsc', 'a'] });
  });
});

test('normalizeText joins wrapped lines, keeps paragraphs and verse, and spells rare characters in ASCII', () => {
  const text =
    'One\r\nline.\r\n\r\n \r\n  “Two—”  café, Æsir,\n‘œ’…\n\n     Verse,      second line\n\nחן end';
  expect(normalizeText(text)).toBe(
    'One line.\n\n"Two—" cafe, AEsir, \'oe\'...\n\nVerse,\nsecond line\n\nend',
  );
});

test('a word of a command reaches a shell as it is', ({ skip }) => {
  skip(process.platform === 'win32');
  const words = [
    'a b',
    '$HOME',
    '`id`',
    '$(id)',
    "it's",
    '"',
    '\\',
    '!!',
    '*',
    '~',
    '',
    '#1r.x',
    'a\nb',
    ';x',
    '&',
    'a.json',
  ];
  const given = words.map(shellWord).join(' ');
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${given}`], { encoding: 'utf8' });
  expect(printed.split('\0').slice(0, -1)).toEqual(words);
  expect(shellWord('experiments/first-look.json')).toBe('experiments/first-look.json');
});

describe('fixtures of two folders', () => {
  test('are listed by name, and found by path, or by name where that is unique', () => {
    writeFileSync(join(folder, 'uniform-mlp.json'), '{}');
    writeFileSync(join(folder, 'hidden.json'), '{}');
    writeFileSync(join(folder, 'notes.md'), '');
    const own = fileURLToPath(new URL('../fixtures', import.meta.url));
    const files = fixturesOf([own, folder]);
    expect(files.at(-1)).toEqual({ name: 'uniform-mlp', path: join(folder, 'uniform-mlp.json') });
    expect(files.map(({ name }) => name)).not.toContain('notes');
    expect(findFixture(files, 'hidden').path).toBe(join(folder, 'hidden.json'));
    expect(findFixture(files, join(own, 'uniform-mlp.json')).path).toBe(join(own, 'uniform-mlp.json'));
    expect(() => findFixture(files, 'uniform-mlp')).toThrow('in two folders');
    expect(() => findFixture(files, '../package')).toThrow('no fixture');
  });
});

test('what a folder has not is not found, with the folder’s 404.html where it has one', async () => {
  const { port, close } = await serveFolder(folder, 0, { '/site/': () => ({}) });
  const get = async (path: string) => {
    const response = await fetch(`http://localhost:${port}${path}`);
    return [response.status, await response.text()];
  };
  expect(await get('/site/favicon.ico')).toEqual([404, 'Not found\n']);
  writeFileSync(join(folder, '404.html'), 'Nothing here');
  expect(await get('/site/favicon.ico')).toEqual([404, 'Nothing here']);
  expect(await get('/elsewhere')).toEqual([404, 'Not found\n']);
  await close();
});

test('an unknown test stage is refused with the stages there are, before anything is installed', () => {
  const script = fileURLToPath(new URL('../../scripts/test.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, 'everything'], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr.trim()).toBe(
    'There is no test stage everything. The stages are static, unit, engine, browser, export, e2e.',
  );
});
