// @vitest-environment happy-dom
// Picture and table of a sweep: a row is pinned, left out, deleted and marked, seeds are put together, and few rows of many are drawn.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { Sweep } from '../../../src/document/sweepsSchema';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { chooseTask } from '../../../src/experiment/edit';
import { SweepsPanel } from '../../../src/ui/panels/sweeps/SweepsPanel';
import { finishedSweep } from '../../support/finishedSweep';
import { app, show, startAnew } from '../../support/page';

startAnew();
const { sweeps, view, history } = app.document;
afterEach(() => sweeps.setState({ sweeps: [] }));

const orders = (layers: number, seeds: number) =>
  finishedSweep(
    defaultExperiment(),
    { sweep: 'orders', parameters: { first: 'standard', second: 'mlp', layers }, seeds },
    ({ id }, seed) => {
      const ones = [...id.slice(0, layers)].filter((bit) => bit === '1').length;
      return { loss: 2 + ones / 2 + seed / 100, windows: [1, 3].map((w) => w + ones / 2 + seed / 100) };
    },
  );

function open(sweep: Sweep) {
  sweeps.setState({ sweeps: [sweep] });
  return show(<SweepsPanel id="sweeps" title="Sweeps" />);
}
const drawn = () => [...document.querySelectorAll<HTMLElement>('[data-run]')];
const names = () => drawn().map((row) => within(row).getByRole('rowheader').textContent);
const row = (id: string) => document.querySelector(`[data-run="${id}"]`) as HTMLElement;
const texts = (id: string) =>
  within(row(id))
    .getAllByRole('cell')
    .slice(1)
    .map(({ textContent }) => textContent);
const press = (id: string, what: 'pin' | 'hide' | 'delete') =>
  within(row(id)).getByTestId(`sweep-row-${what}`);
/** A cell of the grid; of a stack without a value there is none. */
const cell = (key: string) => document.querySelector(`[data-mark="${key}"]`) as HTMLElement;

it('compares with a pinned run, says how, and has it first, whatever the order', async () => {
  const user = open(orders(2, 1));
  await user.click(press('11/1', 'pin'));
  expect(names()).toEqual(['MLP MLP', 'Std Std', 'Std MLP', 'MLP Std']);
  expect(texts('11/1')).toContain('pinned');
  // Each held-out sequence is lower by as much, so that nothing is left to be unsure of.
  expect(texts('00/1')).toEqual(['Std Std', '600', '2.0100', '−1.0000 ± 0.0000', '2.0100']);
  expect(screen.getByTestId('sweep-paired').textContent).toMatch(
    /^Differences are to .*MLP MLP.*\. Paired over the held-out sequences, which are the same for both: Lowest loss less the pinned\. Bold: clear, by more than two standard errors, or more where few values tell\.$/,
  );
  await user.click(screen.getByRole('button', { name: 'Lowest loss' }));
  expect(names()).toEqual(['MLP MLP', 'Std Std', 'Std MLP', 'MLP Std']);
  expect(view.getState().sweepLooks['orders sweep']?.pinned).toBe('11/1');
  await user.click(press('11/1', 'pin'));
  expect(screen.queryByTestId('sweep-paired')).toBeNull();
});

it('says which sweep one waits for, and how many are before it, and takes it out of the queue', async () => {
  const { state } = app.session.sweeps;
  const left = (id: string) => ({ ...orders(1, 1), id, results: [] });
  sweeps.setState({ sweeps: ['first', 'second', 'third'].map(left) });
  state.setState({ id: 'first', waiting: ['second', 'third'] });
  const user = show(<SweepsPanel id="sweeps" title="Sweeps" />);
  const said = () => screen.getByTestId('sweep-progress').textContent?.replaceAll(/[\u2068\u2069]/g, '');
  expect(screen.queryByTestId('start-sweep')).toBeNull();
  expect(said()).toBe('0 of 2 runs done. Waits for “1. Every order of two variants” (2 sweeps before it). ');
  await user.selectOptions(screen.getByTestId('sweep-shown'), 'second');
  expect(said()).toBe('0 of 2 runs done. Waits for “1. Every order of two variants”. ');
  await user.click(screen.getByTestId('leave-queue'));
  expect(state.getState()).toMatchObject({ id: 'first', waiting: ['third'] });
  expect(screen.getByTestId('start-sweep').textContent).toBe('Train');
  expect(said()).toBe('0 of 2 runs done. ');
  act(() => state.setState(state.getInitialState(), true));
});

