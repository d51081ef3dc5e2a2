// @vitest-environment happy-dom
// A long list of runs is filtered and sorted; the experiment and its links keep their order.
import { act, screen, within } from '@testing-library/react';
import { range } from 'es-toolkit';
import { beforeEach, expect, it } from 'vitest';
import type { Run } from '../../../src/experiment/schema';
import { addSeeds } from '../../../src/experiment/seedRuns';
import { Series } from '../../../src/runtime/series';
import { useHiddenRuns } from '../../../src/ui/charts/useHiddenRuns';
import { CurvesPanel } from '../../../src/ui/panels/curves/CurvesPanel';
import { LossPanel } from '../../../src/ui/panels/curves/LossPanel';
import { RunsPanel } from '../../../src/ui/panels/runs/RunsPanel';
import { app, show, startAnew } from '../../support/page';
import { stack } from '../../support/stack';

startAnew();
beforeEach(() => app.listFilter.setState({ typed: '' }));

const { experiment, view } = app.document;
const named = () =>
  within(screen.getByRole('list', { name: 'Runs' }))
    .queryAllByTestId(/^run-name-/)
    .map(({ textContent }) => textContent);

/** Runs of one layer each: the first with attention, the others linear. */
const runsOf = (...names: string[]): Run[] =>
  names.map((name, i) => ({ id: name, name, layers: stack(i === 0 ? 'standard' : 'linear') }));
function draw(runs: Run[]) {
  experiment.getState().apply((e) => ({ ...e, runs }), null);
  return show(<RunsPanel id="runs" title="Runs" />);
}
const names = ['Run 10', 'Run 9', 'Alpha', 'Beta', 'Gamma', 'Delta'];
const filter = () => screen.getByTestId<HTMLInputElement>('run-filter');
const shown = () => screen.getByTestId('runs-shown').textContent;

it('has no tools where it is short', () => {
  draw(runsOf(...names.slice(0, 5)));
  expect(screen.queryByTestId('run-filter')).toBeNull();
  expect(screen.queryByTestId('run-sort')).toBeNull();
});

it('is filtered by words or by a regular expression, says how many are shown, and shows all again', async () => {
  const user = draw(runsOf(...names));
  expect(named()).toEqual(names);
  expect(shown()).toBe('');
  await user.type(filter(), 'run linear');
  expect(named()).toEqual(['Run 9']);
  expect(shown()).toContain('1 of 6 runs shown, in charts and tables too.');
  await user.click(screen.getByTestId('show-all-runs'));
  expect(filter().value).toBe('');
  expect(named()).toEqual(names);
  await user.type(filter(), '/^(al|be)/');
  expect(named()).toEqual(['Alpha', 'Beta']);
  await user.clear(filter());
  await user.type(filter(), '/(/');
  expect(named()).toEqual(names);
  expect(screen.getByText(/is no regular expression/)).toBeTruthy();
});

it('shows a run that is added, and ends its filter where it is short again', async () => {
  const user = draw(runsOf(...names));
  await user.type(filter(), 'alpha');
  expect(named()).toEqual(['Alpha']);
  await user.click(screen.getByRole('button', { name: 'Add run' }));
  expect(named()).toHaveLength(7);
  await user.type(filter(), 'alpha');
  act(() => experiment.getState().apply((e) => ({ ...e, runs: e.runs.slice(0, 3) }), null));
  expect(named()).toEqual(names.slice(0, 3));
});

it('is sorted by name and by loss, and what is there is moved through by the arrow keys; nothing else changes', async () => {
  const user = draw(runsOf(...names));
  const losses = [3, 1, null, 2, 5, 4];
  act(() =>
    app.session.runs.setState({
      curves: Object.fromEntries(
        names.flatMap((name, i) => {
          const loss = losses[i];
          if (typeof loss !== 'number') return [];
          const validation = Series.of([10], [loss]);
          return [[name, { train: Series.empty, validation, accuracy: Series.empty }]];
        }),
      ),
    }),
  );
  const { experiment: before } = experiment.getState();
  const viewBefore = view.getState();
  await user.selectOptions(screen.getByTestId('run-sort'), 'By name');
  expect(named()).toEqual(['Alpha', 'Beta', 'Delta', 'Gamma', 'Run 9', 'Run 10']);
  await user.selectOptions(screen.getByTestId('run-sort'), 'By validation loss');
  expect(named()).toEqual(['Run 9', 'Beta', 'Run 10', 'Delta', 'Gamma', 'Alpha']);
  expect(experiment.getState().experiment).toBe(before);
  expect(view.getState()).toBe(viewBefore);
  // A row keeps the number of its run, which its style and its keys go by.
  screen.getByTestId('chip-1-0').focus();
  await user.keyboard('{ArrowDown}{ArrowDown}');
  expect(document.activeElement).toBe(screen.getByTestId('chip-0-0'));
  await user.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(screen.getByTestId('chip-3-0'));
});

