// How often runs are measured without what is switched off while they train: by how long that takes.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Replays } from '../../src/app/session/replays';
import type { RunLifecycle } from '../../src/app/session/runLifecycle';
import { SwitchedParts } from '../../src/app/session/switchedParts';
import { withoutParts } from '../../src/model/partsOff';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const losses = { loss: 1, accuracy: null, windows: [1, 1] };

/** Trains ten steps a second, each measurement of which takes so many milliseconds. */
async function measuredAt(takes: number, seconds: number): Promise<number[]> {
  const at = (step: number, state: string) => ({
    state,
    progress: { step },
    curves: { a: { train: { last: { step } } } },
    checkpoints: {},
  });
  const runs = createStore(() => at(1, 'training'));
  const call = () =>
    new Promise((resolve) => {
      const { step } = runs.getState().progress;
      setTimeout(() => resolve({ step, whole: losses, without: losses }), takes);
    });
  const replays = createStore(() => ({ isDue: false, progress: null, note: null }));
  const parts = new SwitchedParts(
    { runs, call } as unknown as RunLifecycle,
    { state: replays } as unknown as Replays,
  );
  const steps: number[] = [];
  parts.state.subscribe(({ runs: { a } }) => void (a && steps.at(-1) !== a.step && steps.push(a.step)));
  parts.want({ ablations: { a: withoutParts([[0, 0]]) }, moment: null });
  for (let step = 2; step <= 10 * seconds; step++) {
    await vi.advanceTimersByTimeAsync(100);
    runs.setState(at(step, 'training'));
  }
  runs.setState(at(10 * seconds, 'paused'));
  await vi.advanceTimersByTimeAsync(2 * takes);
  return steps;
}

it('for at most a tenth of the time, no more often than twice a second, and where they rest', async () => {
  const slow = await measuredAt(1000, 60);
  expect(slow.length).toBeGreaterThan(5);
  expect(slow.length).toBeLessThan(8);
  expect(slow.at(-1)).toBe(600);
  const quick = await measuredAt(5, 10);
  expect(quick.length).toBeGreaterThan(10);
  expect(quick.length).toBeLessThan(21);
  expect(quick.at(-1)).toBe(100);
});
