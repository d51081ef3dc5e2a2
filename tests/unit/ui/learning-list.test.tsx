// @vitest-environment happy-dom
// What the curves say of a head that finds the key.
import { cleanup, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Run } from '../../../src/experiment/schema';
import { addSeeds } from '../../../src/experiment/seedRuns';
import type { Gap } from '../../../src/measure/heads/curves';
import { Series } from '../../../src/runtime/series';
import { chartRuns } from '../../../src/ui/charts/chartRuns';
import { LearningList } from '../../../src/ui/panels/curves/LearningList';
import { app, show, startAnew } from '../../support/page';

startAnew();

const found = (run: Run, gap: Gap | null = null) => ({
  run,
  takeOff: { layer: 1, head: 0, value: 0.9, step: 1510, gap },
  closest: null,
  plateauEnd: null,
});

it('names the step by which it does, and what is not held before that', () => {
  const { experiment } = app.document.experiment.getState();
  const run = experiment.runs[0]!;
  const lines = chartRuns(experiment, {}, [], false);
  const learned = (gap: Gap | null) => <LearningList learned={[found(run, gap)]} lines={lines} />;
  show(learned(null));
  const exact = screen.getByRole('button', { name: 'layer 2, head 1 finds the key by step 1,510' });
  expect(exact.querySelector('svg')).not.toBeNull();
  show(learned({ after: 55 }));
  const between = screen.getByRole('button', {
    name: 'layer 2, head 1 came to find the key between steps 55 and 1,510; what lies between is not held',
  });
  // The mark is not on the curve either.
  expect(between.querySelector('svg')).toBeNull();
  show(learned({ after: null }));
  const before = screen.getByRole('button', {
    name: 'layer 2, head 1 finds the key at step 1,510 or before; no earlier capture is held',
  });
  expect(before.querySelector('svg')).toBeNull();
});

it('has each seed’s mark beside the sign of the line that it is on', () => {
  const { update } = app.document.experiment.getState();
  update((e) => addSeeds(e.runs[0]!.id, 2)(e));
  const { experiment } = app.document.experiment.getState();
  const seeds = experiment.runs.slice(0, 2);
  const none = { train: Series.empty, validation: Series.empty, accuracy: Series.empty };
  const curves = Object.fromEntries(seeds.map(({ id }) => [id, none]));
  const signs = (together: boolean) => {
    const lines = chartRuns(experiment, curves, [], together);
    show(<LearningList learned={seeds.map((run) => found(run))} lines={lines} />);
    const drawn = screen.getAllByRole('listitem').map((one) => one.querySelector('svg')?.outerHTML);
    cleanup();
    return drawn;
  };
  const [first, second] = signs(false);
  expect(first).not.toBe(second);
  expect(signs(true)).toEqual([first, first]);
});
