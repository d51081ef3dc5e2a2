// @vitest-environment happy-dom
// Runs of several seeds in the list: one row that opens to its members, with the mean of the losses that are stored.
import { act, screen, within } from '@testing-library/react';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { addSeeds } from '../../../src/experiment/seedRuns';
import { Series } from '../../../src/runtime/series';
import { CurvesPanel } from '../../../src/ui/panels/curves/CurvesPanel';
import { LossPanel } from '../../../src/ui/panels/curves/LossPanel';
import { RunsPanel } from '../../../src/ui/panels/runs/RunsPanel';
import { app, show, startAnew } from '../../support/page';
import { stack } from '../../support/stack';

startAnew();

const { experiment, view } = app.document;
const losses = [2.5, 2.7, 2.6, 1.5];

beforeAll(() => {
  // No frame comes: the time that a redraw takes is the machine's, and would throttle the tests that share the page.
  vi.stubGlobal('requestAnimationFrame', () => 0);
});
beforeEach(() => {
  app.session.edits.archive.state.setState({ archived: [] });
  app.shownRuns.setState(app.session.runs.getState(), true);
});
afterAll(() => {
  experiment.setState(experiment.getInitialState(), true);
  app.session.runs.setState(app.session.runs.getInitialState(), true);
  vi.unstubAllGlobals();
});

/** Two runs, the first of them at so many seeds, each with its curves. */
function train(seeds: number) {
  act(() =>
    experiment.getState().apply(
      (e) =>
        addSeeds(
          'one',
          seeds,
        )({
          ...e,
          runs: [
            { id: 'one', name: 'One', layers: stack('standard', 'mlp') },
            { id: 'two', name: 'Two', layers: stack('linear') },
          ],
        }),
      null,
    ),
  );
  const { runs } = experiment.getState().experiment;
  const curves = Object.fromEntries(
    runs.map(({ id }, i) => [
      id,
      {
        train: Series.of([1, 2], [4, losses[i] as number]),
        validation: Series.of([0, 2], [4, 3]),
        accuracy: Series.empty,
      },
    ]),
  );
  act(() => app.session.runs.setState({ curves }));
  return runs.map(({ id }) => id);
}

const list = () => screen.getByRole('list', { name: 'Runs' });
const choose = (user: ReturnType<typeof show>, name: string) =>
  user.click(within(screen.getByTestId('seed-drawing')).getByRole('radio', { name }));
const named = () =>
  within(list())
    .queryAllByTestId(/^run-name-/)
    .map(({ textContent }) => textContent);

it('offers nothing where no runs differ by their seed alone', () => {
  show(<RunsPanel id="runs" title="Runs" />);
  train(1);
  expect(screen.queryByTestId('seed-drawing')).toBeNull();
  act(() => view.getState().set({ seedDrawing: 'range' }));
  expect(named()).toEqual(['One', 'Two']);
});

it('lists a group as one row, with the mean of its last losses and how far they reach, and opens it', async () => {
  const user = show(<RunsPanel id="runs" title="Runs" />);
  train(3);
  expect(named()).toEqual(['One', 'One, seed 2', 'One, seed 3', 'Two']);
  await choose(user, 'Mean, range');
  expect(named()).toEqual(['Two']);
  const loss = screen.getByTestId('seeds-loss-0');
  expect(loss.textContent).toBe('2.6000');
  expect(loss.title).toBe('Mean training loss of the last step over 3 seeds; from 2.5000 to 2.7000');
  await choose(user, 'Mean ± error');
  expect(loss.title).toMatch(/with one standard error, 2\.5423 to 2\.6577$/);
  const opener = within(list()).getByRole('button', { name: /One, 3 seeds/, expanded: false });
  await user.click(opener);
  expect(named()).toEqual(['One', 'One, seed 2', 'One, seed 3', 'Two']);
  await choose(user, 'Each');
  expect(named()).toEqual(['One', 'One, seed 2', 'One, seed 3', 'Two']);
  expect(screen.queryByTestId('seeds-0')).toBeNull();
});

it('moves between the runs that are listed by the arrow keys', async () => {
  const user = show(<RunsPanel id="runs" title="Runs" />);
  train(3);
  await choose(user, 'Mean, range');
  screen.getByTestId('chip-3-0').focus();
  await user.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(screen.getByTestId('chip-3-0'));
  await user.click(screen.getByTestId('open-seeds-0'));
  screen.getByTestId('chip-3-0').focus();
  await user.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(screen.getByTestId('chip-2-0'));
});

it('hides and shows a group as a whole, and says what the band of its line is', async () => {
  const user = show(
    <>
      <RunsPanel id="runs" title="Runs" />
      <CurvesPanel id="curves" title="Loss" />
    </>,
  );
  const ids = train(3);
  expect(screen.queryByTestId('seeds-legend')).toBeNull();
  await choose(user, 'Mean ± error');
  expect(screen.getByTestId('seeds-legend').textContent).toBe(
    'A line with a band is the mean over seeds. Band: one standard error of the mean to each side.',
  );
  await user.click(screen.getByTestId('seeds-legend-0'));
  expect(view.getState().hiddenRuns).toEqual(ids.slice(0, 3));
  expect(screen.queryByTestId('seeds-legend')).toBeNull();
  await user.click(screen.getByTestId('seeds-legend-0'));
  expect(view.getState().hiddenRuns).toEqual([]);
});

it('pins the mean of a group, which the chart and the tables hold the others against', async () => {
  const user = show(
    <>
      <RunsPanel id="runs" title="Runs" />
      <CurvesPanel id="curves" title="Loss" />
      <LossPanel id="losses" title="Losses" />
    </>,
  );
  train(3);
  await choose(user, 'Mean ± error');
  const pin = screen.getByRole('button', { name: /^Pin .*One, 3 seeds/, pressed: false });
  await user.click(pin);
  expect(pin.getAttribute('aria-pressed')).toBe('true');
  expect(screen.getByRole('radio', { name: /Against .*One, 3 seeds/ })).toBeDefined();
  // The mean of 2.5, 2.7 and 2.6, which differ by 0.1: so a single run's seeds are taken to, 0.1 √(1 + 1/3).
  expect(screen.getByTestId('delta-train-3').textContent).toBe('−1.1000 ± 0.1155† clear');
  expect(screen.getByTestId('loss-delta-note').textContent).toContain(
    'Where one of the two is a single run, its seeds are taken to differ as much as the other’s.',
  );
  expect(screen.getByTestId('loss-delta-note').textContent).toContain('One, 3 seeds');
  // Any seed of a stack stands for it, as where it was pinned before they were drawn as one.
  act(() => view.getState().set({ pinnedRun: experiment.getState().experiment.runs[1]?.id ?? null }));
  expect(pin.getAttribute('aria-pressed')).toBe('true');
  await user.click(pin);
  expect(view.getState().pinnedRun).toBeNull();
});
