// @vitest-environment happy-dom
// What the tables mark: the best only where that can be told, "too early to tell" before, each with why.
import { act, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setVariant } from '../../../src/experiment/edit';
import type { Outcome } from '../../../src/measure/evals';
import { reduceOutcome, reduceRunEvent } from '../../../src/runtime/runReducer';
import { LossPanel } from '../../../src/ui/panels/curves/LossPanel';
import { ResultsTable } from '../../../src/ui/panels/evaluation/ResultsTable';
import { useShownRows } from '../../../src/ui/panels/evaluation/useShownRows';
import { app, show, startAnew } from '../../support/page';

startAnew();

const { runs } = app.session;
const ids = ['standard', 'relaxed', 'hybrid'];
/** Held-out windows that are as hard for every run; the mean is 0. */
const difficulty = [-0.6, -0.4, -0.2, 0, 0, 0.2, 0.4, 0.6];

/** Every run validates at steps 0, 50, 100, …; its windows differ from the others' by a little. */
const validate = (losses: number[][]) =>
  act(() =>
    losses.forEach((own, r) => {
      own.forEach((loss, i) => {
        const windows = difficulty.map((d, w) => loss + d + (w % 2 === 0 ? 0.001 : -0.001) * r);
        const point = { step: 50 * i, loss, accuracy: null, answers: 512, windows };
        runs.setState((now) => reduceRunEvent(now, { type: 'validation', runId: ids[r] as string, point }));
      });
    }),
  );
const table = () => show(<LossPanel id="losses" title="Losses" />);
const marks = () =>
  ids.map((_, i) => within(screen.getByTestId(`best-${i}`)).queryByRole('button')?.textContent ?? null);

it('marks the lowest loss, and says by how much it leads', async () => {
  validate([
    [4, 2, 1.6, 1.51, 1.5, 1.5],
    [4, 2, 1.5, 1.41, 1.4, 1.4],
    [4, 2, 1.8, 1.71, 1.7, 1.7],
  ]);
  const user = table();
  expect(marks()).toEqual([null, 'lowest', null]);
  await user.tab();
  for (let tab = 0; tab < 12 && document.activeElement?.textContent !== 'lowest'; tab++) await user.tab();
  expect((await screen.findByRole('tooltip')).textContent).toMatch(
    /^It is 0\.10 nats ahead of All standard; 0\.0\d+ nats or less could be chance\.$/,
  );
});

it('marks none where the lead is no larger than its error', () => {
  validate([
    [4, 2, 1.6, 1.51, 1.5, 1.5],
    [4, 2, 1.6, 1.5105, 1.5005, 1.5005],
    [4, 2, 1.8, 1.71, 1.7, 1.7],
  ]);
  table();
  expect(marks()).toEqual([null, null, null]);
});

it('says early on that it is too early, beside the one that leads so far', async () => {
  validate([
    [4.4, 4],
    [4.4, 3.5],
    [4.4, 4.1],
  ]);
  const user = table();
  expect(marks()).toEqual([null, 'too early to tell', null]);
  await user.hover(screen.getByText('too early to tell'));
  expect((await screen.findByRole('tooltip')).textContent).toBe(
    'It leads so far. All standard has fewer than 4 validations after its start.',
  );
});

function Results() {
  return <ResultsTable shown={useShownRows()} />;
}

it('calls no stack best in a gain from context that mixes no tokens', () => {
  const { update, experiment } = app.document.experiment.getState();
  for (const layer of experiment.runs[0]!.layers.keys()) update(setVariant('standard', layer, 'mlp'));
  const flat = [4, 1.5, 1.5, 1.5, 1.5, 1.5];
  validate([flat, flat, flat]);
  const gains = [
    [0, 0],
    [-0.3, 0.01],
    [-0.5, 0.01],
  ] as const;
  act(() => {
    runs.setState({
      info: { vocab: 81, parameters: {}, uniformLoss: 4.4, chance: 1 / 81, bytesPerToken: 1 },
    });
    gains.forEach(([value, stderr], r) => {
      const outcome: Outcome = { metrics: { contextGain: { value, stderr, n: 128 } } };
      const event = {
        type: 'outcome',
        rowId: ids[r] as string,
        evalId: 'contextLength',
        step: 250,
        outcome,
      } as const;
      runs.setState((now) => reduceOutcome(now, event));
    });
  });
  show(<Results />);
  const cells = ids.map(
    (_, i) =>
      within(screen.getByTestId(`evaluation-${i}`))
        .getAllByRole('cell')
        .at(-1)?.textContent,
  );
  expect(cells).toEqual(['mixes no tokens', '−0.3000 ± 0.0100best', '−0.5000 ± 0.0100']);
});
