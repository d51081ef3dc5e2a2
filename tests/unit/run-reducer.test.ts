// What events make of an experiment's results: pure, so that an earlier state stays what it was.
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/runtime/protocol';
import {
  noResults,
  type Results,
  reduceOutcome,
  reduceRunEvent,
  resumeStep,
  rewindToCheckpoints,
} from '../../src/runtime/runReducer';
import { Series } from '../../src/runtime/series';
import type { PackedCheckpoint } from '../../src/train/packedCheckpoint';

const reduced = (events: RunEvent[], from: Results = noResults) => events.reduce(reduceRunEvent, from);
const losses = (runId: string, ...steps: number[]): RunEvent => ({
  type: 'losses',
  runId,
  points: steps.map((step) => ({ step, loss: 10 - step, gradNorm: 1 })),
});
const checkpoint = (steps: number) => ({ steps }) as PackedCheckpoint;
const checkpoints = (of: Record<string, number>): RunEvent => ({
  type: 'checkpoint',
  checkpoints: Object.fromEntries(Object.entries(of).map(([id, steps]) => [id, checkpoint(steps)])),
});
const trained = (results: Results, runId: string) => Array.from(results.curves[runId]?.train.steps ?? []);

it('gathers points, of accuracy where there is any, and leaves earlier states as they were', () => {
  const first = reduced([losses('a', 1, 2)]);
  const second = reduced([losses('a', 3), losses('b', 1)], first);
  expect(trained(first, 'a')).toEqual([1, 2]);
  expect(trained(second, 'a')).toEqual([1, 2, 3]);
  expect(trained(second, 'b')).toEqual([1]);
  const point = { step: 2, loss: 1, accuracy: null };
  const third = reduced([{ type: 'validation', runId: 'a', point }], second);
  const { validation, accuracy } = third.curves.a!;
  expect([validation.length, accuracy.length]).toEqual([1, 0]);
  expect(second.curves.a!.validation.length).toBe(0);
  expect(noResults.curves).toEqual({});
});

it('a state ends the preparation and carries its message', () => {
  const preparing = reduced([{ type: 'preparing', what: 'Reading', done: 1, total: 3 }]);
  expect(preparing.preparing).toEqual({ what: 'Reading', done: 1, total: 3 });
  const failed = reduced(
    [{ type: 'state', state: 'failed', message: 'No room.', tooLarge: true }],
    preparing,
  );
  expect(failed).toMatchObject({ state: 'failed', message: 'No room.', tooLarge: true, preparing: null });
  expect(reduced([{ type: 'state', state: 'training' }], failed)).toMatchObject({
    message: null,
    tooLarge: false,
  });
});

it('a run that diverged loses a checkpoint beyond the one it has; resumed, all beyond that step', () => {
  const fails: RunEvent = {
    type: 'runFailed',
    runId: 'a',
    step: 4,
    checkpointStep: 2,
    message: 'No number.',
  };
  const failed = reduced([losses('a', 1, 2, 3), checkpoints({ a: 3, b: 3 }), fails]);
  expect(failed.failures).toEqual({ a: { step: 4, message: 'No number.' } });
  expect(Object.keys(failed.checkpoints)).toEqual(['b']);
  const resumed = reduced([{ type: 'rewound', runId: 'a', step: 2, rateFactor: 0.5 }], failed);
  expect(trained(resumed, 'a')).toEqual([1, 2]);
  expect(resumed).toMatchObject({ failures: {}, gentler: { a: { step: 2, rateFactor: 0.5 } } });
  // To the start: of the untrained model too there is nothing left.
  expect(trained(reduced([{ type: 'rewound', runId: 'a', step: 0, rateFactor: 0.5 }], failed), 'a')).toEqual(
    [],
  );
});

it('keeps the windows of the lowest validation, as far as the run goes', () => {
  const validation = (step: number, loss: number, windows?: number[]): RunEvent => ({
    type: 'validation',
    runId: 'a',
    point: { step, loss, accuracy: null, answers: 64, ...(windows ? { windows } : {}) },
  });
  const results = reduced([
    validation(0, 4, [3, 5]),
    validation(1, 2, [1, 3]),
    validation(2, 2.5, [2, 3]),
    checkpoints({ a: 2 }),
  ]);
  expect(results.heldOut).toEqual({ a: { answers: 64, lowest: { step: 1, windows: [1, 3] } } });
  expect(rewindToCheckpoints(results).heldOut).toEqual(results.heldOut);
  const lower = reduced([validation(3, 1, [0, 2])], results);
  expect(lower.heldOut.a?.lowest).toEqual({ step: 3, windows: [0, 2] });
  // What is left is not known to be the lowest of what is left.
  expect(rewindToCheckpoints(lower).heldOut).toEqual({ a: { answers: 64, lowest: null } });
  const rewound = reduced([{ type: 'rewound', runId: 'a', step: 2, rateFactor: 0.5 }], lower);
  expect(rewound.heldOut.a?.lowest).toBeNull();
  // Windows that are not told are not those of an earlier loss.
  expect(reduced([validation(3, 1)], results).heldOut.a?.lowest).toBeNull();
});

