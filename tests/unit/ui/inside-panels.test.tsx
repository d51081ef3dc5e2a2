// @vitest-environment happy-dom
// The tab Inside on captures: what stands on the page is what they hold, over layers and over the training.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { type AblationGrid, partKey } from '../../../src/app/session/ablationStudy';
import { probeText } from '../../../src/document/probeText';
import { setVariant } from '../../../src/experiment/edit';
import type { Run } from '../../../src/experiment/schema';
import { addSeeds } from '../../../src/experiment/seedRuns';
import type { Capture } from '../../../src/measure/capture';
import { indicators } from '../../../src/measure/indicators';
import { layerMeasures } from '../../../src/measure/layerMeasures';
import { scoreSummary } from '../../../src/measure/scores';
import { fillInLayout } from '../../../src/platform/layout';
import * as sharing from '../../../src/platform/sharing';
import { Series } from '../../../src/runtime/series';
import { writeMeasure } from '../../../src/ui/charts/layerAxis';
import * as downloads from '../../../src/ui/kit/download';
import { AblationPanel } from '../../../src/ui/panels/inside/AblationPanel';
import { ByLayerPanel } from '../../../src/ui/panels/inside/ByLayerPanel';
import { OverTrainingPanel } from '../../../src/ui/panels/inside/OverTrainingPanel';
import { ScoresPanel } from '../../../src/ui/panels/inside/ScoresPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const { session } = app;
const { runs } = session;
const { experiment, view } = app.document;
const T = 4;
/** A map that looks at the token itself with this weight, and at the first with the rest. */
const map = (weight: number) =>
  Float32Array.from({ length: T * T }, (_, n) => {
    const [query, key] = [Math.floor(n / T), n % T];
    return (key === query ? weight : 0) + (key === 0 ? 1 - weight : 0);
  });
const attends = (weight: number, gradNorm: number | null): Capture['layers'][0] => ({
  weights: null,
  indicators: indicators(map(weight), 1, T),
  scores: scoreSummary(map(weight * 1000), 1, T),
  step: gradNorm === null ? null : { gradNorm, update: gradNorm / 10, weights: 5 },
});
const mixesNothing = (gradNorm: number | null): Capture['layers'][0] => ({
  weights: null,
  indicators: null,
  scores: null,
  step: gradNorm === null ? null : { gradNorm, update: gradNorm / 10, weights: 5 },
});
const text = () => probeText(experiment.getState().experiment, view.getState());
const capture = (step: number, layers: Capture['layers']): Capture => ({
  step,
  text: text(),
  tokens: [...'abcd'],
  heads: 1,
  cut: false,
  unknown: [],
  layers,
});
const [first, second] = experiment.getInitialState().experiment.runs;

beforeEach(() => {
  fillInLayout();
  experiment.getState().update(setVariant(first!.id, 1, 'mlp'));
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(300);
  runs.setState({
    captures: {
      [first!.id]: [0, 10, 100].map((step, i) => {
        const gradNorm = i === 0 ? null : step;
        const layer = attends(0.25 * (i + 1), gradNorm);
        return capture(step, [layer, mixesNothing(gradNorm), layer, layer]);
      }),
      [second!.id]: [0, 50].map((step) => {
        const layer = attends(0.5, step === 0 ? null : 0.5);
        return capture(step, [layer, layer, layer, layer]);
      }),
    },
  });
});

const cells = () =>
  within(screen.getByTestId('measure-table'))
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    );
const linesOf = (run: Run | undefined) => [
  ...document.querySelectorAll(`[data-testid="measure-chart"][data-run="${run?.id}"] path[data-layer]`),
];
const paths = (run: Run | undefined) => linesOf(run).map((path) => path.getAttribute('d'));

it('Over the training has each layer’s value at the moment, normalised first and raw beside it', async () => {
  act(() => view.getState().set({ runId: second!.id, pinnedRun: first!.id }));
  act(() => view.getState().set({ runId: first!.id, pinnedRun: second!.id }));
  show(<OverTrainingPanel id="overTraining" title="Over the training" />);
  const entropy = (step: number) => {
    const { indicators: own } = runs.getState().captures[first!.id]!.find((one) => one.step === step)!
      .layers[0]!;
    return `${own!.entropyNormalised.toFixed(3)} (${own!.entropy.toFixed(1)} nats)`;
  };
  expect(cells()[0]?.[0]).toContain(entropy(100));
  expect(cells()[1]?.[0]).toContain('no map');
  expect(screen.getAllByRole('columnheader').map((one) => one.textContent)).toEqual([
    'Layer',
    expect.stringContaining('step 100'),
    expect.stringContaining('step 50'),
  ]);
  act(() => view.getState().set({ moment: 60 }));
  expect(cells()[0]?.[0]).toContain(entropy(10));
  expect(screen.getAllByTestId('moment-line')).toHaveLength(2);
});

