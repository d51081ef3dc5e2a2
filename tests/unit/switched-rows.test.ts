// What runs come to without the parts that are switched off: pairs over windows and seeds, and differences to a pinned run.
import { expect, it } from 'vitest';
import type { SwitchedRun } from '../../src/app/session/switchedParts';
import { addSeeds } from '../../src/experiment/seedRuns';
import { switchedRows } from '../../src/ui/panels/inside/switchedRows';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const experiment = addSeeds(
  'b',
  2,
)(
  tinyExperiment({
    steps: 40,
    runs: [
      { id: 'a', name: 'A', layers: stack('standard') },
      { id: 'b', name: 'B', layers: stack('mlp') },
    ],
  }),
);
const [a, b, twin] = experiment.runs;
const losses = (...windows: number[]) => ({
  loss: windows.reduce((sum, one) => sum + one) / windows.length,
  accuracy: null,
  windows,
});
const found = (whole: number[], without: number[], step = 40): SwitchedRun => ({
  step,
  moment: null,
  ablation: {},
  whole: losses(...whole),
  without: losses(...without),
});

it('pairs one run over its sequences: what is hard for both falls out', () => {
  const measured = { a: found([1, 5, 9], [1.5, 5.5, 9.6]) };
  const [row, other] = switchedRows(experiment, {
    groups: [[a!], [b!]],
    pinnedRun: null,
    measured,
    has: ({ id }) => id === 'a',
  });
  expect(row?.found).toMatchObject({ step: 40, seeds: 1, toPinned: null });
  expect(row?.found?.delta?.value).toBeCloseTo(1.6 / 3, 9);
  expect(row?.found?.delta).toMatchObject({ pairedOver: 'items', isClear: true });
  expect(row?.found?.delta?.error?.stderr).toBeLessThan(0.05);
  expect(other).toMatchObject({ found: null, wanted: [] });
});

it('has seeds that are one row as their means at one step, paired by seed, each held against the pinned run', () => {
  const measured = {
    a: found([2, 2], [3, 3]),
    b: found([1, 1], [2, 2]),
    [twin!.id]: found([1.2, 1.2], [2.6, 2.6]),
  };
  const rows = (of: typeof measured) =>
    switchedRows(experiment, { groups: [[a!], [b!, twin!]], pinnedRun: 'a', measured: of, has: () => true });
  const [pinned, group] = rows(measured);
  expect(pinned?.found?.toPinned).toBeNull();
  expect(group?.found).toMatchObject({ seeds: 2, whole: { loss: 1.1 }, without: { loss: 2.3 } });
  expect(group?.found?.delta).toMatchObject({ pairedOver: 'seeds' });
  expect(group?.found?.delta?.value).toBeCloseTo(1.2, 9);
  expect(group?.found?.toPinned?.whole?.value).toBeCloseTo(-0.9, 9);
  expect(group?.found?.toPinned?.without?.value).toBeCloseTo(-0.7, 9);
  // One that is behind is in no mean.
  const [, furthest] = rows({ ...measured, [twin!.id]: found([9, 9], [9, 9], 20) });
  expect(furthest?.found).toMatchObject({ seeds: 1, step: 40, whole: { loss: 1 } });
});
