// The captures of a run in bounded memory, and what events make of them.
import { range } from 'es-toolkit';
import { describe, expect, it } from 'vitest';
import type { Capture } from '../../src/measure/capture';
import { dueCaptures, isCaptureStep } from '../../src/runtime/captureSteps';
import {
  captureAt,
  capturedSteps,
  capturesBytes,
  capturesOfAnyText,
  mostBytes,
  type RunCaptures,
  shareOfBytes,
  withCapture,
} from '../../src/runtime/runCaptures';
import { noResults, reduceRunEvent, rewindToCheckpoints } from '../../src/runtime/runReducer';
import type { Checkpoint } from '../../src/train/checkpoint';

/** A capture whose maps take these bytes. */
const capture = (step: number, { bytes = 1000, text = 'sea', T = 3 } = {}): Capture => ({
  step,
  text,
  tokens: Array.from({ length: T }, () => 'x'),
  heads: 1,
  cut: false,
  unknown: [],
  layers: [{ weights: new Uint8Array(bytes), indicators: null, scores: null }],
});
const stepsOf = (captures: RunCaptures) => captures.map(({ step }) => step);
const gathered = (captures: readonly Capture[], most: number) =>
  captures.reduce<RunCaptures>((all, one) => withCapture(all, one, most), []);
const one = capturesBytes([capture(0)]);

describe('the steps', () => {
  const schedule = { steps: 600, moreSteps: 0, evalInterval: 50 };

  it('grow, then are even, and hold each validation; of 600 there are between 40 and 60', () => {
    const steps = range(601).filter((step) => isCaptureStep(step, schedule));
    expect(steps.slice(0, 8)).toEqual([0, 1, 2, 4, 8, 15, 30, 45]);
    for (const step of [50, 100, 585, 600]) expect(steps).toContain(step);
    expect(steps.length).toBeGreaterThanOrEqual(40);
    expect(steps.length).toBeLessThanOrEqual(60);
    expect(dueCaptures(600, schedule)).toBe(steps.length);
    expect(dueCaptures(0, schedule)).toBe(1);
  });

  it('of an extension go on as they were, and the last is among them', () => {
    const extended = { ...schedule, moreSteps: 607 };
    expect(range(600).filter((step) => isCaptureStep(step, extended))).toEqual(
      range(600).filter((step) => isCaptureStep(step, schedule)),
    );
    expect(isCaptureStep(1207, extended)).toBe(true);
    expect(isCaptureStep(1206, extended)).toBe(false);
  });

  it('of a short training are all', () => {
    const few = { steps: 9, moreSteps: 0, evalInterval: 50 };
    expect(dueCaptures(9, few)).toBe(10);
  });
});

describe('what is kept', () => {
  it('is everything within the bound, and the same step again once', () => {
    const kept = gathered([capture(0), capture(1), capture(1), capture(2)], 3 * one);
    expect(stepsOf(kept)).toEqual([0, 1, 2]);
  });

  it('is the first, the newest, and others evenly in the logarithm of the step', () => {
    const steps = range(0, 1025);
    const kept = stepsOf(
      gathered(
        steps.map((step) => capture(step)),
        12 * one,
      ),
    );
    expect(kept).toHaveLength(12);
    expect(kept[0]).toBe(0);
    expect(kept.at(-1)).toBe(1024);
    const gaps = range(1, kept.length).map((i) => Math.log1p(kept[i]!) - Math.log1p(kept[i - 1]!));
    // An even spread has gaps of ln(1025) / 11 = 0.63.
    expect(Math.max(...gaps)).toBeLessThan(1.3);
  });

  it('is never more than the bound', () => {
    let all: RunCaptures = [];
    for (const step of range(0, 200)) {
      all = withCapture(all, capture(step, { bytes: 500 + ((step * 37) % 900) }), 8000);
      expect(capturesBytes(all)).toBeLessThanOrEqual(8000);
    }
  });

  it('of other texts goes first, the oldest before the newest', () => {
    const other = [0, 1, 2].map((step) => capture(step, { text: 'sky' }));
    const kept = gathered([...other, capture(3), capture(4)], 4 * one);
    expect(kept.map(({ step, text }) => [step, text])).toEqual([
      [1, 'sky'],
      [2, 'sky'],
      [3, 'sea'],
      [4, 'sea'],
    ]);
  });

  it('of more than 128 tokens is the first and the newest', () => {
    const at = (T: number) =>
      stepsOf(
        gathered(
          range(0, 9).map((step) => capture(step, { T })),
          1e6,
        ),
      );
    expect(at(129)).toEqual([0, 8]);
    expect(at(128)).toEqual(range(0, 9));
  });

  it('of more than 128 tokens is also the one between them that was asked for last, while training goes on', () => {
    const at = (...steps: number[]) =>
      stepsOf(
        gathered(
          steps.map((step) => capture(step, { T: 129 })),
          1e6,
        ),
      );
    expect(at(0, 8, 5)).toEqual([0, 5, 8]);
    expect(at(0, 8, 5, 3)).toEqual([0, 3, 8]);
    expect(at(0, 8, 5, 9, 10)).toEqual([0, 5, 10]);
    // Where three exceed the bytes, the requested capture stays and the first is dropped.
    const large = [0, 8, 5].map((step) => capture(step, { T: 129 }));
    const own = capturesBytes(large.slice(0, 1));
    expect(stepsOf(gathered(large, 2.5 * own))).toEqual([5, 8]);
    // Where two do, the newest alone stays, or with it what was requested.
    expect(stepsOf(gathered(large.slice(0, 2), 2 * own))).toEqual([0, 8]);
    expect(stepsOf(gathered(large.slice(0, 2), 1.5 * own))).toEqual([8]);
    expect(stepsOf(gathered(large, 1.5 * own))).toEqual([5, 8]);
    expect(stepsOf(gathered([large[1]!, large[0]!], 1.5 * own))).toEqual([0, 8]);
  });

  it('is what was asked for, also where it is closest to its neighbours', () => {
    const all = gathered(
      [0, 10, 1000].map((step) => capture(step)),
      3 * one,
    );
    expect(stepsOf(withCapture(all, capture(11), 3 * one))).toEqual([0, 11, 1000]);
  });

  it('shares 48 MB among many runs', () => {
    expect(mostBytes(1)).toBe(8 * 2 ** 20);
    expect(mostBytes(8)).toBe(6 * 2 ** 20);
    // What is large and few may have the whole share.
    expect(shareOfBytes(2)).toBe(24 * 2 ** 20);
    const large = [0, 8].map((step) => capture(step, { T: 129 }));
    const own = capturesBytes(large.slice(0, 1));
    expect(stepsOf(withCapture([large[0]!], large[1]!, own, 2 * own))).toEqual([0, 8]);
    expect(stepsOf(withCapture([large[0]!], large[1]!, 2 * own, own))).toEqual([8]);
  });
});