it('Over the training draws a line a layer, with gaps, and none for a layer without a map', async () => {
  const user = show(<OverTrainingPanel id="overTraining" title="Over the training" />);
  const drawn = paths(first);
  expect(drawn).toHaveLength(4);
  expect(drawn.filter((d) => d === '')).toHaveLength(1);
  expect(drawn.filter((d) => d?.match(/[ML]/g)?.length === 3)).toHaveLength(3);
  await user.selectOptions(screen.getByTestId('measure'), 'gradNorm');
  // Not measured before the first step.
  for (const d of paths(first)) expect(d?.match(/[ML]/g)).toHaveLength(2);
  expect(cells()[0]?.[0]).toContain('100');
  act(() => view.getState().set({ moment: 0 }));
  expect(cells()[0]?.[0]).toContain('not measured at that step');
});

it('Over the training has a layer chosen by its button, drawn last and apart from the others', async () => {
  const user = show(<OverTrainingPanel id="overTraining" title="Over the training" />);
  await user.click(screen.getByRole('button', { name: 'Layer 3' }));
  expect(view.getState().layer).toBe(2);
  expect(screen.getByRole('button', { name: 'Layer 3', pressed: true })).toBeTruthy();
  const last = linesOf(first).at(-1);
  expect(last?.getAttribute('data-layer')).toBe('2');
  expect(last?.getAttribute('stroke')).toBe('var(--accent)');
});

it('Over the training copies every step of every layer', async () => {
  const copy = vi.spyOn(sharing, 'copyText').mockResolvedValue(true);
  const user = show(<OverTrainingPanel id="overTraining" title="Over the training" />);
  await user.selectOptions(screen.getByTestId('measure'), 'update');
  await user.click(screen.getByTestId('copy-course-json'));
  const rows = JSON.parse(copy.mock.calls[0]![0]);
  expect(rows).toHaveLength(3 * 4);
  const { name } = experiment.getState().experiment.runs[0]!;
  const own = { run: name, variant: 'standard' };
  expect(rows[0]).toEqual({ ...own, step: 0, layer: 1, update: null, updateNorm: null });
  expect(rows.at(-1)).toEqual({ ...own, step: 100, layer: 4, update: 2, updateNorm: 10 });
});

it('By layer has every measure over the layers, raw values in its data, and its definition at its name', async () => {
  const copy = vi.spyOn(sharing, 'copyText').mockResolvedValue(true);
  const user = show(<ByLayerPanel id="byLayer" title="By layer" />);
  const chart = (name: string) => screen.getByRole('button', { name }).closest('figure') as HTMLElement;
  const line = (name: string) =>
    chart(name).querySelector(`[data-run="${first!.id}"] path`)?.getAttribute('d');
  // The second layer has no map; its gradient has a norm.
  expect(line('Sink')?.match(/M/g)).toHaveLength(2);
  expect(line('Gradient norm')?.match(/M/g)).toHaveLength(1);
  expect(screen.getByRole('button', { name: 'Sink' }).getAttribute('aria-description')).toBe(
    'Mean weight on the first token.',
  );
  await user.hover(screen.getByRole('button', { name: 'Sink' }));
  expect((await screen.findByRole('tooltip')).textContent).toContain('§4.4');
  await user.click(screen.getByTestId('copy-indicators-json'));
  const [row] = JSON.parse(copy.mock.calls[0]![0]);
  const { indicators: own, step } = runs.getState().captures[first!.id]!.at(-1)!.layers[0]!;
  expect(row).toMatchObject({
    entropy: own!.entropyNormalised,
    entropyNats: own!.entropy,
    concentrationNorm: own!.concentration,
    gradNorm: step!.gradNorm,
    updateNorm: step!.update,
  });
});

