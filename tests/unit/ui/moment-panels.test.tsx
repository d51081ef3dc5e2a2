// @vitest-environment happy-dom
// What the Text and Results tabs show at an earlier moment, and what they say where nothing is held of it.
import { act, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { probeText } from '../../../src/document/probeText';
import type { Capture } from '../../../src/measure/capture';
import { fillInLayout } from '../../../src/platform/layout';
import { noResults } from '../../../src/runtime/runReducer';
import { Series } from '../../../src/runtime/series';
import { LossPanel } from '../../../src/ui/panels/curves/LossPanel';
import { EvaluationPanel } from '../../../src/ui/panels/evaluation/EvaluationPanel';
import { GeneratePanel } from '../../../src/ui/panels/generate/GeneratePanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const { runs } = app.session;
const view = () => app.document.view.getState();
const [first, second] = app.document.experiment.getInitialState().experiment.runs;
const text = () => probeText(app.document.experiment.getState().experiment, view());
const capture = (step: number, more: Partial<Capture>): Capture => ({
  step,
  text: text(),
  tokens: ['a'],
  heads: 1,
  cut: false,
  unknown: [],
  layers: [],
  ...more,
});
const wrote = (written: string) => ({ sample: { given: 'The ', written } });
const info = { vocab: 9, parameters: {}, uniformLoss: 2, chance: 0, bytesPerToken: 1 };

it('the Text tab shows what each run wrote at its last validation before the moment, and nothing live', () => {
  fillInLayout();
  runs.setState({
    captures: {
      [first!.id]: [capture(0, wrote('xq')), capture(50, wrote('sea')), capture(100, wrote('whale'))],
      [second!.id]: [capture(50, { sample: null })],
    },
  });
  show(<GeneratePanel id="generate" title="Write" />);
  expect(screen.queryByTestId('samples')).toBeNull();
  const samples = () => screen.getByTestId('samples').textContent;
  act(() => view().set({ moment: 75 }));
  expect(samples()).toContain('At step 75. Each run wrote 40 tokens');
  expect(screen.getAllByTestId('sample').map((one) => one.textContent)).toEqual(['The sea']);
  expect(samples()).toMatch(/after 50 steps.*This run is too large to write as it trains/);
  act(() => view().set({ moment: 100 }));
  expect(screen.getByTestId('sample').textContent).toBe('The whale');
  // Another probe, of which no run wrote.
  act(() => view().set({ moment: 75, probe: 'another' }));
  expect(samples()).toBe('At step 75 no run wrote. Runs write at each validation as they train.');
  act(() => runs.setState({ recorded: true }));
  expect(samples()).toContain('At step 75 this recording has no text of its runs.');
});

it('the Results tab has the losses by the moment', () => {
  runs.setState({
    curves: {
      [first!.id]: {
        train: Series.of([1, 2, 3], [3, 2, 1]),
        validation: Series.of([0, 2, 3], [4, 2.5, 1.5]),
        accuracy: Series.empty,
      },
    },
  });
  show(<LossPanel id="losses" title="Losses" />);
  const cells = () => ['train-0', 'val-0', 'best-0'].map((id) => screen.getByTestId(id).textContent);
  expect(screen.queryByTestId('losses-moment')).toBeNull();
  expect(cells()).toEqual(['1.0000', '1.5000', '1.5000']);
  act(() => view().set({ moment: 2 }));
  expect(screen.getByTestId('losses-moment').textContent).toContain('At step 2:');
  expect(cells()).toEqual(['2.0000', '2.5000', '2.5000']);
  act(() => view().set({ moment: 0 }));
  expect(cells()).toEqual(['–', '4.0000', '4.0000']);
});

it('the Results tab has what the validation then gave; an evaluation leads back to now', async () => {
  vi.spyOn(app.session.evaluation, 'start').mockResolvedValue();
  runs.setState({
    info,
    captures: { [first!.id]: [capture(50, { windows: [2, 2] }), capture(100, { windows: [1, 1] })] },
    progress: { ...noResults.progress!, step: 100, steps: 600, tokensPerSecond: 1, secondsLeft: null },
  });
  const user = show(<EvaluationPanel id="evaluation" title="Evaluation" />);
  expect(screen.queryByTestId('evaluation-0')).toBeNull();
  act(() => view().set({ moment: 75 }));
  expect(screen.getByTestId('evaluation-moment').textContent).toContain('At step 75.');
  const row = within(screen.getByTestId('evaluation-0')).getAllByRole('cell');
  // After the stack, in which the runs differ.
  expect(row[1]?.textContent).toBe('50');
  expect(row[2]?.textContent).toContain(Math.exp(2).toFixed(2));
  act(() => view().set({ moment: 10 }));
  expect(screen.getByTestId('evaluation-moment').textContent).toBe(
    'At step 10 nothing was measured. Runs are measured at each validation as they train.',
  );
  act(() => runs.setState({ recorded: true }));
  expect(screen.getByTestId('evaluation-moment').textContent).toContain('this recording has no evaluation');
  act(() => runs.setState({ recorded: false }));
  await user.click(screen.getByTestId('evaluate'));
  expect(view().moment).toBeNull();
});