it('has the seeds of a stack as one row that is there where any of them is found', async () => {
  const seeds = addSeeds(
    'Alpha',
    3,
  )({ ...experiment.getState().experiment, runs: runsOf('Alpha', 'Beta', 'C', 'D') });
  const user = draw(seeds.runs);
  act(() => view.getState().set({ seedDrawing: 'range' }));
  await user.type(filter(), 'seed 3');
  expect(named()).toEqual([]);
  expect(screen.getByTestId('open-seeds-0').textContent).toContain('Alpha, 3 seeds');
  expect(shown()).toContain('3 of 6 runs shown,');
  expect(range(3).every((i) => screen.queryByTestId(`run-name-${i}`) === null)).toBe(true);
});

it('has the difference of each loss to the pinned run’s, with its error in words, and of seeds as one row to their mean', async () => {
  const user = draw(runsOf('A', 'B', 'C'));
  const wave = (shift: number, count = 40) => ({
    train: Series.of(
      range(1, count + 1),
      range(1, count + 1).map((step) => 3 + Math.sin(step) + shift + 0.01 * (step % 3)),
    ),
    validation: Series.empty,
    accuracy: Series.empty,
  });
  act(() => {
    app.session.runs.setState({ curves: { A: wave(0), B: wave(0.5), C: wave(1, 5) } });
    app.shownRuns.setState(app.session.runs.getState(), true);
  });
  const delta = (i: number) => screen.queryByTestId(`delta-loss-${i}`);
  expect(range(3).map(delta)).toEqual([null, null, null]);
  await user.click(screen.getByTestId('pin-0'));
  expect(delta(0)).toBeNull();
  // Too few steps for ten parts.
  expect(delta(2)).toBeNull();
  expect(delta(1)?.firstChild?.textContent).toBe('+0.5000');
  const told = delta(1)?.title.replaceAll(/[⁨⁩]/g, '');
  expect(told).toBe(
    'Training loss less that of A, over at most the last 100 steps: +0.5000 ± 0.0000, clear.',
  );
  expect(delta(1)?.textContent).toContain(delta(1)?.title);
  expect(screen.getByTestId('run-loss-note').textContent?.replaceAll(/[⁨⁩]/g, '')).toBe(
    'Losses are of the last step. Below each: the difference to A, over at most the last 100 steps.',
  );
  // By touch there is no title: the menu says it.
  await user.click(screen.getByTestId('run-menu-1'));
  expect(screen.getAllByText(delta(1)?.title as string)).toHaveLength(2);
  await user.keyboard('{Escape}');
  // As in the table of losses, in the chart's unit.
  act(() => view.getState().set({ unit: 'perplexity' }));
  expect(delta(1)?.firstChild?.textContent).toMatch(/^\+\d\d?\.\d{3}$/);
});

/** What charts leave out. */
function LeftOut() {
  return <p data-testid="left-out">{useHiddenRuns().join(' ')}</p>;
}

it('has those that it does not find leave curves and tables, and says so there; the document stays', async () => {
  const curve = (loss: number) => ({
    train: Series.of([1, 2], [4, loss]),
    validation: Series.of([2], [loss]),
    accuracy: Series.empty,
  });
  const curves = Object.fromEntries(names.map((name, i) => [name, curve(1 + i)]));
  act(() => app.session.runs.setState({ curves }));
  act(() => app.shownRuns.setState(app.session.runs.getState(), true));
  experiment.getState().apply((e) => ({ ...e, runs: runsOf(...names) }), null);
  const before = view.getState();
  const user = show(
    <>
      <RunsPanel id="runs" title="Runs" />
      <CurvesPanel id="curves" title="Loss" />
      <LossPanel id="losses" title="Losses" />
      <LeftOut />
    </>,
  );
  const rows = () =>
    within(screen.getByTestId('losses'))
      .getAllByRole('rowheader')
      .map(({ textContent }) => textContent);
  expect(rows()).toEqual(names);
  await user.type(filter(), 'run');
  expect(rows()).toEqual(['Run 10', 'Run 9']);
  expect(screen.getByTestId('left-out').textContent).toBe('Alpha Beta Gamma Delta');
  expect(screen.getByTestId('curves-filtered').textContent).toContain('leaves out 4 of 6 runs.');
  await user.clear(filter());
  await user.type(filter(), 'zzz');
  expect(screen.getByText('The filter of the list finds no run. Change it, or show all.')).toBeDefined();
  await user.click(within(screen.getByTestId('curves-filtered')).getByRole('button'));
  expect(rows()).toEqual(names);
  expect(view.getState()).toBe(before);
});
