// How an experiment is cited, and that what the repository says of itself agrees.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { version } from '../../package.json';
import { citation } from '../../src/document/citation';
import { defaultExperiment } from '../../src/experiment/defaults';

const link = 'https://example.org/lab/#1AbC_d-e';
const experiment = { ...defaultExperiment(), seed: 41, steps: 600 };

test('both forms hold the link, the version, the seed and the paper', () => {
  const { text, bibtex } = citation(experiment, link, '9.8.7');
  for (const form of [text, bibtex]) {
    expect(form).toContain(link);
    expect(form).toContain('9.8.7');
    expect(form).toContain(`${experiment.runs.length} runs of 600 steps, seed 41`);
    expect(form).toContain('2510.11602');
    expect(form).toContain('Moosavi');
  }
  const seeded = {
    ...experiment,
    runs: experiment.runs.map((run, i) => (i === 1 ? { ...run, overrides: { seed: 5 } } : run)),
  };
  expect(citation(seeded, link, '1.0.0').text).toContain('of 600 steps, seeds 41, 5.');
  const [run] = experiment.runs.slice(0, 1);
  const single = run ? { ...experiment, runs: [run] } : experiment;
  expect(citation(single, link, '1.0.0').text).toContain(': 1 run of 600 steps');
});

test('the BibTeX is two entries with braces that match, whatever the address holds', () => {
  const { bibtex } = citation(experiment, 'https://example.org/{lab/#}x{', '1.0.0');
  expect(bibtex.match(/^@\w+\{[\w-]+,$/gm)).toHaveLength(2);
  let depth = 0;
  for (const sign of bibtex) {
    if (sign === '{') depth++;
    if (sign === '}') depth--;
    expect(depth).toBeGreaterThanOrEqual(0);
  }
  expect(depth).toBe(0);
  expect(bibtex).toContain('url = {https://example.org/%7Blab/#%7Dx%7B}');
});

test('CITATION.cff has the version of the package and the paper', () => {
  const cff = readFileSync(fileURLToPath(new URL('../../CITATION.cff', import.meta.url)), 'utf8');
  expect(cff).toMatch(new RegExp(`^version: ${version.replaceAll('.', '\\.')}$`, 'm'));
  expect(cff).toContain('arXiv:2510.11602');
});
