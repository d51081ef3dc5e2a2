// @vitest-environment happy-dom
// The time slider: what it says, and how it moves from capture to capture.
import { act, fireEvent, screen } from '@testing-library/react';
import { range } from 'es-toolkit';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { probeText } from '../../../src/document/probeText';
import { totalSteps } from '../../../src/experiment/schema';
import { type Capture, encodeCapture } from '../../../src/measure/capture';
import { indicators } from '../../../src/measure/indicators';
import { scoreSummary } from '../../../src/measure/scores';
import type { ProbeResult } from '../../../src/runtime/protocol';
import { Series } from '../../../src/runtime/series';
import { actions } from '../../../src/ui/actions';
import { shortcuts } from '../../../src/ui/actions/shortcuts';
import { AttentionPanel } from '../../../src/ui/panels/attention/AttentionPanel';
import { IndicatorsPanel } from '../../../src/ui/panels/attention/IndicatorsPanel';
import { TimeSlider } from '../../../src/ui/time/TimeSlider';
import { app, show, startAnew } from '../../support/page';

startAnew();
afterEach(() => app.playback.pause());

// Files share the app: what another leaves in the store is gone once a test begins.
const { experiment } = app.document.experiment.getInitialState();
const total = totalSteps(experiment);
const runId = experiment.runs[0]!.id;
const layerCount = experiment.runs[0]!.layers.length;
const view = () => app.document.view.getState();
const text = () => probeText(app.document.experiment.getState().experiment, view());

/** A probe of two tokens, other at each step. */
function probeAt(step: number): Omit<ProbeResult, 'runId' | 'step'> {
  const weight = 1 / (step + 2);
  const map = Float32Array.of(1, 0, weight, 1 - weight);
  const layer = { map, indicators: indicators(map, 1, 2), scores: scoreSummary(map, 1, 2) };
  return {
    tokens: ['a', 'b'],
    heads: 1,
    cut: false,
    unknown: [],
    layers: Array.from({ length: layerCount }, () => layer),
  };
}
const captureAt = (step: number): Capture => encodeCapture(probeAt(step), step, text())!;
const progress = { step: 100, steps: total, tokensPerSecond: 1, secondsLeft: null };
function captured(...steps: number[]): void {
  const captures = { [runId]: steps.map(captureAt) };
  act(() => app.session.runs.setState({ state: 'paused', captures, progress }));
}
const slider = () => screen.getByRole('slider');
const says = () => slider().getAttribute('aria-valuetext');
const press = (...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(slider(), { key });
};

describe('the slider', () => {
  it('is the progress bar: it says the step that is trained, of all', () => {
    show(<TimeSlider />);
    expect(says()).toBe(`Live, step 0 of ${total}`);
    expect(slider().getAttribute('aria-disabled')).toBe('true');
    captured(0, 1, 100);
    expect(says()).toBe(`Live, step 100 of ${total}`);
    expect(slider().getAttribute('aria-disabled')).toBe('false');
    expect(slider().getAttribute('aria-valuemax')).toBe(String(total));
    expect(screen.getByTestId('trained').style.width).toBe(`${(100 * 100) / total}%`);
    expect(slider().title).toMatch(/^3 captures, .*B; some between are not held\.$/);
  });

  it('stands live after every capture, at the step of the run that is furthest, where others are behind', () => {
    show(<TimeSlider />);
    captured(0, 1);
    const curves = {
      [runId]: { train: Series.of([total / 2], [1]), validation: Series.empty, accuracy: Series.empty },
    };
    act(() => app.session.runs.setState({ curves, progress: { ...progress, step: 0 } }));
    expect(says()).toBe(`Live, step ${total / 2} of ${total}`);
    expect(screen.getByTestId('trained').style.width).toBe('0%');
    expect(screen.getByTestId('furthest').style.width).toBe('50%');
  });

  it('goes from capture to capture by its arrows, to the ends, and live beyond the last', () => {
    show(<TimeSlider />);
    captured(0, 4, 90);
    press('ArrowLeft');
    expect(says()).toBe(`Step 90 of ${total}`);
    press('ArrowLeft', 'ArrowDown', 'ArrowDown');
    expect(view().moment).toBe(0);
    press('ArrowRight');
    expect(view().moment).toBe(4);
    press('ArrowUp', 'ArrowUp');
    expect(view().moment).toBeNull();
    press('Home');
    expect(view().moment).toBe(0);
    press('PageUp');
    expect(view().moment).toBeNull();
    press('PageDown');
    expect(view().moment).toBe(0);
    press('End');
    expect(view().moment).toBeNull();
    // None of its own.
    press('a');
    expect(view().moment).toBeNull();
  });

  it('takes the pointer to the nearest capture', () => {
    show(<TimeSlider />);
    captured(0, 50, 100);
    const track = slider();
    vi.spyOn(track, 'getBoundingClientRect').mockReturnValue({ left: 10, width: total } as DOMRect);
    let held = false;
    Object.assign(track, {
      setPointerCapture: () => {
        held = true;
      },
      hasPointerCapture: () => held,
    });
    fireEvent.pointerMove(track, { clientX: 60 });
    expect(view().moment).toBeNull();
    fireEvent.pointerDown(track, { button: 0, clientX: 10 + 40 });
    expect(view().moment).toBe(50);
    fireEvent.pointerMove(track, { clientX: 0 });
    expect(view().moment).toBe(0);
    fireEvent.pointerMove(track, { clientX: 10 + 101 });
    expect(view().moment).toBeNull();
  });

  it('has marks of the captures of the probe, of every run, and of no other probe', () => {
    show(<TimeSlider />);
    captured(0, 4);
    const other = experiment.runs[1]!.id;
    act(() =>
      app.session.runs.setState(({ captures }) => ({
        captures: { ...captures, [other]: [captureAt(4), captureAt(8), { ...captureAt(9), text: 'other' }] },
      })),
    );
    const marks = slider().querySelector('path')?.getAttribute('d');
    expect(marks).toBe('M0 0V1M4 0V1M8 0V1');
  });
});

