// @vitest-environment happy-dom
// A branch that the menu makes is what is chosen then, so that the next change is of it and leaves its origin as it was trained.
import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Checkpoint } from '../../../src/train/checkpoint';
import { RunsPanel } from '../../../src/ui/panels/runs/RunsPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

it('is chosen as it is made', async () => {
  const { experiment, view } = app.document;
  const [origin] = experiment.getState().experiment.runs;
  if (!origin) throw new Error('There is no run.');
  const user = show(<RunsPanel id="runs" title="Runs" />);
  act(() =>
    app.session.runs.setState({ checkpoints: { [origin.id]: { steps: 30 } as unknown as Checkpoint } }),
  );
  await user.click(screen.getByTestId('run-menu-0'));
  await user.click(await screen.findByText('Branch at step 30'));
  const branch = experiment.getState().experiment.runs[1];
  expect(branch?.branchOf).toEqual({ run: origin.id, step: 30 });
  expect(view.getState().runId).toBe(branch?.id);
  // Where there is little room its end stays: that is what tells it from its origin.
  const name = screen.getByTestId('run-name-1');
  expect(name.textContent).toBe(branch?.name);
  expect(name.querySelector('bdi > :last-child')?.textContent).toBe(', from step 30');
});
