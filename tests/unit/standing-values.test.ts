// What is kept until it changes: the last result, the moment that stands still, a series up to a step, and whether an element is seen.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createViewStore } from '../../src/app/document/viewStore';
import { memoised } from '../../src/app/memoised';
import { standingMoment } from '../../src/app/time/standingMoment';
import { watchInView } from '../../src/platform/inView';
import { Series } from '../../src/runtime/series';

describe('memoised', () => {
  it('computes anew only where an input is another', () => {
    const list = [1];
    let inputs: unknown[] = [list, Number.NaN];
    const compute = vi.fn(() => ({ of: inputs }));
    const read = memoised(() => inputs, compute);
    const first = read();
    inputs = [list, Number.NaN];
    expect(read()).toBe(first);
    expect(compute).toHaveBeenCalledOnce();
    // Equal, yet another: inputs are compared by identity.
    inputs = [[1], Number.NaN];
    expect(read()).not.toBe(first);
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it('keeps the last result alone, also where that is undefined', () => {
    let input = 'a';
    const compute = vi.fn(() => undefined);
    const read = memoised(() => [input], compute);
    read();
    read();
    expect(compute).toHaveBeenCalledTimes(1);
    input = 'b';
    read();
    input = 'a';
    read();
    expect(compute).toHaveBeenCalledTimes(3);
  });

  it('tries again after a failure', () => {
    const compute = vi.fn<() => number>().mockImplementationOnce(() => {
      throw new Error('not yet');
    });
    compute.mockReturnValue(2);
    const read = memoised(() => [1], compute);
    expect(read).toThrow('not yet');
    expect(read()).toBe(2);
  });
});

describe('the standing moment', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('follows the view once that rests, and only where it ends', () => {
    const view = createViewStore();
    view.getState().set({ moment: 3 });
    const standing = standingMoment(view);
    expect(standing.getState().moment).toBe(3);
    const told: (number | null)[] = [];
    standing.subscribe(({ moment }) => told.push(moment));
    for (const moment of [10, 20, 30]) {
      view.getState().set({ moment });
      vi.advanceTimersByTime(100);
    }
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([30]);
    view.getState().set({ moment: null });
    vi.advanceTimersByTime(1000);
    expect(standing.getState().moment).toBeNull();
  });

  it('says nothing of other changes of the view', () => {
    const view = createViewStore();
    const standing = standingMoment(view);
    const told = vi.fn();
    standing.subscribe(told);
    view.getState().set({ layer: 1 });
    vi.advanceTimersByTime(1000);
    expect(told).not.toHaveBeenCalled();
  });
});

describe('a series up to a step', () => {
  const steps = [0, 5, 10, 15];
  const series = Series.of(steps, [4, 3, 2, 1]);
  const points = ({ steps: at, values }: Series) => [[...at], [...values]];

  it.each([
    [-1, 0],
    [0, 1],
    [7, 2],
    [10, 3],
    [99, 4],
  ])('at %i has the %i points before it and at it', (step, count) => {
    expect(points(series.truncate(step))).toEqual([steps.slice(0, count), [4, 3, 2, 1].slice(0, count)]);
    expect(points(series)).toEqual([steps, [4, 3, 2, 1]]);
  });

  it('is the same series where nothing is cut off', () => {
    expect(series.truncate(15).last).toEqual(series.last);
  });
});

describe('whether an element is in view', () => {
  afterEach(() => void vi.unstubAllGlobals());
  const element = {} as Element;

  it('is told by the last of what the browser noted, until it is ended', () => {
    let note: (entries: { isIntersecting: boolean }[]) => void = () => {};
    const observed: Element[] = [];
    const disconnect = vi.fn();
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(callback: typeof note) {
          note = callback;
        }
        observe = (one: Element) => void observed.push(one);
        disconnect = disconnect;
      },
    );
    const told: boolean[] = [];
    const end = watchInView(element, (isInView) => told.push(isInView));
    expect(observed).toEqual([element]);
    note([{ isIntersecting: true }, { isIntersecting: false }]);
    note([{ isIntersecting: true }]);
    expect(told).toEqual([false, true]);
    end();
    expect(disconnect).toHaveBeenCalledOnce();
  });

  it('says nothing where the browser does not tell, so that all counts as in view', () => {
    vi.stubGlobal('IntersectionObserver', undefined);
    const tell = vi.fn();
    watchInView(element, tell)();
    expect(tell).not.toHaveBeenCalled();
  });
});
