// What holds the processor's work back while the page answers an input, and the order in which a worker is asked.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallQueue } from '../../src/processor/callQueue';
import { Gate } from '../../src/processor/gate';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Lets all that is due go on. */
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('a gate', () => {
  it('opens when it is released, and by itself after 150 ms', async () => {
    const gate = new Gate();
    expect(gate.opening).toBeNull();
    gate.hold();
    let opened = false;
    void gate.opening?.then(() => {
      opened = true;
    });
    await vi.advanceTimersByTimeAsync(20);
    expect(opened).toBe(false);
    gate.release();
    expect(gate.opening).toBeNull();
    await settle();
    expect(opened).toBe(true);

    await vi.advanceTimersByTimeAsync(1000);
    gate.hold();
    await vi.advanceTimersByTimeAsync(149);
    expect(gate.opening).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(gate.opening).toBeNull();
  });

  it('is open half of the time at least, however often it is asked to hold', async () => {
    const gate = new Gate();
    let held = 0;
    for (let ms = 0; ms < 3000; ms++) {
      gate.hold();
      if (gate.opening) held++;
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(held).toBeGreaterThan(1000);
    expect(held).toBeLessThanOrEqual(1500);
  });

  it('that is released without being held stays open', () => {
    const gate = new Gate();
    gate.release();
    expect(gate.opening).toBeNull();
    gate.hold();
    expect(gate.opening).not.toBeNull();
  });
});

describe('a queue of calls', () => {
  /** Calls that are answered by hand. */
  function calls(queue: CallQueue) {
    const begun: number[] = [];
    const answers: { resolve(): void; reject(error: Error): void }[] = [];
    const add = (n: number) =>
      queue.add(() => {
        begun.push(n);
        return new Promise<number>((resolve, reject) => {
          answers[n] = { resolve: () => resolve(n), reject };
        });
      });
    return { begun, answers, add };
  }

  it('has two under way at most, and begins them in order', async () => {
    const { begun, answers, add } = calls(new CallQueue(new Gate()));
    const results = [0, 1, 2, 3].map(add);
    // The first ones at once: a call is made before the next line.
    expect(begun).toEqual([0, 1]);
    answers[0]?.resolve();
    await settle();
    expect(begun).toEqual([0, 1, 2]);
    answers[1]?.resolve();
    answers[2]?.resolve();
    await settle();
    answers[3]?.resolve();
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('begins none while the gate is held, and then in order', async () => {
    const gate = new Gate();
    const { begun, answers, add } = calls(new CallQueue(gate));
    void add(0);
    gate.hold();
    for (const n of [1, 2]) void add(n);
    answers[0]?.resolve();
    await vi.advanceTimersByTimeAsync(100);
    expect(begun).toEqual([0]);
    gate.release();
    void add(3);
    await settle();
    expect(begun).toEqual([0, 1, 2]);
    answers[1]?.resolve();
    await settle();
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('goes on after a call that fails, which rejects alone', async () => {
    const { begun, answers, add } = calls(new CallQueue(new Gate()));
    const results = [0, 1, 2].map(add);
    answers[0]?.reject(new Error('It broke.'));
    await expect(results[0]).rejects.toThrow('It broke.');
    expect(begun).toEqual([0, 1, 2]);
    for (const n of [1, 2]) answers[n]?.resolve();
    expect(await Promise.all(results.slice(1))).toEqual([1, 2]);
  });
});
