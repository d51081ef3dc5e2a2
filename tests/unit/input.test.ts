// @vitest-environment happy-dom
// What waits until nobody uses the page.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenLeftAlone } from '../../src/platform/input';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('runs a task once, as long after the last key, click or move as it was told', () => {
  const task = vi.fn();
  whenLeftAlone(1000, task);
  for (const type of ['pointermove', 'keydown', 'pointerdown', 'wheel']) {
    vi.advanceTimersByTime(900);
    window.dispatchEvent(new Event(type));
  }
  vi.advanceTimersByTime(990);
  expect(task).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(task).toHaveBeenCalledOnce();
  window.dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(5000);
  expect(task).toHaveBeenCalledOnce();
});

it('runs none that is called off', () => {
  const task = vi.fn();
  const callOff = whenLeftAlone(1000, task);
  vi.advanceTimersByTime(900);
  callOff();
  window.dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(5000);
  expect(task).not.toHaveBeenCalled();
});