it('By layer has seeds that are drawn as one as their mean, with a band', async () => {
  const copy = vi.spyOn(sharing, 'copyText').mockResolvedValue(true);
  act(() => experiment.getState().update(addSeeds(second!.id, 2)));
  const twin = experiment.getState().experiment.runs[2]!;
  const norms = [0.5, 0.7];
  runs.setState({
    captures: Object.fromEntries(
      [second!, twin].map(({ id }, seed) => {
        const layer = attends(0.5, norms[seed]!);
        return [id, [capture(50, [layer, layer, layer, seed === 0 ? layer : mixesNothing(null)])]];
      }),
    ),
  });
  act(() => view.getState().set({ seedDrawing: 'range' }));
  const user = show(<ByLayerPanel id="byLayer" title="By layer" />);
  expect(screen.getByTestId('byLayer').textContent).toContain('from the lowest to the highest');
  const figure = (name: string) => screen.getByRole('button', { name }).closest('figure') as HTMLElement;
  expect(figure('Gradient norm').querySelectorAll('[data-run]')).toHaveLength(1);
  // Three layers have it at both seeds, and differ.
  const band = figure('Gradient norm').querySelector('[data-band]')?.getAttribute('d');
  expect(band?.match(/V/g)).toHaveLength(3);
  // Maps are alike.
  expect(figure('Sink').querySelector('[data-band]')).toBeNull();
  await user.click(screen.getByText('What is measured of each layer'));
  const row = screen.getByRole('row', { name: /2 seeds 1 / });
  expect(
    within(row).getByText(writeMeasure(layerMeasures.find(({ id }) => id === 'gradNorm')!, 0.6)),
  ).toBeTruthy();
  await user.click(screen.getByTestId('copy-indicators-json'));
  const rows: { run: string; gradNorm: number }[] = JSON.parse(copy.mock.calls[0]![0]);
  expect(rows.filter(({ run }) => run === twin.name).map(({ gradNorm }) => gradNorm)).toEqual([
    0.7,
    0.7,
    0.7,
    null,
  ]);
});

it('Over the training has seeds that are drawn as one as their mean, with a band', () => {
  act(() => experiment.getState().update(addSeeds(second!.id, 2)));
  const twin = experiment.getState().experiment.runs[2]!;
  const course = (norms: readonly number[]) =>
    norms.map((norm, i) => {
      const layer = attends(0.5, norm);
      return capture(10 * i, [layer, layer, layer, layer]);
    });
  // The twin has not come as far: means are of the steps that both have.
  runs.setState({ captures: { [second!.id]: course([4, 2, 1]), [twin.id]: course([8, 6]) } });
  act(() => view.getState().set({ seedDrawing: 'range', runId: second!.id, pinnedRun: twin.id, layer: 0 }));
  show(<OverTrainingPanel id="overTraining" title="Over the training" />);
  fireEvent.change(screen.getByTestId('measure'), { target: { value: 'gradNorm' } });
  expect(screen.getAllByTestId('measure-chart')).toHaveLength(1);
  expect(screen.getByTestId('measure-chart').textContent).toContain('2 seeds');
  const band = screen.getByTestId('measure-chart').querySelector('[data-band="0"]')?.getAttribute('d');
  expect(band?.match(/V/g)).toHaveLength(2);
  const gradNorm = layerMeasures.find(({ id }) => id === 'gradNorm')!;
  const [mean, low, high] = [4, 2, 6].map((value) => writeMeasure(gradNorm, value));
  expect(cells()[0]![0]).toContain(`${mean}${low} to ${high}`);
});

it('Over the training and By layer keep what no probe changes where the probe is another', async () => {
  const user = show(
    <>
      <OverTrainingPanel id="overTraining" title="Over the training" />
      <ByLayerPanel id="byLayer" title="By layer" />
    </>,
  );
  const byLayer = (name: string) =>
    [
      ...(screen.getByRole('button', { name }).closest('figure') as HTMLElement).querySelectorAll(
        '[data-run] > path:first-child',
      ),
    ].filter((path) => path.getAttribute('d') !== '').length;
  await user.selectOptions(screen.getByTestId('measure'), 'gradNorm');
  const before = paths(first);
  expect(byLayer('Sink')).toBe(2);
  act(() => view.getState().set({ probe: 'another text' }));
  expect(paths(first)).toEqual(before);
  expect(cells()[0]?.[0]).toContain('100');
  expect(byLayer('Gradient norm')).toBe(2);
  // What is of the map waits for captures of the new probe, and so do the radars.
  expect(byLayer('Sink')).toBe(0);
  expect(screen.queryByTestId('radars')).toBeNull();
  // A capture of it at the newest step adds its own, and leaves the others.
  const layer = attends(0.5, null);
  act(() =>
    runs.setState(({ captures }) => ({
      captures: {
        ...captures,
        [first!.id]: [...captures[first!.id]!, capture(100, [layer, mixesNothing(null), layer, layer])],
      },
    })),
  );
  expect(paths(first)).toEqual(before);
  expect(byLayer('Sink')).toBe(1);
  await user.selectOptions(screen.getByTestId('measure'), 'entropy');
  expect(screen.getAllByRole('columnheader')[1]?.textContent).toContain('step 100');
});

