// Reads from the JSON reports of Vitest and Playwright how many tests passed and failed, which failed, and why.

import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './paths.mjs';

/**
 * `failures` names each test that failed, by its file and its titles, and has the first line of its error.
 * @typedef {{ passed: number, failed: number, failures: string[] }} Counts
 */

/**
 * @param {number} passed
 * @param {string[]} failures
 * @returns {Counts}
 */
const counts = (passed, failures) => ({ passed, failed: failures.length, failures });

/** A failed test and why. @param {string} name @param {string | undefined} error what it threw, with its stack */
function failure(name, error) {
  const why = stripVTControlCharacters(error ?? '')
    .trim()
    .split('\n')[0];
  return why ? `${name}: ${why}` : name;
}

/**
 * A test file that could not be loaded holds no tests; it counts as one failure.
 * @param {{testResults: {name: string, status: string, message?: string, assertionResults: {status: string, ancestorTitles: string[], title: string, failureMessages?: string[]}[]}[]}} report
 * @returns {Counts}
 */
export function vitestCounts({ testResults }) {
  let passed = 0;
  /** @type {string[]} */
  const failures = [];
  for (const { name, status, message, assertionResults } of testResults) {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    passed += assertionResults.filter((test) => test.status === 'passed').length;
    for (const { ancestorTitles, title, failureMessages } of failed)
      failures.push(failure([file, ...ancestorTitles, title].join(' › '), failureMessages?.[0]));
    if (status === 'failed' && failed.length === 0)
      failures.push(failure(`${file} (outside its tests)`, message));
  }
  return counts(passed, failures);
}

/**
 * What Playwright's report says of a file, and of each describe in it.
 * @typedef {{ title: string, suites?: Suite[], specs?: { title: string, tests: PlaywrightTest[] }[] }} Suite
 * @typedef {{ status: string, results?: { error?: { message?: string } }[] }} PlaywrightTest
 */

/** The tests of suites, each with the titles above it. @param {Suite[]} suites @param {string[]} above @returns {{name: string, status: string, error?: string}[]} */
function testsOf(suites, above = []) {
  return suites.flatMap(({ title, suites: inner = [], specs = [] }) => {
    const titles = [...above, title];
    const own = specs.flatMap((spec) =>
      spec.tests.map(({ status, results = [] }) => ({
        name: [...titles, spec.title].join(' › '),
        status,
        error: results.find(({ error }) => error)?.error?.message,
      })),
    );
    return [...own, ...testsOf(inner, titles)];
  });
}

/**
 * A test that passed only on a retry is flaky and counts as failed; an error outside tests counts as one.
 * @param {{suites: Suite[], errors?: {message?: string}[]}} report
 * @returns {Counts}
 */
export function playwrightCounts({ suites, errors = [] }) {
  const tests = testsOf(suites);
  const failures = tests
    .filter(({ status }) => status === 'unexpected' || status === 'flaky')
    .map(({ name, status, error }) => failure(status === 'flaky' ? `${name} (flaky)` : name, error));
  const outside = errors.map(({ message = 'an error' }) => failure('outside tests', message));
  return counts(tests.filter(({ status }) => status === 'expected').length, [...failures, ...outside]);
}

/** A check without single tests counts as one test. @param {string} name @param {boolean} ok @returns {Counts} */
export const oneCheck = (name, ok) => (ok ? counts(1, []) : counts(0, [name]));

/** The counts of several runs as those of one. @param {Counts[]} all @returns {Counts} */
export const sumOfCounts = (all) =>
  counts(
    all.reduce((sum, { passed }) => sum + passed, 0),
    all.flatMap(({ failures }) => failures),
  );

/**
 * The counts of a finished run. A run that wrote no report, found no test, or ended badly although no test
 * failed counts one failure, so that it cannot be taken for a success.
 * @template Report
 * @param {string} path the JSON report
 * @param {(report: Report) => Counts} count
 * @param {number} status the runner's exit status
 * @returns {Counts}
 */
export function countsOfRun(path, count, status) {
  const wrote = existsSync(path);
  const found = wrote ? count(JSON.parse(readFileSync(path, 'utf8'))) : counts(0, []);
  if (found.failed > 0 || (status === 0 && found.passed > 0)) return found;
  const why = !wrote ? 'wrote no report' : status === 0 ? 'found no test' : `ended with status ${status}`;
  return counts(found.passed, [`the run ${why}`]);
}
