// @vitest-environment happy-dom
// What the curves say of a head that finds the key.
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Gap } from '../../../src/measure/heads/curves';
import { LearningList } from '../../../src/ui/panels/curves/LearningList';
import { app, show, startAnew } from '../../support/page';

startAnew();

it('names the step by which it does, and what is not held before that', () => {
  const run = app.document.experiment.getState().experiment.runs[0]!;
  const learned = (gap: Gap | null) => [
    { run, takeOff: { layer: 1, head: 0, value: 0.9, step: 1510, gap }, closest: null, plateauEnd: null },
  ];
  show(<LearningList learned={learned(null)} />);
  const exact = screen.getByRole('button', { name: 'layer 2, head 1 finds the key by step 1,510' });
  expect(exact.querySelector('svg')).not.toBeNull();
  show(<LearningList learned={learned({ after: 55 })} />);
  const between = screen.getByRole('button', {
    name: 'layer 2, head 1 came to find the key between steps 55 and 1,510; what lies between is not held',
  });
  // The mark is not on the curve either.
  expect(between.querySelector('svg')).toBeNull();
  show(<LearningList learned={learned({ after: null })} />);
  const before = screen.getByRole('button', {
    name: 'layer 2, head 1 finds the key at step 1,510 or before; no earlier capture is held',
  });
  expect(before.querySelector('svg')).toBeNull();
});
