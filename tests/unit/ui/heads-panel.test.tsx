// @vitest-environment happy-dom
// The panel of the heads' scores, of a run with a head switched off.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { Random } from '../../../src/data/random';
import { chosenTask, taskChoice } from '../../../src/data/tasks';
import { probeText } from '../../../src/document/probeText';
import { toggleHead } from '../../../src/experiment/overrides';
import type { Capture } from '../../../src/measure/capture';
import { induction } from '../../../src/measure/heads/induction';
import { fillInLayout } from '../../../src/platform/layout';
import * as sharing from '../../../src/platform/sharing';
import { headScoresFigure } from '../../../src/ui/figures/headScoresFigure';
import { HeadsPanel } from '../../../src/ui/panels/inside/HeadsPanel';
import { app, show, startAnew } from '../../support/page';
import { stack } from '../../support/stack';

startAnew();

const { runs } = app.session;
const { experiment, view } = app.document;
const first = experiment.getInitialState().experiment.runs[0]!;
beforeEach(() => {
  fillInLayout();
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(300);
  experiment.getState().update(toggleHead(first.id, 0, 0));
  const text = probeText(experiment.getState().experiment, view.getState());
  const layer = (values: number[]): Capture['layers'][0] => ({
    weights: null,
    indicators: null,
    scores: null,
    headScores: { induction: values },
  });
  const captures = [0, 1, 2, 4, 8, 16, 32, 64].map((step, i): Capture => {
    const values = i < 4 ? [0.1, 0.1] : [0.9, 0.8];
    return {
      step,
      text,
      tokens: ['a'],
      heads: 2,
      cut: false,
      unknown: [],
      layers: first.layers.map(() => layer(values)),
    };
  });
  runs.setState({ captures: { [first.id]: captures } });
});

it('marks the head as off in the grid, on its curve and on paper, and names others alone', () => {
  show(<HeadsPanel id="heads" title="Heads" />);
  const cells = within(screen.getByTestId('head-grid')).getAllByRole('button');
  expect(cells[0]?.textContent).toBe('Layer 1, head 1: 0.90 off');
  expect(cells[1]?.textContent).toBe('Layer 1, head 2: 0.80 by 8');
  const curves = screen.getByTestId('head-curves');
  expect(curves.textContent).toContain('Layer 1, head 1: off');
  expect(curves.querySelectorAll('path[stroke-dasharray]')).toHaveLength(1);
  // Three layers have two heads that rose, the first has one.
  const others = 2 * first.layers.length - 2;
  expect(screen.getByTestId('take-off').textContent).toMatch(
    new RegExp(
      `layer 2, head 1 is the highest: .* 0.90 at step \\d+. ${others} other heads’ scores rose too`,
    ),
  );
  const run = experiment.getState().experiment.runs[0]!;
  const picture = (finds: boolean) =>
    headScoresFigure({
      run,
      score: induction,
      values: run.layers.map(() => [0.9, 0.8]),
      notes: run.layers.map((_, l) => [l === 0 ? 'off' : 'by 8', 'by 8']),
      finds,
      step: 64,
      facts: { data: 'a text', link: '' },
    }).svg;
  expect(picture(false).match(/>off</g)).toHaveLength(1);
  // What the steps below are of, as the grid's caption says it.
  expect(picture(false)).toContain('at step 64; below: the step by which the score had risen');
  expect(picture(true)).toContain('at step 64; below: the step by which the head finds the key');
});

it('is one stop of the Tab key, within which the arrow keys move', () => {
  show(<HeadsPanel id="heads" title="Heads" />);
  const buttons = within(screen.getByTestId('head-grid')).getAllByRole('button');
  const stops = () => buttons.flatMap(({ tabIndex }, i) => (tabIndex === 0 ? [i] : []));
  expect(buttons).toHaveLength(2 * first.layers.length);
  expect(stops()).toEqual([0]);
  act(() => buttons[0]?.focus());
  for (const key of ['ArrowRight', 'ArrowDown'])
    fireEvent.keyDown(document.activeElement as Element, { key });
  expect(document.activeElement).toBe(buttons[3]);
  expect(stops()).toEqual([3]);
});

