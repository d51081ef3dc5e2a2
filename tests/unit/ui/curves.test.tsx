// @vitest-environment happy-dom
// The losses that the page shows: a few times a second while runs train, and at once when they no longer do.
import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunEvent, TrainState } from '../../../src/runtime/protocol';
import { reduceRunEvent } from '../../../src/runtime/runReducer';
import { LossPanel } from '../../../src/ui/panels/curves/LossPanel';
import { RunBar } from '../../../src/ui/RunBar';
import { app, show, startAnew } from '../../support/page';

// Before the stores begin anew, which draws: the time that takes is the machine's, and no part of the fake time.
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', undefined);
});
startAnew();
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const { runs } = app.session;
const runId = 'standard';
const tell = (event: RunEvent) => act(() => runs.setState(reduceRunEvent(runs.getState(), event)));
const state = (to: TrainState) => tell({ type: 'state', state: to });
const loss = (step: number) =>
  tell({ type: 'losses', runId, points: [{ step, loss: 5 - step, gradNorm: 1 }] });
const shown = () => screen.getByTestId('train-0').textContent;

function showTraining() {
  show(
    <>
      <RunBar />
      <LossPanel id="losses" title="Losses" />
    </>,
  );
  state('training');
  loss(1);
  // The first step is shown at once.
  expect(shown()).toBe('4.0000');
  tell({ type: 'progress', step: 1, steps: 10, tokensPerSecond: 1, secondsLeft: 9 });
  act(() => vi.advanceTimersByTime(1000));
}

it('shows no more than five losses a second while it trains', () => {
  showTraining();
  loss(2);
  const last = shown();
  loss(3);
  expect(shown()).toBe(last);
  act(() => vi.advanceTimersByTime(200));
  expect(shown()).toBe('2.0000');
});

it('draws what comes before the first step soon and together', () => {
  state('empty');
  act(() => runs.setState({ curves: {}, progress: null }));
  state('training');
  const validation = (step: number, loss: number) =>
    tell({ type: 'validation', runId, point: { step, loss, accuracy: null } });
  const first = () => screen.getByTestId('val-0').textContent;
  show(<LossPanel id="losses" title="Losses" />);
  validation(0, 4.5);
  expect(first()).toBe('4.5000');
  loss(1);
  expect(shown()).toBe('–');
  act(() => vi.advanceTimersByTime(60));
  expect(shown()).toBe('4.0000');
});

it.each([
  ['finished', 'Finished'],
  ['paused', 'Paused'],
  ['failed', 'Training stopped.'],
  ['empty', 'Ready'],
] as const)('shows the last losses together with the message that it is %s', (to, message) => {
  showTraining();
  loss(2);
  loss(3);
  expect(shown()).not.toBe('2.0000');
  state(to);
  expect(screen.getByTestId('message').textContent).toContain(message);
  expect(shown()).toBe('2.0000');
});

it('shows at once what comes after the end', () => {
  showTraining();
  state('finished');
  tell({ type: 'validation', runId, point: { step: 1, loss: 4.5, accuracy: null } });
  tell({ type: 'validation', runId, point: { step: 2, loss: 4.25, accuracy: null } });
  expect(screen.getByTestId('val-0').textContent).toBe('4.2500');
});