it('counts what its filter finds, and says where the pinned row is none of it', async () => {
  const user = open(orders(2, 1));
  await user.click(press('11/1', 'pin'));
  const said = () => screen.getByTestId('sweep-rows').textContent;
  await user.type(screen.getByTestId('sweep-filter'), 'zzz');
  expect(names()).toEqual(['MLP MLP']);
  expect(said()).toBe(
    '0 of 4 runs · The pinned row, which the filter does not find, stands first to compare with.',
  );
  await user.clear(screen.getByTestId('sweep-filter'));
  await user.type(screen.getByTestId('sweep-filter'), 'MLP');
  expect(said()).toBe('3 of 4 runs');
  expect(names()).toEqual(['MLP MLP', 'Std MLP', 'MLP Std']);
});

it('sorts from the best on: accuracies from the highest, losses from the lowest', async () => {
  const experiment = chooseTask('recall')(defaultExperiment());
  const choice = { sweep: 'orders', parameters: { first: 'standard', second: 'mlp', layers: 1 }, seeds: 1 };
  const user = open(finishedSweep(experiment, choice, ({ id }) => ({ loss: id.startsWith('0') ? 2 : 1 })));
  for (const [column, first, second] of [
    ['Accuracy', 'MLP', 'Std'],
    ['Lowest loss', 'MLP', 'Std'],
  ] as const) {
    await user.click(screen.getByRole('button', { name: column }));
    expect(names()[0]).toBe(first);
    await user.click(screen.getByRole('button', { name: column }));
    expect(names()[0]).toBe(second);
  }
});

it('puts seeds together, compared by seed', async () => {
  const user = open(orders(2, 3));
  expect(drawn()).toHaveLength(12);
  await user.click(screen.getByTestId('sweep-grouped'));
  expect(names()).toEqual(['Std Std', 'Std MLP', 'MLP Std', 'MLP MLP']);
  expect(texts('01')).toEqual(['3', 'Std MLP', '600', '2.5200 ± 0.0058', '2.5200 ± 0.0058']);
  await user.click(press('00', 'pin'));
  expect(texts('01')).toContain('+0.5000 ± 0.0000');
  expect(screen.getByTestId('sweep-paired').textContent).toContain('Paired by seed');
});

it('says of each column what its differences are paired over, and an error over seeds also where that is 0', async () => {
  const onTask = {
    ...defaultExperiment(),
    task: { id: 'lookBack' as const, knobs: { distance: 1, symbols: 4 } },
  };
  const choice = { sweep: 'orders', parameters: { first: 'standard', second: 'mlp', layers: 1 }, seeds: 2 };
  const done = finishedSweep(onTask, choice, () => ({ loss: 2, windows: [1, 3] }));
  const user = open({ ...done, results: done.results.map((one) => ({ ...one, answers: 400 })) });
  await user.click(press('0/1', 'pin'));
  const how = screen.getByTestId('sweep-paired').textContent;
  expect(how).toMatch(
    /^Differences are to .*Std, seed 1.*\. Paired over the held-out sequences.*: Lowest loss less the pinned\./,
  );
  expect(how).toMatch(/With the errors of both together, where they are known: Accuracy less the pinned\.$/);
  await user.click(screen.getByTestId('sweep-grouped'));
  expect(texts('1').slice(0, 4)).toEqual(['2', 'MLP', '600', '33.3% ± 0.0%']);
});

it('leaves a run out of table and picture until all are shown again, or it is undone', async () => {
  const user = open(orders(1, 1));
  expect(cell('1').textContent).toBe('MLP: 2.510 ± 1.000 (over the held-out sequences)');
  await user.click(press('1/1', 'hide'));
  expect(names()).toEqual(['Std']);
  expect(cell('1')).toBeNull();
  expect(screen.getByTestId('sweep-orders').textContent).toContain('MLP: –');
  expect(screen.getByTestId('sweep-rows').textContent).toContain('1 run left out.');
  await user.click(screen.getByTestId('show-hidden'));
  expect(names()).toEqual(['Std', 'MLP']);
  act(() => history.undo());
  expect(names()).toEqual(['Std']);
  act(() => history.undo());
  expect(names()).toEqual(['Std', 'MLP']);
});

