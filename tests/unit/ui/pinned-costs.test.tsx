// @vitest-environment happy-dom
// Costs beside a pinned run: what each run costs less what that one does, and how many times as much it is.
import { act, screen, within } from '@testing-library/react';
import { range } from 'es-toolkit';
import { beforeEach, expect, it, vi } from 'vitest';
import { layerCost } from '../../../src/attention/layers';
import { formatBytes } from '../../../src/format/bytes';
import { formatCount } from '../../../src/format/numbers';
import { trainingCost } from '../../../src/measure/trainingCost';
import { CostCurves } from '../../../src/ui/panels/costs/CostCurves';
import { RunCosts } from '../../../src/ui/panels/costs/RunCosts';
import { app, show, startAnew } from '../../support/page';
import { stack } from '../../support/stack';

startAnew();

const { experiment, view } = app.document;
const runs = [
  { id: 'one', name: 'One', layers: stack('standard', 'standard') },
  { id: 'two', name: 'Two', layers: stack('mlp', 'standard') },
];
beforeEach(() => {
  experiment
    .getState()
    .apply((e) => ({ ...e, task: { id: 'lookBack', knobs: { distance: 1, symbols: 4 } }, runs }), null);
});

it('of each run: parameters, FLOPs and memory', () => {
  show(<RunCosts />);
  const cell = (testId: string) => screen.getByTestId(testId);
  expect(cell('parameters-1').textContent).not.toContain('×');
  act(() => view.getState().set({ pinnedRun: 'one' }));
  const e = experiment.getState().experiment;
  const [one, two] = e.runs.map((run) => trainingCost(e, run, 4)) as [
    ReturnType<typeof trainingCost>,
    ReturnType<typeof trainingCost>,
  ];
  const less = one.parameters - two.parameters;
  expect(less).toBeGreaterThan(0);
  expect(cell('parameters-1').textContent).toBe(
    `${formatCount(two.parameters)}−${formatCount(less)}, ${(two.parameters / one.parameters).toFixed(2)} ×`,
  );
  expect(cell('memory-1').textContent).toContain(`−${formatBytes(one.bytes - two.bytes)}, `);
  expect(cell('step-flops-1').textContent).toContain('×');
  expect(cell('parameters-0').textContent).toBe(formatCount(one.parameters));
  expect(screen.getByText(/its difference to .?One.?, and how many times/)).toBeTruthy();
});

it('of each stack: all of its layers together', async () => {
  const user = show(<CostCurves />);
  await user.click(screen.getByText('Whole stacks'));
  await user.selectOptions(screen.getByTestId('cost-measure'), 'cache');
  const total = (name: string) =>
    within(
      within(screen.getByTestId('stack-costs')).getByRole('row', { name: new RegExp(name) }),
    ).getAllByRole('cell')[0]?.textContent;
  const { batch, model } = experiment.getState().experiment;
  const cache = layerCost(stack('standard')[0]!, {
    B: batch,
    L: model.context,
    d: model.dModel,
    h: model.heads,
  }).cacheBytes;
  expect(total('Two')).toBe(formatBytes(cache));
  act(() => view.getState().set({ pinnedRun: 'one' }));
  expect(total('Two')).toBe(`${formatBytes(cache)}−${formatBytes(cache)}, 0.50 ×`);
  expect(total('One')).toBe(formatBytes(2 * cache));
  // Nothing is so many times nothing.
  act(() =>
    experiment
      .getState()
      .apply((e) => ({ ...e, runs: [{ ...runs[0]!, layers: stack('mlp') }, runs[1]!] }), null),
  );
  expect(total('Two')).toBe(`${formatBytes(cache)}+${formatBytes(cache)}`);
});

it('says of what costs nothing that it has no line, and saves no picture of nothing', async () => {
  const user = show(<CostCurves />);
  const told = () =>
    within(screen.getByTestId('cost-crossings'))
      .getAllByRole('listitem')
      .map((item) => item.textContent);
  expect(told().join()).not.toContain('costs nothing');
  await user.selectOptions(screen.getByTestId('cost-measure'), 'cache');
  expect(told().filter((text) => text?.includes('costs nothing'))).toEqual([
    'MLP: cheaper than Standard at every length. It costs nothing, so it has no line.',
  ]);
  const save = () => screen.getByTestId('save-costs').hasAttribute('disabled');
  expect(save()).toBe(false);
  act(() =>
    experiment.getState().apply((e) => ({ ...e, runs: [{ ...runs[0]!, layers: stack('mlp') }] }), null),
  );
  await user.click(screen.getByText('Whole stacks'));
  expect(told()).toEqual(['One: the yardstick. It costs nothing, so it has no line.']);
  expect(save()).toBe(true);
});

it('leave out what the filter of the list does, and are held against the pinned run all the same', async () => {
  const many = range(6).map((i) => ({
    id: `${i}`,
    name: i < 2 ? `Wanted ${i}` : `Other ${i}`,
    layers: stack('mlp', 'standard'),
  }));
  many[5] = { id: '5', name: 'Pinned', layers: stack('standard', 'standard') };
  experiment.getState().apply((e) => ({ ...e, runs: many }), null);
  act(() => view.getState().set({ pinnedRun: '5' }));
  app.listFilter.setState({ typed: 'wanted' });
  const user = show(
    <>
      <RunCosts />
      <CostCurves />
    </>,
  );
  await user.click(screen.getByText('Whole stacks'));
  const names = screen.getAllByRole('rowheader').map(({ textContent }) => textContent?.trim());
  expect(names).toEqual(['Wanted 0', 'Wanted 1', 'Wanted 0', 'Wanted 1']);
  expect(screen.getByTestId('parameters-0').textContent).toContain(' ×');
  const crossings = within(screen.getByTestId('cost-crossings')).getAllByRole('listitem');
  expect(crossings).toHaveLength(2);
  for (const { textContent } of crossings) expect(textContent).toMatch(/Wanted.*Pinned/);
  expect(screen.getByTestId('run-costs-filtered').textContent).toContain('4 of 6 runs');
  act(() => app.listFilter.setState({ typed: '' }));
  expect(screen.getAllByRole('rowheader')).toHaveLength(12);
});

it('names lines whole, for the room there is to cut in their middle: a branch is told by its end', async () => {
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(300);
  const name = 'RndEmbQK and standard, from step 200';
  act(() => experiment.getState().apply((e) => ({ ...e, runs: [{ ...runs[0]!, name }, runs[1]!] }), null));
  const user = show(<CostCurves />);
  await user.click(screen.getByText('Whole stacks'));
  const chart = screen.getByTestId('cost-chart');
  const label = [...chart.querySelectorAll('bdi')].find(({ textContent }) => textContent === name);
  expect(label?.lastChild?.textContent).toBe(', from step 200');
});