it('have differences to the pinned run: of layers, with the error of the seeds, of the table of each layer, and without a part', async () => {
  const copy = vi.spyOn(sharing, 'copyText').mockResolvedValue(true);
  act(() => experiment.getState().update(addSeeds(second!.id, 2)));
  const twin = experiment.getState().experiment.runs[2]!;
  const layer = (norm: number) => attends(0.5, norm);
  const captured = (norm: number) => [
    capture(
      100,
      Array.from({ length: 4 }, () => layer(norm)),
    ),
  ];
  runs.setState({
    captures: { [first!.id]: captured(8), [second!.id]: captured(2), [twin.id]: captured(4) },
  });
  act(() => view.getState().set({ runId: first!.id, pinnedRun: second!.id }));
  const user = show(
    <>
      <OverTrainingPanel id="overTraining" title="Over the training" />
      <ByLayerPanel id="byLayer" title="By layer" />
    </>,
  );
  await user.selectOptions(screen.getByTestId('measure'), 'gradNorm');
  expect(screen.getByTestId(`delta-${first!.id}-0`).textContent).toBe('+6.00');
  expect(screen.queryByTestId(`delta-${second!.id}-0`)).toBeNull();
  // No seeds, no error: the note promises none.
  const note = () => screen.getByTestId('measure-delta-note').textContent;
  expect(note()).toBe(`Below each value: its difference to ${second!.name}.`);
  await user.click(screen.getByText('What is measured of each layer'));
  const rows = within(screen.getByTestId('layer-table')).getAllByRole('row').slice(1);
  const told = rows.map((row) => within(row).getAllByRole('cell').at(-2)?.textContent);
  expect([told[0], told[4], told[8]]).toEqual(['8.00+6.00', '2.00', '4.00+2.00']);
  // Of a stack at two seeds the error of one side alone is none; of another such it is told.
  act(() => experiment.getState().update(addSeeds(first!.id, 2)));
  const other = experiment.getState().experiment.runs[1]!;
  // An edit begins what it changes anew.
  const norms: [string, number][] = [
    [first!.id, 8],
    [other.id, 11],
    [second!.id, 2],
    [twin.id, 4],
  ];
  runs.setState({ captures: Object.fromEntries(norms.map(([id, norm]) => [id, captured(norm)])) });
  act(() => view.getState().set({ seedDrawing: 'standardError' }));
  // 8 and 11 less 2 and 4: 6 and 7, paired by seed.
  expect(screen.getByTestId(`delta-${first!.id}-0`).textContent).toMatch(/^\+6\.50 ± 0\.50/);
  expect(note()).toContain('± the standard error of that difference');
  // In what is copied each seed is held against the same one.
  await user.click(screen.getByTestId('copy-indicators-json'));
  const copied: Record<string, unknown>[] = JSON.parse(copy.mock.calls[0]![0]);
  const minus = Object.keys(copied[0]!).find((name) => name.startsWith('gradNorm minus')) ?? '';
  expect(minus).toContain('2 seeds');
  expect([0, 4, 8, 12].map((row) => copied[row]?.[minus])).toEqual([6, 7, null, null]);
});