it('says what is not held before the step that it names, and marks that step on no curve then', () => {
  const diamonds = () => screen.getByTestId('head-curves').querySelectorAll('path[d*="l6 7l-6 7"]').length;
  show(<HeadsPanel id="heads" title="Heads" />);
  expect(screen.getByTestId('take-off').textContent).not.toContain('not held');
  // All but the head that is off.
  expect(diamonds()).toBe(2 * first.layers.length - 1);
  const second = () => within(screen.getByTestId('head-grid')).getAllByRole('button')[1]?.textContent;
  const whole = runs.getState().captures[first.id] ?? [];
  const hold = (steps: readonly number[]) =>
    act(() =>
      runs.setState({
        captures: { [first.id]: whole.map((one, i) => ({ ...one, step: steps[i] as number })) },
      }),
    );
  hold([0, 1, 2, 4, 64, 80, 96, 112]);
  expect(screen.getByTestId('take-off').textContent).toMatch(
    /had risen by step 64, .* What lies between steps 4 and 64 is not held, so it may have come at any of them\.$/,
  );
  expect(diamonds()).toBe(0);
  expect(second()).toBe('Layer 1, head 2: 0.80 at 64 or before');
  // Of a recording no more can be made.
  act(() => runs.setState({ recorded: true }));
  expect(screen.getByTestId('take-off').textContent).not.toContain('not held');
  expect(second()).toBe('Layer 1, head 2: 0.80 by 64');
});

it('says that a head may have found the key before the first capture that is held', () => {
  const recall = taskChoice('recall');
  const { tokens: names, sample } = chosenTask(recall);
  const tokens = Array.from(sample(new Random(1), 32).tokens, (id) => names[id] as string);
  const [one] = runs.getState().captures[first.id] as Capture[];
  // What was captured of the text is dropped with it.
  act(() => experiment.getState().apply((e) => ({ ...e, task: recall }), null));
  const text = probeText(experiment.getState().experiment, view.getState());
  const layers = first.layers.map((_, l) => ({
    ...one!.layers[l]!,
    headScores: { truth: l === 1 ? [0.1, 0.9] : [0.1, 0.1] },
  }));
  const captures = [64, 80].map((step): Capture => ({ ...one!, text, tokens, step, layers }));
  act(() => runs.setState({ captures: { [first.id]: captures } }));
  show(<HeadsPanel id="heads" title="Heads" />);
  expect(screen.getByTestId('take-off').textContent).toMatch(
    /^Layer 2, head 2 finds the key by step 64: .* No capture before step 64 is held, so it may have come at any step up to that\.$/,
  );
  expect(screen.getByRole('button', { name: /^Layer 2, head 2/ }).textContent).toContain('at 64 or before');
  expect(screen.getByTestId('head-curves').querySelectorAll('path[d*="l6 7l-6 7"]')).toHaveLength(0);
});

it('has below each score its difference to the pinned run, also in what is copied, and keeps what no probe changes where the probe is another', async () => {
  const copy = vi.spyOn(sharing, 'copyText').mockResolvedValue(true);
  const other = experiment.getState().experiment.runs[1]!;
  runs.setState(({ captures }) => ({
    captures: {
      ...captures,
      [other.id]: (captures[first.id] ?? []).map((one) => ({
        ...one,
        layers: one.layers.map((own) => ({ ...own, headScores: { induction: [0.25, 0.85] } })),
      })),
    },
  }));
  const user = show(<HeadsPanel id="heads" title="Heads" />);
  expect(screen.queryByTestId('to-pinned-0-0')).toBeNull();
  act(() => view.getState().set({ pinnedRun: other.id }));
  expect(screen.getByTestId('to-pinned-0-0').textContent).toBe(' +0.65');
  expect(screen.getByTestId('to-pinned-0-1').textContent).toBe(' −0.05');
  expect(screen.getByTestId('head-grid').textContent).toContain(other.name);
  await user.click(screen.getByTestId('copy-heads-json'));
  const [row] = JSON.parse(copy.mock.calls[0]![0]);
  expect(row[`induction minus ${other.name}`]).toBeCloseTo(0.65, 9);
  expect(row[`step of ${other.name}`]).toBe(64);
  const curves = screen.getByTestId('head-curves').innerHTML;
  const grid = screen.getByTestId('head-grid').textContent;
  act(() => view.getState().set({ probe: 'another text' }));
  expect(screen.getByTestId('head-curves').innerHTML).toBe(curves);
  expect(screen.getByTestId('head-grid').textContent).toBe(grid);
  // What is of the probe's map waits for its captures.
  fireEvent.change(screen.getByTestId('head-score'), { target: { value: 'sink' } });
  expect(screen.queryByTestId('head-grid')).toBeNull();
});

it('says of a stack without heads that it has none, and before the first step what will come', () => {
  runs.setState({ captures: {} });
  show(<HeadsPanel id="heads" title="Heads" />);
  expect(
    screen.getByText('The grid of heads appears with the first step: press Train or Step.'),
  ).toBeDefined();
  act(() =>
    experiment.getState().apply(
      (e) => ({
        ...e,
        runs: e.runs.map((run) => ({ id: run.id, name: run.name, layers: stack('mlp', 'mlp') })),
      }),
      null,
    ),
  );
  expect(screen.getByTestId('take-off').textContent).toMatch(/^No layer of this run mixes tokens/);
});
