// @vitest-environment happy-dom
// What the line under a run says of its faded curve, and what brings back what it was.
import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { branchRun } from '../../../src/experiment/branches';
import { setVariant } from '../../../src/experiment/edit';
import { perRunSettings, setOverride, toggleHead } from '../../../src/experiment/overrides';
import type { Run } from '../../../src/experiment/schema';
import { Series } from '../../../src/runtime/series';
import { useExperiment } from '../../../src/ui/AppContext';
import { EarlierStack } from '../../../src/ui/panels/runs/EarlierStack';
import { app, show, startAnew } from '../../support/page';

startAnew();

const { experiment } = app.document;
const { update } = experiment.getState();
const id = 'standard';
const run = () => experiment.getState().experiment.runs[0] as Run;
const rate = perRunSettings.find((setting) => setting.id === 'optimizer.learningRate')!;

/** Has runs trained some steps, so that an edit of them leaves a faded curve. */
function train(...ids: string[]) {
  const train = Series.of([1, 2], new Float64Array(2));
  const own = { train, validation: Series.empty, accuracy: Series.empty };
  app.session.runs.setState({ curves: Object.fromEntries(ids.map((one) => [one, own])) });
}
function Lines() {
  const runs = useExperiment((e) => e.experiment.runs);
  return runs.map((one, index) => <EarlierStack key={one.id} run={one} index={index} />);
}
const line = (index = 0) => screen.getByTestId(`earlier-${index}`).querySelector('span')?.textContent;

it('names heads and settings that differ, and brings them back', async () => {
  app.session.edits.archive.clear();
  const before = run();
  const user = show(<Lines />);
  train(id);
  act(() => void update(toggleHead(id, 1, 0)));
  expect(line()).toBe('Faded: before its change, Std · Std · Std · Std, all heads on');
  train(id);
  act(() => void update(toggleHead(id, 1, 0)));
  expect(line()).toBe('Faded: before its change, Std · Std · Std · Std, heads off (layer.head): 2.1');
  train(id);
  act(() => {
    update(setOverride(id, rate, 0.02));
    update(setVariant(id, 0, 'linear'));
  });
  expect(line()).toBe('Faded: before its change, Std · Std · Std · Std, Learning rate 0.003');
  await user.click(screen.getByTestId('bring-back-0'));
  expect(run()).toEqual(before);
});

it('says of a branch that its origin was changed, which it cannot bring back', () => {
  app.session.edits.archive.clear();
  update(branchRun(id, 1));
  const branch = experiment.getState().experiment.runs[1] as Run;
  show(<Lines />);
  train(id, branch.id);
  act(() => void update(setVariant(id, 0, 'linear')));
  expect(screen.getByTestId('earlier-1').textContent).toBe(
    'Faded: before the run that it branches from was changed',
  );
  expect(screen.queryByTestId('bring-back-1')).toBeNull();
  expect(screen.getByTestId('bring-back-0')).toBeTruthy();
});
