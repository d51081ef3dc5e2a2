// @vitest-environment happy-dom
// Names and tokens that cannot be seen or that turn a line, where the page shows them.
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { AxisLabels } from '../../../src/ui/heatmap/AxisLabels';
import { QueryRow } from '../../../src/ui/heatmap/QueryRow';
import { ChosenLayer } from '../../../src/ui/panels/runs/ChosenLayer';
import { RunRow } from '../../../src/ui/panels/runs/RunRow';
import { TokenBoxes } from '../../../src/ui/panels/tokens/TokenBoxes';
import { app, show, startAnew } from '../../support/page';

startAnew();

const tokens = ['a', 'א', '⟨10FFFF⟩'];

it('isolates each token of a map, and cuts none of its labels in two', () => {
  show(
    <>
      <div data-testid="axis">
        <AxisLabels tokens={tokens} current={2} axis="rows" />
      </div>
      <div data-testid="row">
        <QueryRow tokens={tokens} weights={Float32Array.of(0.2, 0.5, 0.3)} current={1} onPick={() => {}} />
      </div>
    </>,
  );
  const isolatedIn = (id: string) =>
    [...screen.getByTestId(id).querySelectorAll('bdi')].map(({ textContent }) => textContent);
  expect(isolatedIn('axis')).toEqual(tokens);
  expect(isolatedIn('row')).toEqual([...tokens, 'א', '⟨10FFFF⟩', 'a']);
});

it('isolates the tokens of a text', () => {
  const pieces = tokens.map((label, id) => ({ id, label, bytes: 1 }));
  show(<TokenBoxes pieces={pieces} label="Tokens" testId="boxes" />);
  expect(screen.getByTestId('boxes').querySelectorAll('bdi')).toHaveLength(3);
});

it('shows what a run is called, and speaks of it isolated', () => {
  const [first, ...others] = defaultExperiment().runs;
  const run = { ...first!, name: '\u202eאב\u200b' };
  const { experiment } = app.document;
  experiment.setState({ experiment: { ...experiment.getState().experiment, runs: [run, ...others] } });
  show(<RunRow run={run} index={0} />);
  expect(screen.getByTestId('run-name-0').querySelector('bdi')?.textContent).toBe('⟨202E⟩אב⟨200B⟩');
  expect(screen.getByTestId('legend-0').getAttribute('aria-label')).toBe(
    'Curves of \u2068⟨202E⟩אב⟨200B⟩\u2069',
  );
});

it('shows a name with the signs of the catalogue as it is', () => {
  const [first, ...others] = defaultExperiment().runs;
  const name = '{{layer}} $t(kit.rename) <run/> $&';
  const { experiment } = app.document;
  const run = { ...first!, name };
  experiment.setState({ experiment: { ...experiment.getState().experiment, runs: [run, ...others] } });
  app.document.view.getState().set({ runId: run.id, layer: 0 });
  show(
    <>
      <ChosenLayer />
      <RunRow run={run} index={0} />
    </>,
  );
  expect(screen.getByRole('heading', { name: `Layer 1 of ${name}` })).toBeDefined();
  expect(screen.getByTestId('legend-0').getAttribute('aria-label')).toBe(`Curves of ${name}`);
});