it('finds the capture of a text at or before a step, and the steps that any run has', () => {
  const all = [capture(0), capture(4), capture(4, { text: 'sky' }), capture(9)];
  expect(captureAt(all, 'sea', 8)).toBe(all[1]);
  expect(captureAt(all, 'sea', 9)).toBe(all[3]);
  expect(captureAt(all, 'sky', 3)).toBeNull();
  expect(capturedSteps({ a: all, b: [capture(2), capture(4)] }, 'sea')).toEqual([0, 2, 4, 9]);
});

describe('an event', () => {
  const events = [0, 1, 2, 3].map(
    (step) => ({ type: 'capture', runId: 'a', capture: capture(step) }) as const,
  );
  const captured = events.reduce(reduceRunEvent, noResults);

  it('of a capture adds it, and leaves earlier results as they were', () => {
    expect(stepsOf(captured.captures.a!)).toEqual([0, 1, 2, 3]);
    expect(noResults.captures).toEqual({});
  });

  it('that rewinds a run drops the later ones; to the start, all', () => {
    const to = (step: number) =>
      stepsOf(reduceRunEvent(captured, { type: 'rewound', runId: 'a', step, rateFactor: 0.5 }).captures.a!);
    expect(to(2)).toEqual([0, 1, 2]);
    expect(to(0)).toEqual([]);
  });

  it('that loses the worker leaves those up to the checkpoint', () => {
    const at = (steps: number) => ({ ...captured, checkpoints: { a: { steps } as Checkpoint } });
    expect(stepsOf(rewindToCheckpoints(at(2)).captures.a!)).toEqual([0, 1, 2]);
    expect(stepsOf(rewindToCheckpoints(captured).captures.a!)).toEqual([]);
  });
});

it('of any text keep what no text changes: what a step did, and scores on repeated tokens', () => {
  const measured = { gradNorm: 2, update: 1, weights: 4 };
  const of = (step: number, text: string, own: Partial<Capture['layers'][0]>): Capture => {
    const one = capture(step, { text });
    return { ...one, layers: [{ ...(one.layers[0] as Capture['layers'][0]), ...own }] };
  };
  const headScores = { induction: [0.7], duplicateToken: [0.1], sink: [0.4] };
  const captures = [
    of(1, 'sea', { headScores, step: measured }),
    of(8, 'sea', { headScores, step: measured }),
    // It was trained again from just there, so that the step before was not measured.
    of(8, 'ship', { headScores: { ...headScores, sink: [0.9] }, step: null }),
  ];
  const all = capturesOfAnyText(captures, 'ship');
  expect(all.map(({ step, text }) => [step, text])).toEqual([
    [1, 'sea'],
    [8, 'ship'],
  ]);
  expect(all[0]?.layers[0]).toEqual({
    weights: null,
    indicators: null,
    scores: null,
    headScores: { induction: [0.7], duplicateToken: [0.1] },
    step: measured,
  });
  expect(all[1]?.layers[0]).toMatchObject({ headScores: { sink: [0.9] }, step: measured });
  expect(all[1]?.layers[0]?.weights).not.toBeNull();
});
