// @vitest-environment happy-dom
// What a file tells of its runs, in the list, in the tables of results, in what is copied of them, and in the comparison.
import { act, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { chooseTask } from '../../../src/experiment/edit';
import { Series } from '../../../src/runtime/series';
import { ComparePanel } from '../../../src/ui/panels/compare/ComparePanel';
import { LossPanel } from '../../../src/ui/panels/curves/LossPanel';
import { EvaluationPanel } from '../../../src/ui/panels/evaluation/EvaluationPanel';
import EvaluationPaper from '../../../src/ui/panels/evaluation/EvaluationPaper';
import { RunsPanel } from '../../../src/ui/panels/runs/RunsPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();
const { experiment } = app.document;
const perplexity = (value: number) => ({
  step: 200,
  outcomes: { perplexity: { metrics: { perplexity: { value, stderr: 0.5, n: 9 } } } },
});

/** What the command writes of the page's second run, trained for 200 steps at another rate. */
function written() {
  const { experiment: e } = experiment.getState();
  const [, run] = e.runs;
  if (!run) throw new Error('There is no run.');
  const optimizer = { ...e.optimizer, learningRate: 0.5 };
  return JSON.stringify({
    experiment: { ...e, steps: 200, optimizer, runs: [{ ...run, name: 'Night' }] },
    textHash: null,
    seeds: [
      {
        seed: e.seed,
        runs: {
          [run.id]: {
            losses: [{ step: 200, loss: 2 }],
            validation: [{ step: 200, loss: 2.25, accuracy: null }],
          },
        },
        evaluations: { [run.id]: perplexity(9) },
        indicators: {
          layers: { [run.id]: [{ indicators: { sink: 0.25 } }, { indicators: { sink: 0.75 } }] },
        },
      },
    ],
  });
}

beforeEach(async () => {
  app.listFilter.setState({ typed: '' });
  const [first] = experiment.getState().experiment.runs;
  const id = first?.id ?? '';
  const curves = {
    [id]: {
      train: Series.of([200], [3]),
      validation: Series.of([200], [3]),
      accuracy: Series.empty,
    },
  };
  const info = { vocab: 81, parameters: {}, uniformLoss: 4.4, chance: 1 / 81, bytesPerToken: 1 };
  app.session.runs.setState({ curves, info, evaluations: { [id]: perplexity(12) } });
  app.shownRuns.setState(app.session.runs.getState(), true);
  await app.readOnly.add(new File([written()], 'night.json'));
});
afterEach(() => {
  for (const { id } of app.readOnly.state.getState().groups) app.readOnly.remove(id);
});

const header = (panel: string, name: RegExp) =>
  within(screen.getByTestId(panel)).queryByRole('rowheader', { name });
const cells = (panel: string, name: RegExp) =>
  within(header(panel, name)?.closest('tr') as HTMLElement)
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);

it('stands in the tables with its losses, its evaluations and its settings, unjudged', () => {
  show(
    <>
      <LossPanel id="losses" title="Losses" />
      <EvaluationPanel id="evaluation" title="Evaluations" />
      <EvaluationPaper link="" />
    </>,
  );
  expect(cells('losses', /Night/).slice(-3)).toEqual(['2.0000', '2.2500', '2.2500']);
  expect(cells('losses', /Night/)).toContain('0.5');
  expect(cells('evaluation', /Night/).at(-1)).toBe('9.00 ± 0.50');
  expect(
    within(screen.getByTestId('evaluation')).getByText(/Runs of files, with a hollow mark/),
  ).toBeDefined();
  // Better than any, and no part of the comparison.
  expect(header('evaluation', /Night/)?.closest('tr')?.querySelector('[data-testid*="verdict"]')).toBeNull();
  const paper = screen.getAllByRole('table').at(-1) as HTMLElement;
  expect(within(paper).getByRole('columnheader', { name: 'Learning rate' })).toBeDefined();
});

it('is copied with what it differs in', async () => {
  const copy = vi.fn().mockResolvedValue(undefined);
  const user = show(<EvaluationPanel id="evaluation" title="Evaluations" />);
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(copy);
  await user.click(screen.getByTestId('copy-csv'));
  const [head = '', ...lines] = String(copy.mock.calls[0]?.[0]).split('\n');
  const at = head.split(',').indexOf('Learning rate');
  expect(at).toBeGreaterThan(0);
  expect(lines.find((line) => line.startsWith('Night'))?.split(',')).toContain('0.5');
});

it('is compared with a run of the page: stack, settings, figures and indicators', async () => {
  const user = show(<ComparePanel id="comparison" title="Compare" />);
  const { groups } = app.readOnly.state.getState();
  await user.selectOptions(screen.getByLabelText('Compared with'), `${groups[0]?.id}/0`);
  const figure = (name: string) =>
    within(screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent);
  expect(figure('Learning rate')[1]).toBe('0.5');
  // The columns are told apart by their marks, whatever is cut of the names.
  const marks = within(screen.getByTestId('compared-figures'))
    .getAllByRole('columnheader')
    .flatMap((head) => head.querySelector('path:last-child')?.getAttribute('d') ?? []);
  expect(marks).toHaveLength(2);
  expect(marks[0]).not.toBe(marks[1]);
  expect(figure('Validation loss').slice(0, 2)).toEqual(['3.0000', '2.2500']);
  expect(figure('Sink, mean over layers').slice(0, 2)).toEqual(['–', '0.500']);
  expect(screen.getByText(/^The second is a run of elsewhere/)).toBeDefined();
  expect(experiment.getState().experiment.runs.some(({ name }) => name === 'Night')).toBe(false);
});

it('is set aside in a sentence where the page trains on something else, and is back with it', () => {
  show(
    <>
      <RunsPanel id="runs" title="Runs" />
      <LossPanel id="losses" title="Losses" />
    </>,
  );
  expect(screen.getByTestId('read-only-settings').textContent).toMatch(/^Otherwise than here: .*Steps 200/);
  const { experiment: before } = experiment.getState();
  act(() => void experiment.getState().update(chooseTask('recall')));
  expect(screen.getByTestId('read-only-aside').textContent).toMatch(
    /^1 run is set aside: it was trained on Moby-Dick/,
  );
  expect(header('losses', /Night/)).toBeNull();
  act(() => void experiment.getState().update(() => before));
  expect(screen.queryByTestId('read-only-aside')).toBeNull();
  expect(header('losses', /Night/)).not.toBeNull();
});
