// @vitest-environment happy-dom
// A layer in numbers, what is said of one that mixes no tokens, and which map takes the focus.
import { act, renderHook, screen, waitFor, within } from '@testing-library/react';
import { range } from 'es-toolkit';
import { beforeEach, expect, it, vi } from 'vitest';
import { snapshotDocument } from '../../../src/app/document/documentSnapshot';
import { setVariant } from '../../../src/experiment/edit';
import type { Run } from '../../../src/experiment/schema';
import { addSeeds } from '../../../src/experiment/seedRuns';
import { encodeCapture, type LayerProbe } from '../../../src/measure/capture';
import { indicators } from '../../../src/measure/indicators';
import { scoreSummary } from '../../../src/measure/scores';
import type { ProbeResult } from '../../../src/runtime/protocol';
import { AppContext } from '../../../src/ui/AppContext';
import { useFilteredMaps } from '../../../src/ui/heatmap/useFilteredMaps';
import * as downloads from '../../../src/ui/kit/download';
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
/** Every query looks at the first token alone. */
const sinks = Float32Array.from({ length: T * T }, (_, at) => Number(at % T === 0));
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

it('chooses the maps of the next moment by the same object where it chooses the same, so that none of their buttons is drawn anew', () => {
  const [run] = experiment.getState().experiment.runs as [Run];
  const { result, rerender } = renderHook((at: ProbeResult) => useFilteredMaps(at, run), {
    initialProps: probe(3),
    wrapper: ({ children }) => <AppContext.Provider value={app}>{children}</AppContext.Provider>,
  });
  const first = result.current;
  expect(first?.shown).toBe(3);
  rerender(probe(4));
  expect(result.current).toBe(first);
  act(() => view.getState().set({ mapLayer: 2 }));
  expect(result.current?.shown).toBe(1);
});