it('hold each layer against the pinned run where that is hidden, or the filter of the list leaves it out, on the page and in what is copied', async () => {
  const copy = vi.spyOn(sharing, 'copyText').mockResolvedValue(true);
  const copied = async (testId: string): Promise<Record<string, unknown>[]> => {
    copy.mockClear();
    await user.click(screen.getByTestId(testId));
    return JSON.parse(copy.mock.calls[0]![0]);
  };
  // So many runs that the list is filtered.
  act(() => experiment.getState().update(addSeeds(second!.id, 5)));
  const layers = (norm: number) => Array.from({ length: 4 }, () => attends(0.5, norm));
  runs.setState({
    captures: {
      [first!.id]: [capture(10, layers(16)), capture(100, layers(8))],
      [second!.id]: [capture(5, layers(3)), capture(100, layers(2))],
    },
  });
  act(() => view.getState().set({ runId: first!.id, pinnedRun: second!.id }));
  const user = show(
    <>
      <OverTrainingPanel id="overTraining" title="Over the training" />
      <ByLayerPanel id="byLayer" title="By layer" />
    </>,
  );
  await user.selectOptions(screen.getByTestId('measure'), 'gradNorm');
  await user.click(await screen.findByText('What is measured of each layer'));
  const charted = () => screen.getAllByTestId('measure-chart').map((one) => one.dataset.run);
  const tabled = () => within(screen.getByTestId('layer-table')).getAllByRole('row').slice(1);
  const held = () => [
    screen.getByTestId(`delta-${first!.id}-0`).textContent,
    within(tabled()[0]!).getAllByRole('cell').at(-2)?.textContent,
    screen.getByTestId('measure-delta-note').textContent?.includes(second!.name),
    screen.getByTestId('layer-delta-note').textContent?.includes(second!.name),
  ];
  const told = ['+6.00', '8.00+6.00', true, true];
  expect(charted()).toEqual([first!.id, second!.id]);
  expect(tabled()).toHaveLength(8);
  expect(held()).toEqual(told);
  const leaveOut = [
    () => view.getState().set({ hiddenRuns: [second!.id] }),
    () => {
      view.getState().set({ hiddenRuns: [] });
      app.listFilter.setState({ typed: experiment.getState().experiment.runs[0]!.name });
    },
  ];
  for (const one of leaveOut) {
    act(one);
    expect(charted()).toEqual([first!.id]);
    expect(tabled()).toHaveLength(4);
    expect(held()).toEqual(told);
  }

  const minus = `minus ${second!.name}`;
  const course = await copied('copy-course-json');
  expect(course).toHaveLength(8);
  // At step 10 the pinned run is what it was at its last capture, of step 5.
  expect(course[0]).toMatchObject({ step: 10, gradNorm: 16, [`gradNorm ${minus}`]: 13 });
  expect(course[4]).toMatchObject({ step: 100, gradNorm: 8, [`gradNorm ${minus}`]: 6 });
  // One seed tells no error.
  expect(Object.keys(course[0]!).filter((name) => name.includes('stderr'))).toEqual([]);
  const byLayer = await copied('copy-indicators-json');
  expect(byLayer).toHaveLength(4);
  expect(byLayer[0]).toMatchObject({ gradNorm: 8, [`gradNorm ${minus}`]: 6, [`sink ${minus}`]: 0 });
  act(() => app.listFilter.setState({ typed: '' }));
  const both = await copied('copy-indicators-json');
  expect(both.map((row) => row[`gradNorm ${minus}`])).toEqual([6, 6, 6, 6, null, null, null, null]);
  act(() => view.getState().set({ pinnedRun: null }));
  for (const testId of ['copy-course-json', 'copy-indicators-json'])
    expect(Object.keys((await copied(testId))[0]!).filter((name) => name.includes('minus'))).toEqual([]);
});

it('Without a part holds each loss against that of the pinned run without the same part', () => {
  session.ablation.state.setState({
    grids: { [first!.id]: gridAt(100, 2, 1), [second!.id]: gridAt(100, 1, 0.5) },
  });
  const text = (testId: string) => screen.getByTestId(testId).textContent;
  show(<AblationPanel id="ablation" title="Without a part" />);
  expect(text('ablation-grid')).not.toContain('+1.5000');
  act(() => view.getState().set({ pinnedRun: second!.id }));
  // 3 and 1.5.
  expect(text('ablation-grid')).toContain('3.0000 +1.0000 +1.5000');
  expect(text('ablation-grid')).toContain(`less that of ${second!.name}`);
  expect(screen.getAllByTestId('skip-layer')[0]?.textContent).toContain('+1.5000');
});

