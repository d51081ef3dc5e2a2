// @vitest-environment happy-dom
// A layer in numbers, what is said of one that mixes no tokens, and which map takes the focus.
import { act, screen, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { setVariant } from '../../../src/experiment/edit';
import type { LayerProbe } from '../../../src/measure/capture';
import { indicators } from '../../../src/measure/indicators';
import { scoreSummary } from '../../../src/measure/scores';
import type { ProbeResult } from '../../../src/runtime/protocol';
import { AttentionPanel } from '../../../src/ui/panels/attention/AttentionPanel';
import { IndicatorsPanel } from '../../../src/ui/panels/attention/IndicatorsPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const { runs } = app.session;
const { experiment, view } = app.document;
const tokens = [...'abcdefgh'];
const T = tokens.length;

/** Every query looks at all tokens up to it alike. */
const even = Float32Array.from({ length: T * T }, (_, at) => {
  const [query, key] = [Math.floor(at / T), at % T];
  return key <= query ? 1 / (query + 1) : 0;
});
const attends: LayerProbe = {
  map: even,
  indicators: indicators(even, 1, T),
  scores: scoreSummary(even, 1, T),
};
const mixesNothing: LayerProbe = { map: null, indicators: null, scores: null };
const probe = (step: number): ProbeResult => ({
  runId: 'standard',
  step,
  tokens,
  heads: 1,
  cut: false,
  unknown: [],
  layers: [mixesNothing, attends, attends, attends],
});
beforeEach(() => {
  experiment.getState().update(setVariant('standard', 0, 'mlp'));
  runs.setState({ attentionProbe: probe(3) });
});
const panel = () => show(<AttentionPanel id="attention" title="Attention" />);
const inside = () => show(<IndicatorsPanel id="indicators" title="Indicators" />);

it('has the figure first that does not depend on the probe’s length, and the raw one beside it', () => {
  view.getState().set({ layer: 1 });
  inside();
  const cellsOf = (name: string) => {
    const row = screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement;
    return [...(within(row).getAllByRole('cell')[0]?.childNodes ?? [])].map((node) => node.textContent);
  };
  // Σ ln i for i up to 8.
  expect(cellsOf('Entropy')).toEqual(['100%', '10.6 nats']);
  expect(cellsOf('Concentration')).toEqual(['0.0%', '1.65']);
  expect(cellsOf('Head diversity')).toEqual(['0.0000']);
  expect(screen.queryByTestId('no-indicators')).toBeNull();
});

it('says of a layer that mixes no tokens that there is nothing to show', () => {
  view.getState().set({ layer: 0 });
  inside();
  expect(screen.getByTestId('no-indicators').textContent).toBe(
    'Layer 1 in numbersThis layer mixes no tokens, so it has no map and no indicators.',
  );
});

it('gives the focus to a map that is opened, and not to one that a new training draws again', async () => {
  const user = panel();
  await user.click(screen.getByTestId('map-1-0'));
  expect(document.activeElement).toBe(screen.getByTestId('big-map'));
  await user.click(screen.getByTestId('map-2-0'));
  expect(document.activeElement?.getAttribute('aria-label')).toContain('Layer 3');
  const text = screen.getByTestId('probe');
  act(() => text.focus());
  // A training begins: the maps go, and come again with its first step.
  act(() => runs.setState({ attentionProbe: null }));
  expect(screen.queryByTestId('big-map')).toBeNull();
  act(() => runs.setState({ attentionProbe: probe(1) }));
  expect(screen.getByTestId('big-map')).toBeTruthy();
  expect(document.activeElement).toBe(text);
});

it('shows one map a layer over its heads', async () => {
  const first = Float32Array.from({ length: T * T }, (_, at) => Number(at % T === 0));
  const two = { ...attends, map: Float32Array.from([...even, ...first]) };
  runs.setState({ attentionProbe: { ...probe(3), heads: 2, layers: [mixesNothing, two, two, two] } });
  view.getState().set({ layer: 1, head: 1, enlarged: true, mapKind: 'mean' });
  const user = panel();
  expect(screen.queryByTestId('map-1-1')).toBeNull();
  await user.click(screen.getByTestId('map-1-0'));
  expect(screen.getByRole('heading', { name: 'Layer 2, mean over heads' })).toBeTruthy();
  await user.keyboard('{End}{Home}');
  // The last query: 1/8 of one head and 1 of the other.
  expect(screen.getByTestId('cell-readout').textContent).toContain('0.5625');
  act(() => view.getState().set({ mapKind: 'spread' }));
  expect(screen.getByTestId('cell-readout').textContent).toContain('0.4375');
  act(() => view.getState().set({ mapKind: 'heads' }));
  expect(screen.getByRole('heading', { name: 'Layer 2, head 2' })).toBeTruthy();
});
