// Which checkpoints along the way are kept.
import { range, sumBy } from 'es-toolkit';
import { describe, expect, it } from 'vitest';
import { mostOfRun, type TrailEntry, thinnedTrail, trailBytes } from '../../src/app/session/trail';
import { stepsToTrain, stretches } from '../../src/runtime/replayPlan';

const entry = (training: string, step: number, bytes = 1): TrailEntry => ({
  training,
  step,
  bytes,
  rateFactor: 1,
});
/** Keeps them one by one, as they come. */
function gathered(entries: readonly TrailEntry[], current: string[], most?: number): TrailEntry[] {
  let all: TrailEntry[] = [];
  for (const one of entries) all = thinnedTrail(all.concat(one), new Set(current), most);
  return all;
}
const stepsOf = (entries: readonly TrailEntry[], training: string) =>
  entries.filter((one) => one.training === training).map(({ step }) => step);

describe('of one run', () => {
  it('are the first and the last, and middle ones spread over the steps', () => {
    const kept = stepsOf(
      gathered(
        range(10, 1001, 10).map((step) => entry('a', step)),
        ['a'],
      ),
      'a',
    );
    expect(kept).toHaveLength(mostOfRun);
    expect([kept[0], kept.at(-1)]).toEqual([10, 1000]);
    const gaps = kept.slice(1).map((step, i) => step - kept[i]!);
    // An even spread has gaps of 165.
    expect(Math.max(...gaps)).toBeLessThan(330);
  });
});

describe('of an experiment', () => {
  it('are never more bytes than the bound, the newest of each run among them', () => {
    let all: TrailEntry[] = [];
    for (const step of range(1, 40))
      for (const training of ['a', 'b', 'c']) {
        all = thinnedTrail([...all, entry(training, step, 7)], new Set(['a', 'b', 'c']), 100);
        const runs = new Set(all.map((one) => one.training)).size;
        expect(sumBy(all, ({ bytes }) => bytes) + 7 * runs).toBeLessThanOrEqual(100);
      }
    expect(all.length).toBeGreaterThan(6);
    for (const training of ['a', 'b', 'c']) expect(stepsOf(all, training)).toContain(39);
  });

  it('those of runs that it has no longer go first', () => {
    const entries = [entry('past', 1, 30), entry('past', 2, 30), entry('a', 1, 30), entry('a', 2, 30)];
    expect(stepsOf(gathered(entries, ['a'], 100), 'past')).toEqual([]);
    expect(stepsOf(gathered(entries, ['a'], 100), 'a')).toEqual([1, 2]);
  });

  it('a checkpoint that is too large alone is not kept', () => {
    expect(gathered([entry('a', 1, trailBytes)], ['a'])).toEqual([]);
  });
});

it('a step is trained again from the checkpoint before it, and none where there is none', () => {
  const found = stretches([1, 5, 10, 12, 30], [5, 11]);
  expect(found).toEqual([
    { from: 5, steps: [5, 10] },
    { from: 11, steps: [12, 30] },
  ]);
  expect(stepsToTrain(found)).toBe(5 + 19);
  expect(stretches([1, 2], [])).toEqual([]);
});