it('Without a part has the error of each difference, paired over the held-out sequences, in cells, bars and tables', async () => {
  const copy = vi.spyOn(sharing, 'copyText').mockResolvedValue(true);
  const grid = (whole: number[], without: number[], accuracy: number | null = null): AblationGrid => {
    const part = { layers: [0] };
    const of = (windows: number[]) => ({ loss: (windows[0]! + windows[1]!) / 2, accuracy, windows });
    return {
      step: 100,
      moment: null,
      whole: of(whole),
      without: { [partKey(part)]: { part, ...of(without) } },
    };
  };
  // Without it 0.9 and 1.1 more; the second run 1 less there, and 3.
  const grids = { [first!.id]: grid([1, 3], [1.9, 4.1]), [second!.id]: grid([1, 1], [0.9, 1.1]) };
  session.ablation.state.setState({ grids });
  const text = (testId: string) => screen.getByTestId(testId).textContent;
  const user = show(<AblationPanel id="ablation" title="Without a part" />);
  expect(text('ablation-grid')).toContain('3.0000 +1.0000 ± 0.1000');
  expect(text('ablation-grid')).toContain('± is one standard error of a difference');
  expect(screen.getAllByTestId('skip-layer')[0]?.textContent).toContain('3.0000 +1.0000 ± 0.1000');
  await user.click(screen.getByTestId('copy-ablation-json'));
  const [, row] = JSON.parse(copy.mock.calls[0]![0]);
  expect(row.difference).toBe(1);
  expect(row.standardError).toBeCloseTo(0.1, 9);
  act(() => view.getState().set({ pinnedRun: second!.id }));
  expect(text('ablation-grid')).toContain('+2.0000 ± 1.0000');
  const minus = (of: string) => `${of} minus ${second!.name}`;
  await user.click(screen.getByTestId('copy-ablation-json'));
  const [asItIs, held] = JSON.parse(copy.mock.calls[1]![0]);
  expect(asItIs[minus('loss')]).toBe(1);
  expect(held[minus('loss')]).toBe(2);
  expect(held[`${minus('loss')}, stderr`]).toBeCloseTo(1, 9);
  await user.click(screen.getByTestId('copy-skip-json'));
  const [skipped] = JSON.parse(copy.mock.calls[2]![0]);
  expect(skipped[minus('lossWithout')]).toBe(2);
  // On a task the cell has an accuracy, and its title the difference.
  const onTask = { [first!.id]: grid([1, 3], [1.9, 4.1], 0.5), [second!.id]: grid([1, 1], [0.9, 1.1], 0.5) };
  act(() => session.ablation.state.setState({ grids: onTask }));
  expect(text('ablation-grid')).toContain('Below each accuracy: the loss less that of');
  expect(screen.getByTitle(/50%.*\+1\.0000 ± 0\.1000/)).toBeTruthy();
});

it('Without a part tells losses of a run that has learned its task apart', () => {
  session.ablation.state.setState({ grids: { [first!.id]: gridAt(100, 0.0054, 0.0012) } });
  show(<AblationPanel id="ablation" title="Without a part" />);
  expect(screen.getByTestId('ablation-grid').textContent).toContain('0.0066 +0.0012');
  expect(screen.getByTestId('skip-bars').textContent).toContain('0.00540.0066 +0.0012');
});

it('Scores has those of the pinned run below the chosen one’s, each at its own step, in what is copied and on paper too', async () => {
  const copied = vi.spyOn(sharing, 'copyText').mockResolvedValue(true);
  const drawn = vi.spyOn(downloads, 'download').mockImplementation(() => {});
  const user = show(<ScoresPanel id="scores" title="Scores" />);
  const names = () => screen.getAllByRole('figure').map((figure) => figure.getAttribute('aria-label'));
  const [chosen, other] = experiment.getState().experiment.runs as [Run, Run];
  expect(names()).toEqual([`${chosen.name}, step 100`]);
  act(() => view.getState().set({ pinnedRun: other.id }));
  expect(names()).toEqual([`${chosen.name}, step 100`, `${other.name}, step 50`]);
  await user.click(screen.getByTestId('copy-scores-csv'));
  const lines = copied.mock.lastCall![0].trim().split('\n');
  expect(lines).toHaveLength(1 + chosen.layers.length + other.layers.length);
  expect(lines.at(-1)).toContain(other.name);
  await user.click(screen.getByTestId('save-scores'));
  await user.click(await screen.findByTestId('save-scores-svg'));
  await vi.waitFor(() => expect(drawn).toHaveBeenCalledOnce());
  const svg = await (drawn.mock.lastCall![1] as Blob).text();
  for (const name of names()) expect(svg).toContain(`>${name}<`);
  // The pinned run itself stands alone.
  act(() => view.getState().set({ runId: other.id }));
  expect(names()).toEqual([`${other.name}, step 50`]);
});

