// @vitest-environment happy-dom
// The grids of the atlas are one stop of the Tab key each, which is where the focus was last.
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Result } from '../../../src/atlas/results';
import { PairMatrix } from '../../../src/ui/atlas/PairMatrix';
import { StackTable } from '../../../src/ui/atlas/StackTable';
import { show, startAnew } from '../../support/page';
import { stack } from '../../support/stack';

startAnew();

const result = (subject: string, lower: 'mlp' | 'standard', upper: 'mlp' | 'standard'): Result => ({
  subject,
  stack: `${lower}+${upper}`,
  size: 'small',
  layers: stack(lower, upper),
  steps: 100,
  chance: 0.125,
  sameAs: null,
  runs: [{ seed: 1, score: { value: 0.5, stderr: 0.01 }, halfStep: null }],
});
const results = [
  result('recall', 'standard', 'mlp'),
  result('copy', 'standard', 'mlp'),
  result('copy', 'mlp', 'standard'),
];
const shared = {
  results,
  answers: [0.1, 0.5, 0.9].map((value) => ({ value, text: String(value), error: null, level: 1 })),
  isDifference: false,
  actions: { isShown: () => false, show: vi.fn(), open: vi.fn() },
};
const stops = () =>
  screen
    .getAllByTestId(/^atlas-.*\+/)
    .filter(({ tabIndex }) => tabIndex === 0)
    .map(({ dataset }) => dataset.testid);

it('of stacks by tasks: what was used last, by pointer and by keys', async () => {
  const user = show(<StackTable isListed={() => true} {...shared} />);
  expect(stops()).toEqual(['atlas-recall-standard+mlp']);
  await user.click(screen.getByTestId('atlas-copy-standard+mlp'));
  expect(stops()).toEqual(['atlas-copy-standard+mlp']);
  await user.keyboard('{ArrowDown}');
  expect(stops()).toEqual(['atlas-copy-mlp+standard']);
});

it('of stacks by tasks: the first cell that is there, where the first place is empty', () => {
  show(<StackTable isListed={({ stack: id }) => id === 'mlp+standard'} {...shared} />);
  expect(stops()).toEqual(['atlas-copy-mlp+standard']);
});

it('of pairs of layers: what was clicked last', async () => {
  const user = show(<PairMatrix {...shared} results={results.slice(1)} subject="copy" />);
  expect(stops()).toHaveLength(1);
  await user.click(screen.getByTestId('atlas-copy-mlp+standard'));
  expect(stops()).toEqual(['atlas-copy-mlp+standard']);
});
