// Reads how many tests passed and failed from the JSON reports of Vitest and Playwright.

import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{passed: number, failed: number}} Counts */

/**
 * A test file that could not be loaded holds no tests; it counts as one failure.
 * @param {{testResults: {status: string, assertionResults: {status: string}[]}[]}} report
 * @returns {Counts}
 */
export function vitestCounts(report) {
  let passed = 0;
  let failed = 0;
  for (const file of report.testResults) {
    const failedHere = file.assertionResults.filter((test) => test.status === 'failed').length;
    passed += file.assertionResults.filter((test) => test.status === 'passed').length;
    failed += file.status === 'failed' && failedHere === 0 ? 1 : failedHere;
  }
  return { passed, failed };
}

/**
 * A test that passed only on a retry is flaky and counts as failed; an error outside tests counts as one.
 * @param {{stats: {expected: number, unexpected: number, flaky: number}, errors?: unknown[]}} report
 * @returns {Counts}
 */
export function playwrightCounts({ stats, errors = [] }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

/** A check without single tests counts as one test. @param {boolean} ok @returns {Counts} */
export const oneCheck = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

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
  const counts = existsSync(path) ? count(JSON.parse(readFileSync(path, 'utf8'))) : { passed: 0, failed: 0 };
  const silentFailure = counts.failed === 0 && (status !== 0 || counts.passed === 0);
  return silentFailure ? { ...counts, failed: 1 } : counts;
}