it('say what is missing before the first capture', () => {
  runs.setState({ captures: {} });
  show(
    <>
      <ByLayerPanel id="byLayer" title="By layer" />
      <OverTrainingPanel id="overTraining" title="Over the training" />
    </>,
  );
  expect(screen.getByTestId('byLayer').textContent).toContain('press Train or Step');
  expect(screen.getByTestId('overTraining').textContent).toContain('appear with its captures: press Train');
  expect(screen.queryByTestId('measure-table')).toBeNull();
});

it('Without a part shades over the values that are shown, and pictures the skip as pairs of bars', async () => {
  // Room for the grid in full rows.
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1000);
  const copy = vi.spyOn(sharing, 'copyText').mockResolvedValue(true);
  const losses = [
    { part: { layer: 0, head: 0 }, loss: 2.01 },
    { part: { layer: 0, head: 1 }, loss: 6 },
    { part: { layers: [0] }, loss: 8 },
    { part: { layers: [1] }, loss: 4 },
    { part: { layers: [2] }, loss: 2.5 },
    { part: { layers: [3] }, loss: 1.9 },
    { part: { layers: [0, 2, 3] }, loss: 14.8 },
  ];
  const without = Object.fromEntries(
    losses.map((one) => [partKey(one.part), { ...one, accuracy: null, windows: [] }]),
  );
  session.ablation.state.setState({
    grids: {
      [first!.id]: { step: 100, moment: null, whole: { loss: 2, accuracy: null, windows: [] }, without },
    },
  });
  const user = show(<AblationPanel id="ablation" title="Without a part" />);
  const level = (loss: string) =>
    screen.getByText(
      (_, element) => element?.firstChild?.textContent === loss && element.tagName === 'BUTTON',
    ).dataset.level;
  expect(level('8.0000')).toBe('6');
  expect(Number(level('6.0000'))).toBeLessThanOrEqual(6);
  expect(Number(level('2.5000'))).toBeLessThan(Number(level('6.0000')));
  expect(level('2.0100')).toBe('1');
  expect(Number(level('1.9000'))).toBeLessThan(0);
  expect(screen.getByTestId('ablation-scale').textContent).toContain('up to 6; logarithmic');

  // The second layer is an MLP: the others are standard.
  const bars = (row: HTMLElement) =>
    [...row.querySelectorAll('rect')].map((bar) => Number(bar.getAttribute('width')));
  const standard = screen.getByTestId('skip-standard');
  expect(standard.textContent).toContain('2.000014.8000 +12.8000');
  const [whole = 0, gone = 0] = bars(standard);
  expect(gone / whole).toBeCloseTo(14.8 / 2, 6);
  // One layer alone is not standard: its own loss is that of the group.
  expect(screen.getByTestId('skip-others').textContent).toContain('4.0000');
  expect(screen.getAllByTestId('skip-layer')).toHaveLength(4);
  await user.click(screen.getByTestId('copy-skip-json'));
  const rows = JSON.parse(copy.mock.calls[0]![0]);
  expect(rows.at(-1)).toMatchObject({ leftOut: 'standard', layers: '1 + 3 + 4', loss: 2, lossWithout: 14.8 });
  await user.click(screen.getByTestId('copy-skip-csv'));
  expect(copy.mock.calls[1]![0]).toContain(',standard,1 + 3 + 4,2,14.8,');
  await user.click(screen.getByTestId('copy-ablation-json'));
  expect(JSON.parse(copy.mock.calls[2]![0])).toHaveLength(7);
  act(() => session.ablation.clear());
  expect(screen.queryByTestId('skip-bars')).toBeNull();
});

/** Of a run whose loss is this, and by so much higher without the first layer. */
const gridAt = (step: number, loss: number, without: number, moment: number | null = null): AblationGrid => {
  const part = { layers: [0] };
  return {
    step,
    moment,
    whole: { loss, accuracy: null, windows: [] },
    without: { [partKey(part)]: { part, loss: loss + without, accuracy: null, windows: [] } },
  };
};
const trainedTo = (step: number, ...ids: string[]) => {
  const train = Series.of([step], [2]);
  const own = { train, validation: Series.empty, accuracy: Series.empty };
  act(() => runs.setState({ curves: Object.fromEntries(ids.map((id) => [id, own])) }));
};