it('what only the reader is told changes nothing', () => {
  expect(reduced([{ type: 'slept', seconds: 90 }])).toBe(noResults);
  expect(reduced([{ type: 'kernelFallback', instead: 'processor' }])).toBe(noResults);
});

it('drops outcomes of a row at another step', () => {
  const outcome = { unavailable: 'none' };
  const event = (evalId: string, step: number) =>
    ({ type: 'outcome', rowId: 'a', evalId, step, outcome }) as const;
  const both = [event('x', 1), event('y', 1)].reduce(reduceOutcome, noResults);
  expect(both.evaluations.a).toEqual({ step: 1, outcomes: { x: outcome, y: outcome } });
  expect(reduceOutcome(both, event('x', 2)).evaluations.a).toEqual({ step: 2, outcomes: { x: outcome } });
});

it('rewinds every run that trains to its checkpoint, or to the start', () => {
  const fails: RunEvent = { type: 'runFailed', runId: 'c', step: 3, checkpointStep: 0, message: 'x' };
  const progress: RunEvent = { type: 'progress', step: 3, steps: 9, tokensPerSecond: 1, secondsLeft: null };
  const runs = [losses('a', 1, 2, 3), losses('b', 1, 2, 3), losses('c', 1, 2)];
  const results = reduced([...runs, checkpoints({ a: 2 }), fails, progress]);
  expect(resumeStep(results)).toBe(2);
  const rewound = rewindToCheckpoints(results);
  expect(['a', 'b', 'c'].map((id) => trained(rewound, id))).toEqual([[1, 2], [], [1, 2]]);
  expect(rewound.progress?.step).toBe(2);
  expect(trained(results, 'b')).toEqual([1, 2, 3]);
  expect(resumeStep(noResults)).toBeNull();
});

describe('a series', () => {
  it('is not changed by what is appended to it, twice or after a truncation', () => {
    const start = Series.of([1, 2, 3], [10, 20, 30]);
    const one = start.append([4], [40]);
    const two = start.append([5], [50]);
    const truncated = one.truncate(2).append([3], [99]);
    expect([start, one, two, truncated].map((s) => [...s.steps])).toEqual([
      [1, 2, 3],
      [1, 2, 3, 4],
      [1, 2, 3, 5],
      [1, 2, 3],
    ]);
    expect([...one.values]).toEqual([10, 20, 30, 40]);
    expect([...truncated.values]).toEqual([10, 20, 99]);
    expect(one.lineage).toBe(start.lineage);
    expect(truncated.lineage).not.toBe(start.lineage);
    expect(start.append([], []).length).toBe(3);
    expect([...Series.of([], []).append([1], [1]).steps]).toEqual([1]);
  });

  it('grows past its capacity and keeps its points', () => {
    let grown = Series.empty;
    for (let step = 1; step <= 1000; step++) grown = grown.append([step], [2 * step]);
    expect(grown.last).toEqual({ step: 1000, value: 2000 });
    expect(grown.steps[0]).toBe(1);
  });
});

describe('seconds trained', () => {
  const timed = (seconds: number | undefined, ...steps: number[]): RunEvent => ({
    ...(losses('a', ...steps) as Extract<RunEvent, { type: 'losses' }>),
    ...(seconds !== undefined && { seconds }),
  });
  const secondsOf = (results: Results) => {
    const { steps = [], values = [] } = results.curves.a?.seconds ?? {};
    return Array.from(steps, (step, i) => [step, values[i]]);
  };

  it('are summed up at the last step of each event, and forgotten beyond the step that a run resumed from', () => {
    const results = reduced([timed(0.5, 1, 2), timed(0.25, 3)]);
    expect(secondsOf(results)).toEqual([
      [2, 0.5],
      [3, 0.75],
    ]);
    const rewound = reduced([{ type: 'rewound', runId: 'a', step: 2, rateFactor: 0.5 }], results);
    expect(secondsOf(reduced([timed(1, 3)], rewound))).toEqual([
      [2, 0.5],
      [3, 1.5],
    ]);
  });

  it('are of no run whose first steps were not timed', () => {
    const untimed = reduced([timed(undefined, 1, 2)]);
    expect(untimed.curves.a?.seconds).toBeUndefined();
    expect(reduced([timed(1, 3)], untimed).curves.a?.seconds).toBeUndefined();
  });
});
