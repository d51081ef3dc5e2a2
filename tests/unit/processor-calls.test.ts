// What holds the processor's work back while the page answers an input, and the order in which a worker is asked.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallQueue } from '../../src/processor/callQueue';
import { Gate } from '../../src/processor/gate';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Lets all that is due go on. */
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('a gate', () => {
  /** Notes who is let in, in order. */
  function entrants(gate: Gate) {
    const entered: number[] = [];
    return { entered, enter: (n: number) => gate.enter(() => entered.push(n)) };
  }

  it('lets in one call more than there are cores, in order', () => {
    const gate = new Gate(1);
    const { entered, enter } = entrants(gate);
    for (const n of [0, 1, 2, 3]) enter(n);
    // The first ones at once.
    expect(entered).toEqual([0, 1]);
    gate.leave();
    expect(entered).toEqual([0, 1, 2]);
    gate.leave();
    gate.leave();
    enter(4);
    expect(entered).toEqual([0, 1, 2, 3, 4]);
  });

  it('leaves a core to the page for a second after it was used', async () => {
    const gate = new Gate(3);
    const { entered, enter } = entrants(gate);
    gate.use();
    for (const n of [0, 1, 2, 3]) enter(n);
    expect(entered).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(999);
    gate.leave();
    expect(entered).toEqual([0, 1, 2]);
    await vi.advanceTimersByTimeAsync(1);
    gate.leave();
    enter(4);
    expect(entered).toEqual([0, 1, 2, 3, 4]);
  });

  it('lets none in while it is held: until it is released, or for 150 ms', async () => {
    const gate = new Gate(4);
    const { entered, enter } = entrants(gate);
    enter(0);
    gate.hold();
    enter(1);
    gate.leave();
    await vi.advanceTimersByTimeAsync(20);
    expect(entered).toEqual([0]);
    gate.release();
    expect(entered).toEqual([0, 1]);

    await vi.advanceTimersByTimeAsync(1000);
    gate.hold();
    enter(2);
    await vi.advanceTimersByTimeAsync(149);
    expect(entered).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(entered).toEqual([0, 1, 2]);
  });

  it('is open half of the time at least, however often it is asked to hold', async () => {
    const gate = new Gate(1);
    let held = 0;
    for (let ms = 0; ms < 3000; ms++) {
      gate.hold();
      let isIn = false;
      gate.enter(() => {
        isIn = true;
        gate.leave();
      });
      if (!isIn) held++;
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(held).toBeGreaterThan(1000);
    expect(held).toBeLessThanOrEqual(1500);
  });

  it('that is released without being held stays open', () => {
    const gate = new Gate(2);
    const { entered, enter } = entrants(gate);
    gate.release();
    enter(0);
    expect(entered).toEqual([0]);
    gate.hold();
    enter(1);
    expect(entered).toEqual([0]);
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
    const { begun, answers, add } = calls(new CallQueue(new Gate(9)));
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
    const gate = new Gate(9);
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

  it('shares the gate with others, in turn', async () => {
    const gate = new Gate(1);
    const [first, second] = [calls(new CallQueue(gate)), calls(new CallQueue(gate))];
    for (const n of [0, 1, 2]) {
      void first.add(n);
      void second.add(n);
    }
    expect([first.begun, second.begun]).toEqual([[0], [0]]);
    first.answers[0]?.resolve();
    await settle();
    second.answers[0]?.resolve();
    await settle();
    expect([first.begun, second.begun]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('leaves its place to others once its worker is gone', async () => {
    const gate = new Gate(1);
    gate.use();
    const [gone, other] = [new CallQueue(gate), calls(new CallQueue(gate))];
    const ended = calls(gone);
    void ended.add(0);
    void other.add(0);
    expect(other.begun).toEqual([]);
    gone.giveUp();
    expect(other.begun).toEqual([0]);
    // An answer that comes all the same takes no second place.
    ended.answers[0]?.resolve();
    await settle();
    void other.add(1);
    expect(other.begun).toEqual([0]);
    other.answers[0]?.resolve();
    await settle();
    expect(other.begun).toEqual([0, 1]);
  });

  it('goes on after a call that fails, which rejects alone', async () => {
    const { begun, answers, add } = calls(new CallQueue(new Gate(9)));
    const results = [0, 1, 2].map(add);
    answers[0]?.reject(new Error('It broke.'));
    await expect(results[0]).rejects.toThrow('It broke.');
    expect(begun).toEqual([0, 1, 2]);
    for (const n of [1, 2]) answers[n]?.resolve();
    expect(await Promise.all(results.slice(1))).toEqual([1, 2]);
  });
});