it('has each figure’s difference to that of the pinned run at the same moment, shares in points of a percent', () => {
  const text = view.getState().probe;
  const other = { ...probe(5), layers: [attends, { ...attends, indicators: indicators(sinks, 1, T) }] };
  const captures = [encodeCapture({ ...other, layers: [...other.layers, attends, attends] }, 5, text)!];
  runs.setState({ captures: { relaxed: captures } });
  view.getState().set({ layer: 1 });
  inside();
  const sink = () => screen.getByRole('rowheader', { name: 'Sink' }).closest('tr')?.textContent;
  expect(sink()).not.toContain('pp');
  act(() => view.getState().set({ pinnedRun: 'relaxed' }));
  // Even weights put (1 + 1/2 + … + 1/8) / 8 on the first token, the other all.
  const even8 = [1, 2, 3, 4, 5, 6, 7, 8].reduce((sum, n) => sum + 1 / n / 8, 0);
  expect(sink()).toContain(`−${(100 * (1 - even8)).toFixed(1)} pp`);
  expect(screen.getByTestId('indicators').textContent).toContain('at step 5, in the same layer');
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

it('compares a layer with another of the same run, cell by cell, and a cell that is held with others', async () => {
  const other = { ...attends, map: sinks };
  runs.setState({ attentionProbe: { ...probe(3), layers: [mixesNothing, attends, other, attends] } });
  const user = panel();
  await user.click(screen.getByTestId('map-1-0'));
  expect(screen.queryByTestId('difference-map')).toBeNull();
  await user.selectOptions(screen.getByTestId('map-beside'), 'map');
  // The same layer of the same run: no difference.
  expect(screen.getByTestId('beside-readout').textContent).toContain('difference 0.0000');
  await user.selectOptions(screen.getByTestId('besideLayer'), '2');
  expect(screen.getByTestId('difference-legend').textContent).toContain('−0.875');
  screen.getByTestId('big-map').focus();
  await user.keyboard('{Home}');
  // The last query: 1/8 and 1.
  expect(screen.getByTestId('cell-readout').textContent).toContain('0.1250');
  expect(screen.getByTestId('beside-readout').textContent).toMatch(/Layer 3.*: 1\.0000, difference −0\.8750/);

  await user.keyboard('{Enter}{ArrowRight}');
  const held = screen.getByTestId('held-readout');
  expect(held.textContent).toMatch(/Held: query h at 8 → key a at 1/);
  expect(held.textContent).toMatch(/Layer 2, head 1: 0\.1250, difference 0\.0000/);
  expect(held.textContent).toMatch(/Layer 3.*: 1\.0000, difference −1\.0000/);
  // The bars of the difference are as long as those of its maps: rows of both sum to 1, so that it has none.
  const rowBars = screen.getByTestId('difference-map').parentElement?.querySelectorAll('svg path')[1];
  const lengths = [...(rowBars?.getAttribute('d')?.matchAll(/h(-?[\d.]+)v1/g) ?? [])].map(([, bar]) =>
    Number(bar),
  );
  expect(lengths).toHaveLength(T);
  for (const length of lengths) expect(length).toBeCloseTo(0, 3);
  expect(screen.getByTestId('cell-sums').textContent).toContain('Longest bars: 1.00 and 8.00.');
  // Escape closes a menu alone, lets go then, and closes the map at last.
  screen.getByTestId('save-map').focus();
  await user.keyboard('{Enter}');
  await screen.findByTestId('save-map-png');
  await user.keyboard('{Escape}');
  expect(screen.getByTestId('held-readout')).toBeTruthy();
  screen.getByTestId('big-map').focus();
  await user.keyboard('{Escape}');
  expect(screen.queryByTestId('held-readout')).toBeNull();
  expect(screen.getByTestId('big-map')).toBeTruthy();
  await user.selectOptions(screen.getByTestId('besideLayer'), '0');
  expect(screen.getByTestId('beside-missing').textContent).toContain('mixes no tokens');
  expect(screen.queryByTestId('difference-map')).toBeNull();
});

it('compares with a capture of another run, and says where there is none', async () => {
  const text = view.getState().probe;
  const capture = encodeCapture(
    { ...probe(5), layers: [attends, attends, { ...attends, map: sinks }, attends] },
    5,
    text,
  );
  runs.setState({ attentionProbe: probe(9), captures: { relaxed: [capture!] } });
  const user = panel();
  await user.click(screen.getByTestId('map-2-0'));
  await user.selectOptions(screen.getByTestId('map-beside'), 'map');
  await user.selectOptions(screen.getByTestId('besideRun'), 'relaxed');
  await user.keyboard('{Home}');
  screen.getByTestId('big-map').focus();
  await user.keyboard('{Home}');
  expect(screen.getByTestId('beside-readout').textContent).toMatch(/step 5: 1\.0000, difference −0\.8750/);
  expect(screen.getByTestId('cell-sums').textContent).toContain('captured step are kept to within 2.3%.');
  act(() => runs.setState({ captures: {} }));
  expect(screen.getByTestId('beside-missing').textContent).toContain('no capture');
  act(() => app.session.replays.state.setState({ isDue: true }));
  expect(screen.getByTestId('beside-missing').textContent).toBe('Captures of this probe are being made.');
  await user.selectOptions(screen.getByTestId('maps-of'), 'runs');
  expect(screen.getByTestId('runs-row').textContent).toContain('Captures of this probe are being made.');
  act(() => app.session.replays.state.setState({ isDue: false }));
  expect(screen.getByTestId('runs-row').textContent).toContain('No capture of this probe yet.');
});

it('has the scale of the colours and their range by hand, which its legend follows', async () => {
  const user = panel();
  expect(screen.getByTestId('map-legend').textContent).toBe('weight 0  1middle 0.25');
  await user.click(screen.getByTestId('map-colours'));
  await user.selectOptions(screen.getByTestId('map-scale'), 'linear');
  expect(screen.getByTestId('map-legend').textContent).toContain('middle 0.5');
  await user.clear(screen.getByTestId('map-high'));
  await user.type(screen.getByTestId('map-high'), '0.2{Enter}');
  expect(screen.getByTestId('map-legend').textContent).toBe('weight 0  0.2middle 0.1');
  await user.clear(screen.getByTestId('map-low'));
  await user.type(screen.getByTestId('map-low'), '0.3{Enter}');
  expect(screen.getByRole('alert').textContent).toContain('lower end first');
  expect(view.getState()).toMatchObject({ mapScale: 'linear', mapLow: 0, mapHigh: 0.2 });
  await user.selectOptions(screen.getByTestId('map-scale'), 'row');
  expect(screen.getByTestId('map-legend').textContent).toContain('of the row’s largest');
});

it('zooms by keys, and sees the whole map again', async () => {
  const user = panel();
  const long = Array.from({ length: 40 }, (_, i) => `t${i}`);
  const map = new Float32Array(1600).fill(1 / 40);
  const wide = { ...attends, map };
  runs.setState({ attentionProbe: { ...probe(3), tokens: long, layers: [mixesNothing, wide, wide, wide] } });
  act(() => view.getState().set({ layer: 1, enlarged: true, focusesMap: true }));
  const canvas = () => screen.getByTestId('big-map').querySelector('canvas')?.width;
  expect(canvas()).toBe(40);
  await user.keyboard('+');
  expect(canvas()).toBe(26);
  await user.keyboard('++++');
  expect(canvas()).toBe(8);
  expect((screen.getByTestId('zoom-out') as HTMLButtonElement).disabled).toBe(false);
  await user.keyboard('-');
  expect(canvas()).toBe(12);
  await user.keyboard('0');
  expect(canvas()).toBe(40);
  expect((screen.getByTestId('zoom-out') as HTMLButtonElement).disabled).toBe(true);
});

it('shows one layer alone, and the same map of every run, each of its own capture', async () => {
  const capture = encodeCapture(
    { ...probe(5), layers: [attends, attends, attends, attends] },
    5,
    view.getState().probe,
  );
  const shallow = encodeCapture(
    { ...probe(4), layers: [mixesNothing, mixesNothing] },
    4,
    view.getState().probe,
  );
  const [first, second, third] = experiment.getState().experiment.runs;
  act(() => experiment.getState().update(setVariant(third!.id, 1, 'mlp')));
  // An edit drops what was probed.
  runs.setState({
    attentionProbe: probe(3),
    captures: { [second!.id]: [capture!], [third!.id]: [shallow!] },
  });
  view.getState().set({ layer: 1 });
  const user = panel();
  await user.selectOptions(screen.getByTestId('maps-of'), 'layer');
  expect(screen.getAllByRole('button', { name: /enlarge/ })).toHaveLength(1);
  await user.selectOptions(screen.getByTestId('maps-of'), 'runs');
  const row = screen.getByTestId('runs-row');
  expect(
    within(row)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual([
    `${first!.name}step 3`,
    `${second!.name}step 5`,
    `Mixes no tokens there.${experiment.getState().experiment.runs[2]!.name}step 4`,
  ]);
  await user.click(screen.getByTestId(`map-of-${second!.id}`));
  expect(view.getState()).toMatchObject({ runId: second!.id, enlarged: true });
});

it('shows every run at the newest capture of the chosen one, though that is probed live', async () => {
  const { experiment: all } = experiment.getState();
  const captured = (...steps: number[]) =>
    steps.map((step) => encodeCapture(probe(step), step, view.getState().probe)!);
  const captures = Object.fromEntries(all.runs.map(({ id }) => [id, captured(2, 6)]));
  runs.setState({ attentionProbe: probe(9), captures: { ...captures, standard: captured(2, 4) } });
  const user = panel();
  await user.selectOptions(screen.getByTestId('maps-of'), 'runs');
  const steps = () =>
    within(screen.getByTestId('runs-row'))
      .getAllByRole('listitem')
      .map((item) => item.querySelector('small')?.textContent);
  expect(steps()).toEqual(['step 4', ...all.runs.slice(1).map(() => 'step 2')]);
  act(() => runs.setState({ captures: { ...captures, standard: captured(2, 6) } }));
  expect(steps()).toEqual(all.runs.map(() => 'step 6'));
  // The filter of a long list is one of the maps, too.
  const { length } = all.runs;
  const more = range(length, 6).map((i) => ({ ...all.runs[0]!, id: `more${i}`, name: `More ${i}` }));
  act(() => experiment.getState().apply((e) => ({ ...e, runs: [...e.runs, ...more] }), null));
  act(() => runs.setState({ attentionProbe: probe(9), captures }));
  expect(steps()).toHaveLength(6);
  act(() => app.listFilter.setState({ typed: 'more' }));
  expect(steps()).toHaveLength(6 - length);
  expect(screen.getByTestId('maps-filtered').textContent).toContain(`${length} of 6 runs`);
  act(() => app.listFilter.setState({ typed: '' }));
});

it('draws arcs of one map, of every head or of their mean, from the query or into the key', async () => {
  const two = { ...attends, map: Float32Array.from([...even, ...sinks]) };
  runs.setState({ attentionProbe: { ...probe(3), heads: 2, layers: [mixesNothing, two, two, two] } });
  view.getState().set({ layer: 1, head: 1 });
  const user = panel();
  await user.click(screen.getByTestId('map-1-1'));
  expect(screen.queryByTestId('arcs')).toBeNull();
  await user.selectOptions(screen.getByTestId('arcs-of'), 'head');
  const arcs = () => screen.getByTestId('arcs').querySelectorAll('g[fill=none] path').length;
  const label = () => within(screen.getByTestId('arcs')).getByRole('img').getAttribute('aria-label');
  // The second head looks at the first token alone.
  expect(arcs()).toBe(1);
  expect(label()).toBe('From query h at 8 to the keys: a at 1 (1.000)');
  await user.selectOptions(screen.getByTestId('arcs-of'), 'heads');
  expect(arcs()).toBe(9);
  expect(label()).toContain('a at 1 (Head 2, 1.000), a at 1 (Head 1, 0.125)');
  await user.selectOptions(screen.getByTestId('arcs-of'), 'mean');
  expect(label()).toBe('From query h at 8 to the keys: a at 1 (0.563), b at 2 (0.063), c at 3 (0.063)');
  await user.selectOptions(screen.getByTestId('arcs-direction'), 'into');
  expect(arcs()).toBe(8);
  expect(label()).toContain('Into key a at 1 from the queries: a at 1 (1.000), b at 2 (0.750)');
  screen.getByTestId('arcs').focus();
  await user.keyboard('{ArrowRight}');
  expect(label()).toContain('Into key b at 2');
  // The mean of 1/8 for each of 8 queries, and 8 of the first token alone.
  expect(screen.getByTestId('cell-sums').textContent).toContain('Sum of the row 1.00, of the column 0.00');
});

it('says by how much another text changes a map, and nothing of another step', async () => {
  view.getState().set({ layer: 1, enlarged: true });
  panel();
  expect(screen.queryByTestId('text-change')).toBeNull();
  const other = [...'hgfedcb'];
  const shorter = Float32Array.from({ length: 49 }, (_, at) =>
    at % 7 <= Math.floor(at / 7) ? 1 / (Math.floor(at / 7) + 1) : 0,
  );
  const of = (step: number, map: Float32Array) => {
    const own = { ...attends, map };
    return { ...probe(step), tokens: other, layers: [mixesNothing, own, own, own] };
  };
  act(() => runs.setState({ attentionProbe: of(3, shorter) }));
  expect(screen.getByTestId('text-change').textContent).toContain('more than 0.0000');
  act(() =>
    runs.setState({
      attentionProbe: of(
        4,
        shorter.map((weight) => weight / 2),
      ),
    }),
  );
  expect(screen.queryByTestId('text-change')).toBeNull();
});

it('says that another end of the text tells nothing of any causal map, and changes its first word at a press', async () => {
  view.getState().set({ layer: 1, enlarged: true, probe: 'the cat sat' });
  const user = panel();
  const longer = [...tokens, 'i'];
  const grown = Float32Array.from({ length: 81 }, (_, at) => (at % 9 <= Math.floor(at / 9) ? 1 : 0));
  const own = { ...attends, map: grown };
  const grownProbe = { ...probe(3), tokens: longer, layers: [mixesNothing, own, own, own] };
  act(() => runs.setState({ attentionProbe: grownProbe }));
  expect(screen.getByTestId('text-change').textContent).toContain('Only the end of the text is another');
  const button = screen.getByTestId('change-start');
  await user.click(button);
  expect(view.getState().probe).toBe('cat the sat');
  await user.click(button);
  expect(view.getState().probe).toBe('the cat sat');
  const halved = { ...own, map: grown.map((weight) => weight / 2) };
  const other = {
    ...grownProbe,
    tokens: ['x', ...longer.slice(1)],
    layers: [mixesNothing, halved, halved, halved],
  };
  act(() => runs.setState({ attentionProbe: other }));
  expect(screen.getByTestId('text-change').textContent).toContain('more than 0.5000');
  act(() => view.getState().set({ probe: 'aa aa' }));
  expect(button).toHaveProperty('disabled', true);
});

it('shows the newest capture until the run itself is probed', () => {
  const text = view.getState().probe;
  const captures = [2, 5].map((step) => encodeCapture(probe(step), step, text)!);
  runs.setState({ attentionProbe: { ...probe(3), runId: 'relaxed' }, captures: { standard: captures } });
  panel();
  expect(screen.getByTestId('probe-step').textContent).toBe('Maps at step 5');
  act(() => runs.setState({ attentionProbe: probe(7) }));
  expect(screen.getByTestId('probe-step').textContent).toBe('Maps at step 7');
  // Those of another text are none.
  act(() => runs.setState({ attentionProbe: null }));
  act(() => view.getState().set({ probe: 'another' }));
  expect(screen.queryByTestId('probe-step')).toBeNull();
});

it('says that a text is longer than the context also while there are no maps of it, and nothing of another text', () => {
  const isCut = () => screen.queryByText('Longer than the context: only its start is shown.') !== null;
  panel();
  expect(isCut()).toBe(false);
  act(() => runs.setState({ attentionProbe: { ...probe(3), cut: true } }));
  expect(isCut()).toBe(true);
  act(() => runs.setState({ attentionProbe: null }));
  expect(isCut()).toBe(true);
  act(() => view.getState().set({ probe: 'short' }));
  expect(isCut()).toBe(false);
});

it('saves the probe of a short text, and of a long one nothing', () => {
  const look = (T: number) => {
    const long = Array.from({ length: T }, (_, i) => `t${i}`);
    const shown = { ...probe(3), tokens: long, layers: [mixesNothing] };
    runs.setState({ attentionProbe: shown });
    return snapshotDocument(app.document, runs.getState()).results.look;
  };
  expect(look(128)).toMatchObject({ step: 3 });
  expect(look(129)).toBeNull();
});

it('moves among the small maps with the arrow keys, which are one stop of the Tab key whatever is left of them', async () => {
  const two = { ...attends, map: Float32Array.from([...even, ...sinks]) };
  runs.setState({
    attentionProbe: { ...probe(3), heads: 2, layers: [mixesNothing, two, mixesNothing, two] },
  });
  view.getState().set({ layer: 1, head: 1 });
  const user = panel();
  const maps = () => screen.getAllByRole('button', { name: /enlarge the map/ });
  const stops = () => maps().flatMap(({ tabIndex, dataset }) => (tabIndex === 0 ? [dataset.testid] : []));
  const focused = () => (document.activeElement as HTMLElement).dataset.testid;
  expect(stops()).toEqual(['map-1-1']);
  act(() => screen.getByTestId('map-1-1').focus());
  await user.keyboard('{ArrowUp}');
  // Above a layer without maps.
  expect(focused()).toBe('map-3-1');
  await user.keyboard('{ArrowLeft}{ArrowUp}{ArrowLeft}');
  expect(focused()).toBe('map-3-0');
  expect(stops()).toEqual(['map-3-0']);
  // The map that it stopped at is no longer there.
  act(() => view.getState().set({ mapLayer: 1 }));
  expect(stops()).toEqual(['map-1-0']);
  act(() => view.getState().set({ mapLayer: 0 }));
  act(() => view.getState().set({ mapLayer: null, mapScore: 'none' }));
  expect(stops()).toHaveLength(1);
});

it('filters the small maps by keys alone, says how many are left, and puts the strongest first', async () => {
  const scored = (...sink: number[]): LayerProbe => ({
    ...attends,
    map: Float32Array.from([...even, ...sinks]),
    headScores: { sink },
  });
  const layers = [mixesNothing, scored(0.2, 0.9), scored(0.3, 0.7), scored(0.4, 0.1)];
  runs.setState({ attentionProbe: { ...probe(3), heads: 2, layers } });
  const user = panel();
  const maps = () =>
    screen.getAllByRole('button', { name: /enlarge the map/ }).map(({ dataset }) => dataset.testid);
  const count = () => screen.getByTestId('maps-shown').textContent;
  expect(maps()).toHaveLength(6);
  expect(count()).toBe('');
  act(() => screen.getByTestId('map-filter').focus());
  await user.keyboard('{Enter}');
  await user.selectOptions(await screen.findByTestId('filter-score'), 'sink');
  await user.clear(screen.getByTestId('filter-least'));
  await user.type(screen.getByTestId('filter-least'), '0.35');
  expect(maps()).toEqual(['map-3-0', 'map-2-1', 'map-1-1']);
  expect(count()).toBe('3 of 6 maps.');
  act(() => screen.getByTestId('filter-strongest').focus());
  await user.keyboard(' ');
  expect(maps()).toEqual(['map-1-1', 'map-2-1', 'map-3-0']);
  expect(screen.getByRole('list', { name: 'Maps by layer' }).textContent).toContain('Layer 2, head 2 0.90');
  expect(view.getState()).toMatchObject({ mapScore: 'sink', mapLeast: 0.35, strongestFirst: true });
  await user.selectOptions(screen.getByTestId('filter-layer'), '0');
  expect(screen.queryAllByRole('button', { name: /enlarge the map/ })).toHaveLength(0);
  expect(count()).toBe('0 of 6 maps.');
  expect(screen.getByText('None fits the filter.')).toBeTruthy();
  expect(screen.getByTestId('save-maps')).toHaveProperty('disabled', true);
  await user.click(screen.getByTestId('filter-none'));
  expect(maps()).toHaveLength(6);
  // What Inside has switched off is off here, too.
  act(() => view.getState().set({ partsOff: [[2, 1]] }));
  await user.selectOptions(screen.getByTestId('filter-switched'), 'off');
  expect(maps()).toEqual(['map-2-1']);
  // What shows all is there for the focus once it has nothing left to do, and Escape closes the choice.
  await user.click(screen.getByTestId('filter-none'));
  expect(screen.getByTestId('filter-none')).toHaveProperty('disabled', false);
  expect(screen.getByTestId('filter-none').getAttribute('aria-disabled')).toBe('true');
  expect(document.activeElement).toBe(screen.getByTestId('filter-none'));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByTestId('filter-none')).toBeNull());
  expect(document.activeElement).toBe(screen.getByTestId('map-filter'));
});

it('saves the small maps that are shown, and says how many', async () => {
  const download = vi.spyOn(downloads, 'download').mockImplementation(() => {});
  const scored = (...sink: number[]): LayerProbe => ({
    ...attends,
    map: Float32Array.from([...even, ...sinks]),
    headScores: { sink },
  });
  const layers = [mixesNothing, scored(0.2, 0.9), scored(0.3, 0.7), scored(0.4, 0.1)];
  runs.setState({ attentionProbe: { ...probe(3), heads: 2, layers } });
  const user = panel();
  const label = () => screen.getByTestId('save-maps').getAttribute('aria-label');
  const saved = async (): Promise<string> => {
    download.mockClear();
    await user.click(screen.getByTestId('save-maps'));
    await user.click(await screen.findByTestId('save-maps-svg'));
    await vi.waitFor(() => expect(download).toHaveBeenCalled());
    return (download.mock.calls[0]![1] as Blob).text();
  };
  const images = (svg: string) => svg.match(/<image /g)?.length ?? 0;
  expect(label()).toBe('Save all 6 maps of this run as a picture');
  const whole = await saved();
  expect(images(whole)).toBe(6);
  expect(whole).toContain('every map');
  expect(whole).toContain('mixes no tokens');
  act(() => view.getState().set({ mapScore: 'sink', mapLeast: 0.35 }));
  expect(label()).toBe('Save the 3 of 6 maps that are shown as a picture');
  const some = await saved();
  expect(images(some)).toBe(3);
  expect(some).toContain('3 of 6 maps, by Sink');
  expect(some).not.toContain('mixes no tokens');
  // A head stands in its own column: the second has two maps left, the first one.
  const columns = [...some.matchAll(/<image [^>]*?x="(\d+)"/g)].map(([, x]) => Number(x));
  expect(columns[0]).toBe(columns[1]);
  expect(columns[2]).toBeLessThan(columns[0]!);
  act(() => view.getState().set({ strongestFirst: true }));
  const sorted = await saved();
  expect(images(sorted)).toBe(3);
  const [first, second, third] = ['Layer 2, head 2', 'Layer 3, head 2', 'Layer 4, head 1'].map((name) =>
    sorted.indexOf(`>${name}<`),
  ) as [number, number, number];
  expect(first).toBeGreaterThan(0);
  expect([first, second, third]).toEqual([first, second, third].toSorted((a, b) => a - b));
  expect(sorted).toContain('>0.90<');
  // Of one map of every run those that the filter of the list finds.
  act(() => {
    experiment.getState().update(addSeeds('standard', 6));
    // An edit begins what it changes anew.
    runs.setState({ attentionProbe: { ...probe(3), heads: 2, layers } });
    view.getState().set({ runId: 'standard', mapsOf: 'runs' });
  });
  const all = experiment.getState().experiment.runs.length;
  expect(label()).toBe(`Save the maps of ${all} runs as a picture`);
  act(() => app.listFilter.setState({ typed: 'seed 2' }));
  expect(label()).toBe('Save the map of one run as a picture');
  expect((await saved()).match(/no capture/gi)).toHaveLength(1);
});

it('takes as much of the held-out text as the context has room for, or says why there is none', async () => {
  const user = panel();
  const heldOut = vi.spyOn(app.session.text, 'heldOut').mockResolvedValue('and so the sea rolled on');
  await user.click(screen.getByTestId('fill-probe'));
  expect(view.getState().probe).toBe('and so the sea rolled on');
  heldOut.mockRejectedValue(new Error('The text is too short.'));
  await user.click(screen.getByTestId('fill-probe'));
  expect(await screen.findByText('The text is too short.')).toBeTruthy();
  expect(view.getState().probe).toBe('and so the sea rolled on');
  await user.type(screen.getByTestId('probe'), '!');
  expect(screen.queryByText('The text is too short.')).toBeNull();
});