it('deletes a result, which counts as not trained until it is undone', async () => {
  const user = open(orders(1, 2));
  await user.click(press('1/2', 'delete'));
  expect(names()).toEqual(['Std, seed 1', 'Std, seed 2', 'MLP, seed 1']);
  expect(screen.getByTestId('sweep-progress').textContent).toContain('3 of 4 runs done.');
  expect(screen.getByTestId('start-sweep').textContent).toBe('Train the rest');
  expect(history.state.getState().past.at(-1)?.label()).toMatch(/^Deleted the result of .*MLP.*\.$/);
  act(() => history.undo());
  expect(names()).toEqual(['Std, seed 1', 'Std, seed 2', 'MLP, seed 1', 'MLP, seed 2']);
  act(() => history.redo());
  expect(drawn()).toHaveLength(3);
});

it('marks the part of the picture whose row is chosen, and the row whose part is pointed at', async () => {
  const user = open(orders(2, 2));
  await user.click(within(within(row('01/2')).getByRole('rowheader')).getByRole('button'));
  expect(cell('01').getAttribute('aria-pressed')).toBe('true');
  expect(drawn().flatMap(({ dataset }) => (dataset.marked ? [dataset.run] : []))).toEqual(['01/1', '01/2']);
  fireEvent.pointerEnter(cell('10'));
  expect(drawn().flatMap(({ dataset }) => (dataset.pointed ? [dataset.run] : []))).toEqual(['10/1', '10/2']);
  await user.click(cell('01'));
  expect(cell('01').getAttribute('aria-pressed')).toBe('false');
});

it('reads a cell of the grid by pointer and keys: name, value and error; standard attention spans its row', async () => {
  const user = open(
    finishedSweep(
      defaultExperiment(),
      { sweep: 'variantsAtPlacements', parameters: { layers: 4 }, seeds: 1 },
      ({ layers }) => {
        const others = layers.filter(({ variant }) => variant !== 'standard').length;
        return { loss: 2 + others, windows: [1, 3].map((w) => w + others) };
      },
    ),
  );
  const read = () => screen.getByTestId('sweep-read').textContent;
  const even = cell('mlp@even');
  expect(even.textContent).toBe('MLP, Even: 4.000 ± 1.000 (over the held-out sequences)');
  fireEvent.pointerOver(even);
  expect(read()).toBe('MLP, Even: 4.000 ± 1.000 (over the held-out sequences)');
  act(() => cell('standard').focus());
  expect(read()).toMatch(/^Standard.*: 2\.000 ± 1\.000/);
  await user.keyboard('{ArrowDown}{ArrowRight}');
  const focused = document.activeElement as HTMLElement;
  expect([focused.dataset.row, focused.dataset.column]).toEqual(['1', '1']);
  await user.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(cell('standard'));
  // The Tab key comes back to what was used last, by pointer too.
  const stops = () =>
    within(screen.getByTestId('sweep-placements'))
      .getAllByRole('button')
      .filter(({ tabIndex }) => tabIndex === 0);
  expect(stops()).toEqual([cell('standard')]);
  await user.click(even);
  expect(stops()).toEqual([cell('mlp@even')]);
  // The filter of the table is one of the picture, too.
  await user.type(screen.getByTestId('sweep-filter'), '/^MLP/');
  expect(cell('standard')).toBeNull();
  expect(cell('mlp@even')).not.toBeNull();
  await user.clear(screen.getByTestId('sweep-filter'));
  await user.type(screen.getByTestId('sweep-filter'), 'zzz');
  expect(screen.getByText('The filter finds no run that is done.')).toBeDefined();
});

it('draws of 512 rows those alone that are seen, and brings the marked one into view', () => {
  open(orders(8, 2));
  expect(screen.getByTestId('sweep-rows').textContent).toBe('512 of 512 runs');
  expect(screen.getByTestId('sweep-table').getAttribute('aria-rowcount')).toBe('513');
  expect(drawn().length).toBeLessThan(60);
  const box = screen.getByTestId('sweep-table').parentElement as HTMLElement;
  box.scrollTop = 100 * 34;
  fireEvent.scroll(box);
  expect(row('00110010/1').getAttribute('aria-rowindex')).toBe('102');
  expect(drawn().length).toBeLessThan(60);
  expect(document.querySelector('[data-run="00000000/1"]')).toBeNull();
  fireEvent.click(cell('11111111'));
  expect(row('11111111/1').dataset.marked).toBe('true');
  fireEvent.change(screen.getByTestId('sweep-filter'), { target: { value: 'seed 1' } });
  expect(screen.getByTestId('sweep-rows').textContent).toBe('256 of 512 runs');
  expect(drawn().length).toBeGreaterThan(10);
});