it('Without a part says where its pictures are of another moment than the page, and offers to measure there', async () => {
  const measure = vi.spyOn(session.ablation, 'grid').mockResolvedValue();
  trainedTo(100, first!.id);
  session.ablation.state.setState({ grids: { [first!.id]: gridAt(100, 2, 1) } });
  const user = show(<AblationPanel id="ablation" title="Without a part" />);
  const mark = () => screen.queryByTestId('ablation-other-moment')?.textContent;
  expect(mark()).toBeUndefined();
  expect(screen.getByTestId('ablation-grid').textContent).toContain('After step 100');
  expect(screen.getByTestId('skip-bars').textContent).toContain('After step 100');
  act(() => view.getState().set({ moment: 60 }));
  expect(mark()).toBe('What stands below was measured at step 100. The page shows step 60.');
  await user.click(screen.getByRole('button', { name: 'Measure at step 60' }));
  expect(measure).toHaveBeenCalledWith([first!.id], 60);
  // Measured at the last capture before the moment.
  act(() => session.ablation.state.setState({ grids: { [first!.id]: gridAt(50, 2, 1, 60) } }));
  expect(mark()).toBeUndefined();
  act(() => view.getState().set({ moment: null }));
  trainedTo(140, first!.id);
  expect(mark()).toContain('at step 50. The page shows step 140.');
});

it('Without a part has seeds that are drawn as one as their mean, with the error of each seed’s own difference', async () => {
  const copy = vi.spyOn(sharing, 'copyText').mockResolvedValue(true);
  const measure = vi.spyOn(session.ablation, 'grid').mockResolvedValue();
  act(() => experiment.getState().update(addSeeds(second!.id, 3)));
  const ids = [
    second!.id,
    ...experiment
      .getState()
      .experiment.runs.slice(2, 4)
      .map(({ id }) => id),
  ];
  act(() => view.getState().set({ seedDrawing: 'standardError', runId: second!.id }));
  trainedTo(100, ...ids);
  const user = show(<AblationPanel id="ablation" title="Without a part" />);
  await user.click(screen.getByRole('button', { name: 'Measure 3 seeds without each part' }));
  expect(measure).toHaveBeenCalledWith(ids, null);
  const set = (...grids: AblationGrid[]) =>
    act(() =>
      session.ablation.state.setState({ grids: Object.fromEntries(grids.map((own, i) => [ids[i]!, own])) }),
    );
  // The third is still being measured.
  set(gridAt(100, 2, 1), gridAt(100, 2.4, 1.2), { ...gridAt(100, 9, 1), without: {} });
  const text = (testId: string) => screen.getByTestId(testId).textContent;
  expect(text('ablation-seeds')).toMatch(
    /^Means over 2 seeds.*So far 2 of 3 seeds are measured at that step\.$/,
  );
  expect(text('ablation-grid')).toContain('a loss of 2.2000');
  // 1 and 1.2: half their distance is the standard error of their mean.
  expect(text('ablation-grid')).toContain('3.3000 +1.1000 ± 0.1000');
  expect(screen.getAllByTestId('skip-layer')[0]?.textContent).toContain('3.3000 +1.1000 ± 0.1000');
  // One that is of an earlier step is in no mean.
  set(gridAt(100, 2, 1), gridAt(50, 7, 1.2), gridAt(100, 2.4, 1.6));
  expect(text('ablation-grid')).toContain('3.5000 +1.3000 ± 0.3000');
  act(() => view.getState().set({ seedDrawing: 'range' }));
  expect(text('ablation-grid')).toContain('+1.3000 (+1.0000 to +1.6000)');
  await user.click(screen.getByTestId('copy-ablation-json'));
  const rows: { loss: number }[] = JSON.parse(copy.mock.calls[0]![0]);
  expect(rows.map(({ loss }) => loss)).toEqual([2, 3, 2.4, 4]);
  expect(Object.keys(rows[0]!).filter((name) => name.includes('minus'))).toEqual([]);
  act(() => view.getState().set({ seedDrawing: 'each' }));
  expect(screen.queryByTestId('ablation-seeds')).toBeNull();
  expect(text('ablation-grid')).toContain('a loss of 2.0000');
});
