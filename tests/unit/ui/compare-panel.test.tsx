// @vitest-environment happy-dom
// Two runs compared: what differs between the pinned one and the chosen one.
import { act, screen, within } from '@testing-library/react';
import { range } from 'es-toolkit';
import { expect, it } from 'vitest';
import { setVariant } from '../../../src/experiment/edit';
import { perRunSettings, setOverride } from '../../../src/experiment/overrides';
import { addSeeds } from '../../../src/experiment/seedRuns';
import type { RunEvent } from '../../../src/runtime/protocol';
import { reduceRunEvent } from '../../../src/runtime/runReducer';
import { ComparePanel } from '../../../src/ui/panels/compare/ComparePanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const { experiment, view } = app.document;
const { runs } = app.session;
const panel = () => show(<ComparePanel id="comparison" title="Compare" />);
const tell = (event: RunEvent) => act(() => runs.setState(reduceRunEvent(runs.getState(), event)));
/** Tells a run's loss at each of its first 20 steps: what two runs are compared by at least. */
const lose = (runId: string, loss: number) =>
  tell({ type: 'losses', runId, points: range(1, 21).map((step) => ({ step, loss, gradNorm: 1 })) });
/** The cells of a row: pinned, chosen, difference. */
const cells = (name: string) =>
  within(
    within(screen.getByTestId('compared-figures'))
      .getByRole('rowheader', { name })
      .closest('tr') as HTMLElement,
  )
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);

it('holds the pinned run against the chosen one: stacks, settings and figures, with signs', () => {
  const [first, second] = experiment.getState().experiment.runs;
  act(() => experiment.getState().update(setVariant(first!.id, 3, 'mlp')));
  const seed = perRunSettings.find(({ id }) => id === 'seed')!;
  act(() => void experiment.getState().apply(setOverride(second!.id, seed, 7)));
  act(() => view.getState().set({ pinnedRun: first!.id, runId: second!.id }));
  panel();
  expect(screen.getByText('Stacks: 4 of 4 layers differ')).toBeDefined();
  expect(cells('Seed')).toEqual(['1', '7', '']);
  lose(first!.id, 4);
  lose(second!.id, 4.25);
  expect(cells('Training loss')).toEqual(['4.0000', '4.2500', '+0.2500 ± 0.0000† clear']);
  expect(cells('Step')).toEqual(['20', '20', '0']);
  const validate = (runId: string, windows: number[]) => {
    const loss = windows.reduce((a, b) => a + b) / windows.length;
    tell({ type: 'validation', runId, point: { step: 20, loss, accuracy: null, answers: 64, windows } });
  };
  validate(first!.id, [3, 4, 5]);
  expect(cells('Validation loss')).toEqual(['4.0000', '–', '']);
  // Windows differ by 0.1, 0.2 and 0.3: their deviation is 0.1, over the root of 3.
  validate(second!.id, [3.1, 4.2, 5.3]);
  expect(cells('Validation loss')).toEqual(['4.0000', '4.2000', '+0.2000 ± 0.0577 not clear']);
  expect(screen.getByTestId('compare-delta-note').textContent).toMatch(
    /held-out window.* Training loss compares the means over the last 100 steps/,
  );
  // What is less has one sign, whatever the figure.
  tell({ type: 'losses', runId: first!.id, points: [{ step: 25, loss: 4.5, gradNorm: 1 }] });
  expect(cells('Step')).toEqual(['25', '20', '−5']);
});

it('compares a run with another one where the pinned run is chosen, and says so where there is none', () => {
  const [first, second] = experiment.getState().experiment.runs;
  act(() => view.getState().set({ pinnedRun: first!.id, runId: first!.id }));
  panel();
  expect((screen.getByLabelText('Compared with') as HTMLSelectElement).value).toBe(second!.id);
  act(() => experiment.getState().update((e) => ({ ...e, runs: e.runs.slice(0, 1) })));
  expect(screen.getByText('Add a second run to compare two.')).toBeDefined();
});

it('holds the seeds of a stack against those of the pinned one, as the list of runs does', () => {
  act(() => experiment.getState().update(addSeeds(null, 2)));
  const all = experiment.getState().experiment.runs;
  // Of each stack, its seeds stand one after the other.
  const [a1, a2, b1, b2] = all.map(({ id }) => id) as [string, string, string, string];
  [4, 5, 3.9, 4.7].forEach((loss, i) => void lose([a1, a2, b1, b2][i] as string, loss));
  act(() => view.getState().set({ pinnedRun: a2, runId: a1, seedDrawing: 'standardError' }));
  panel();
  const chosen = (label: string) =>
    (screen.getByLabelText(label) as HTMLSelectElement).selectedOptions[0]?.textContent;
  // It is of the pinned stack itself, and a stack compared with itself tells nothing.
  expect([chosen('Pinned run'), chosen('Compared with')]).toEqual(
    [all[0], all[2]].map((run) => expect.stringContaining(`${run!.name}, 2 seeds`)),
  );
  expect(screen.queryByRole('rowheader', { name: 'Seed' })).toBeNull();
  // By seed: -0.1 and -0.3.
  expect(cells('Training loss')).toEqual(['4.5000', '4.3000', '−0.2000 ± 0.1000 not clear']);
  act(() => view.getState().set({ seedDrawing: 'each' }));
  expect(cells('Training loss')).toEqual(['5.0000', '4.0000', '−1.0000 ± 0.0000† clear']);
  expect(cells('Seed')).toEqual(['2', '1', '']);
});

it('tells what was at the moment that the page shows', () => {
  const [first, second] = experiment.getState().experiment.runs;
  act(() => view.getState().set({ pinnedRun: first!.id, runId: second!.id }));
  lose(first!.id, 4);
  lose(second!.id, 4.25);
  panel();
  act(() => view.getState().set({ moment: 7 }));
  expect(cells('Step')).toEqual(['7', '7', '0']);
});

it('is closed by its button', async () => {
  act(() => view.getState().set({ comparing: true }));
  const user = panel();
  await user.click(screen.getByTestId('close-compare'));
  expect(view.getState().comparing).toBe(false);
});

it('tells the accuracy of validation from that of the evaluation', () => {
  const [first, second] = experiment.getState().experiment.runs;
  act(() => view.getState().set({ pinnedRun: first!.id, runId: second!.id }));
  const outcome = { metrics: { accuracy: { value: 0.25, stderr: 0.01, n: 9 } } };
  act(() =>
    runs.setState({
      info: { vocab: 9, parameters: {}, uniformLoss: 2, chance: 0.1, bytesPerToken: 1 },
      evaluations: { [first!.id]: { step: 1, outcomes: { perplexity: outcome } } },
    }),
  );
  for (const run of [first!, second!])
    tell({
      type: 'validation',
      runId: run.id,
      point: { step: 1, loss: 2, accuracy: 0.5, answers: 64, windows: [2] },
    });
  panel();
  expect(cells('Validation accuracy').slice(0, 1)).toEqual(['50.0%']);
  expect(cells('Accuracy, evaluated').slice(0, 1)).toEqual(['25.0 ± 1.0 %']);
});
