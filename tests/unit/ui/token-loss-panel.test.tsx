// @vitest-environment happy-dom
// Which weights the panel "Loss of each token" has a text predicted by, and what it says of them.
import { act, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { fillInLayout } from '../../../src/platform/layout';
import { Series } from '../../../src/runtime/series';
import { TokenLossPanel } from '../../../src/ui/panels/tokenLoss/TokenLossPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const moveTo = (moment: number | null) => act(() => app.document.view.getState().set({ moment }));
/** Clicks, and waits until what was asked for is there: React draws it in a task of its own. */
async function readText(user: ReturnType<typeof show>) {
  await user.click(screen.getByTestId('read-text'));
  await vi.waitFor(() => expect(screen.getByTestId('read-text').dataset.loading).toBeUndefined());
}
const text = (testId: string) => screen.queryByTestId(testId)?.textContent ?? null;

it('predicts as the runs were at the moment, and says where what stands is of another step', async () => {
  fillInLayout();
  const { runs } = app.document.experiment.getState().experiment;
  const taken = Series.of([200], new Float64Array(1));
  const curves = { train: taken, validation: Series.empty, accuracy: Series.empty };
  const all = Object.fromEntries(runs.map(({ id }) => [id, curves]));
  app.session.runs.setState({ curves: all });
  // The page follows what trains some milliseconds later.
  await vi.waitFor(() => expect(app.shownRuns.getState().curves).toBe(all));
  const read = vi.spyOn(app.session.generation, 'read').mockImplementation(async (runIds, _text, moment) => ({
    tokens: ['a', 'b', 'c', 'd'],
    unknown: [],
    cut: false,
    runs: runIds.map((runId, i) => ({
      runId,
      step: moment ?? 200,
      losses: new Float32Array([1, 1, i === 2 ? 0.25 : 1]),
      likeliest: [[], [], []],
    })),
  }));
  const user = show(<TokenLossPanel id="tokenLoss" title="Loss of each token" />);
  const mean = () => screen.getAllByTestId('token-loss-mean')[0]?.textContent;
  await readText(user);
  expect(read.mock.lastCall?.[2]).toBeNull();
  expect(mean()).toContain('All standard after step 200: mean loss 1.000');
  expect(text('token-loss-moment')).toBeNull();
  expect(text('token-loss-other-moment')).toBeNull();

  moveTo(75);
  expect(text('token-loss-moment')).toContain('as they were at step 75');
  expect(text('token-loss-other-moment')).toContain('“All standard” at step 200. The page shows step 75');
  await readText(user);
  expect(read.mock.lastCall?.[2]).toBe(75);
  expect(mean()).toContain('All standard after step 75');
  expect(text('token-loss-other-moment')).toBeNull();
  await user.selectOptions(screen.getByTestId('token-loss-shading'), 'against');
  const against = (run: number) => screen.getAllByTestId('token-loss-mean')[run]?.textContent;
  expect(against(1)).toContain('after step 75: 1.000 nats, the same');
  expect(against(2)).toContain('after step 75: 0.750 nats, better by 0.250');
  // Home and End go to the first token and the last.
  act(() => screen.getAllByTestId('token-losses')[0]?.focus());
  const pointed = () => document.querySelector('[data-pointed]')?.textContent;
  for (const [key, token] of [
    ['End', 'd'],
    ['ArrowLeft', 'c'],
    ['Home', 'b'],
    ['ArrowLeft', 'b'],
    ['ArrowRight', 'c'],
  ]) {
    await user.keyboard(`{${key}}`);
    expect(pointed()).toBe(token);
  }

  moveTo(null);
  expect(text('token-loss-other-moment')).toContain('at step 75. The page shows step 200');
});

it('leaves what stands where what is trained again was stopped', async () => {
  fillInLayout();
  const read = vi.spyOn(app.session.generation, 'read').mockResolvedValueOnce({
    tokens: ['a', 'b'],
    unknown: [],
    cut: false,
    runs: [{ runId: 'standard', step: 0, losses: new Float32Array([1]), likeliest: [[]] }],
  });
  const user = show(<TokenLossPanel id="tokenLoss" title="Loss of each token" />);
  await readText(user);
  read.mockResolvedValueOnce(undefined);
  await readText(user);
  expect(read).toHaveBeenCalledTimes(2);
  expect(screen.getAllByTestId('token-losses')).toHaveLength(1);
});
