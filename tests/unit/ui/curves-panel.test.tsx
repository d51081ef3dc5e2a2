// @vitest-environment happy-dom
// The pane of the curves: its controls, its words, and that it opens the view of differences by itself only once.
import { act, screen, within } from '@testing-library/react';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { RunCurves } from '../../../src/runtime/runReducer';
import { Series } from '../../../src/runtime/series';
import { CurvesPanel } from '../../../src/ui/panels/curves/CurvesPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const { experiment, view, history } = app.document;
const steps = Array.from({ length: 200 }, (_, i) => i + 1);
const falling = (offset: number): RunCurves => ({
  train: Series.of(
    steps,
    steps.map((step) => 4 - step / 100 + offset),
  ),
  validation: Series.of([0, 200], [4 + offset, 2 + offset]),
  accuracy: Series.empty,
});
const panel = () => show(<CurvesPanel id="curves" title="Loss" />);
const axisTitle = () => screen.getByTestId('axis-title').textContent;

beforeAll(() => {
  // No frame comes: the time that a redraw takes is the machine's, and would throttle the tests that share the page.
  vi.stubGlobal('requestAnimationFrame', () => 0);
});

/** What was trained once is brought back by its run's id: each test has its own. */
let test = 0;
beforeEach(() => {
  test++;
  // Files of tests share the page: nothing of another's is on the chart.
  app.session.edits.archive.state.setState({ archived: [] });
  app.shownRuns.setState(app.session.runs.getState(), true);
});
afterAll(() => {
  experiment.setState(experiment.getInitialState(), true);
  app.session.runs.setState(app.session.runs.getInitialState(), true);
  vi.unstubAllGlobals();
});

/** Gives the experiment so many runs, and each its curves. */
function train(count: number, offset: (i: number) => number) {
  const [first] = experiment.getState().experiment.runs;
  const runs = Array.from({ length: count }, (_, i) => ({ ...first!, id: `${test}-${i}`, name: `Run ${i}` }));
  act(() => experiment.getState().apply((e) => ({ ...e, steps: 200, runs }), null));
  const curves = Object.fromEntries(runs.map(({ id }, i) => [id, falling(offset(i))]));
  act(() => app.session.runs.setState({ curves }));
}

it('has every control from the start: what cannot be used yet is disabled', () => {
  panel();
  expect(screen.getByTestId<HTMLButtonElement>('save-chart').disabled).toBe(true);
  expect(screen.getByTestId<HTMLButtonElement>('reset-zoom').disabled).toBe(true);
  const before = screen.getAllByRole('button').length;
  train(2, (i) => i / 10);
  expect(screen.getByTestId<HTMLButtonElement>('save-chart').disabled).toBe(false);
  expect(screen.getAllByRole('button')).toHaveLength(before);
});

it('draws against the pinned run, against the first where none is pinned, and says so beside the axis', async () => {
  const user = panel();
  train(3, (i) => i / 10);
  expect(axisTitle()).toBe('nats per token');
  await user.click(
    within(screen.getByRole('radiogroup', { name: 'Drawn' })).getByRole('radio', { name: /^Against/ }),
  );
  expect(axisTitle()).toBe('difference to “Run 0”, nats per token');
  act(() => view.getState().set({ pinnedRun: `${test}-2` }));
  expect(axisTitle()).toBe('difference to “Run 2”, nats per token');
});

it('keeps the axes and the smoothing behind a button, each with its name', async () => {
  const user = panel();
  await user.click(screen.getByTestId('chart-settings'));
  const choose = (group: string, name: string) =>
    user.click(within(screen.getByRole('radiogroup', { name: group })).getByRole('radio', { name }));
  await choose('Horizontal axis', 'Tokens');
  await choose('Scale of the horizontal axis', 'Logarithmic');
  await choose('Scale of the vertical axis', 'Logarithmic');
  expect(view.getState()).toMatchObject({ xAxis: 'tokens', logSteps: true, logValues: true });
  expect(screen.getByRole('slider', { name: 'Smoothing' })).toBeDefined();
});

it('opens the view of differences where seven curves lie on one line, and never again', () => {
  panel();
  train(6, () => 0);
  expect(view.getState().against).toBe(false);
  train(7, () => 0);
  expect(view.getState()).toMatchObject({ against: true, againstOpened: true });
  act(() => view.getState().set({ against: false }));
  train(8, () => 0.001);
  expect(view.getState().against).toBe(false);
});

it('leaves it closed where it was undone, and where curves can be told apart', () => {
  panel();
  train(8, (i) => i / 4);
  expect(view.getState().against).toBe(false);
  train(8, () => 0);
  expect(view.getState().against).toBe(true);
  act(() => history.undo());
  train(8, () => 0.001);
  expect(view.getState().against).toBe(false);
});