describe('Play', () => {
  it('runs through the captures at its pace and ends live', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    show(<TimeSlider />);
    captured(0, 1, 2);
    const seen: (number | null)[] = [];
    const stop = app.document.view.subscribe(({ moment }) => void seen.push(moment));
    onTestFinished(stop);
    fireEvent.click(screen.getByRole('button', { name: 'Play the captures' }));
    expect(screen.getByRole('button', { name: 'Pause the captures' })).toBeTruthy();
    act(() => void vi.advanceTimersByTime(400));
    expect(seen).toEqual([0, 1]);
    fireEvent.change(screen.getByRole('combobox', { name: 'Pace' }), { target: { value: '4' } });
    act(() => void vi.advanceTimersByTime(400));
    act(() => void vi.advanceTimersByTime(100));
    expect(seen).toEqual([0, 1, 2, null]);
    expect(app.playback.state.getState().playing).toBe(false);
  });

  it('is paused by a key of the slider, and by Live', () => {
    show(<TimeSlider />);
    captured(0, 1, 2);
    const button = () => screen.getByRole('button', { name: /the captures/ });
    fireEvent.click(button());
    press('ArrowRight');
    expect(app.playback.state.getState().playing).toBe(false);
    fireEvent.click(button());
    fireEvent.click(screen.getByTestId('live'));
    expect(app.playback.state.getState().playing).toBe(false);
    expect(view().moment).toBeNull();
  });
});

it('keys go to the capture before and after, and live', async () => {
  const listener = shortcuts(app, actions);
  window.addEventListener('keydown', listener);
  onTestFinished(() => window.removeEventListener('keydown', listener));
  const user = show(<TimeSlider />);
  await user.keyboard(',');
  expect(view().moment).toBeNull();
  captured(0, 4, 90);
  await user.keyboard(',,');
  expect(view().moment).toBe(4);
  await user.keyboard('.');
  expect(view().moment).toBe(90);
  await user.keyboard('v');
  expect(view().moment).toBeNull();
  await user.keyboard('k');
  expect(app.playback.state.getState().playing).toBe(true);
  await user.keyboard('k');
  expect(app.playback.state.getState().playing).toBe(false);
});

it('a move to another moment is no entry of the history', () => {
  captured(0, 4);
  app.playback.moveTo(4);
  expect(app.document.history.canUndo()).toBe(false);
});

describe('the panel of maps', () => {
  const shownStep = () => screen.queryByTestId('probe-step')?.textContent;
  const panel = () => show(<AttentionPanel id="attention" title="Attention" />);
  const live: ProbeResult = { runId, step: 100, ...probeAt(100) };

  it('shows the capture at or before the moment, and says its step; live, the probe of now', () => {
    panel();
    act(() => app.session.runs.setState({ attentionProbe: live }));
    captured(0, 4, 90);
    expect(shownStep()).toBe('Maps at step 100');
    act(() => view().set({ moment: 89 }));
    expect(shownStep()).toBe('Maps at step 4');
    act(() => view().set({ moment: 90 }));
    expect(shownStep()).toBe('Maps at step 90');
    act(() => view().set({ moment: null }));
    expect(shownStep()).toBe('Maps at step 100');
  });

  it('has the numbers that were computed at that step', () => {
    show(<IndicatorsPanel id="indicators" title="Indicators" />);
    captured(0, 4);
    const sink = () => screen.getByRole('row', { name: /^Sink/ }).querySelector('td')?.textContent;
    const values = [0, 4].map((step) => {
      act(() => view().set({ moment: step }));
      return sink();
    });
    // (1 + w) / 2 at w = 1/2 and 1/6.
    expect(values).toEqual(['75%', '58%']);
  });

  it('says where the probe was captured later alone, and is live where it was not at all', () => {
    panel();
    act(() => app.session.runs.setState({ attentionProbe: live }));
    captured(50);
    act(() => view().set({ moment: 10 }));
    expect(shownStep()).toBeUndefined();
    expect(screen.getByText(/No captures of this probe up to this step/)).toBeTruthy();
    act(() => view().set({ probe: 'another' }));
    expect(shownStep()).toBe('Maps at step 100, live: this probe has no captures');
  });
});

it('ten captures are a page', () => {
  show(<TimeSlider />);
  captured(...range(0, 30));
  press('Home', 'PageUp');
  expect(view().moment).toBe(10);
});
