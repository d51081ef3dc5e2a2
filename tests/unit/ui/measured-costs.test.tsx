// @vitest-environment happy-dom
// What was measured stands beside its formula, each against standard attention.
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { MeasuredTable } from '../../../src/ui/panels/costs/MeasuredTable';
import { app, show, startAnew } from '../../support/page';

startAnew();

const of = { batch: 8, width: 64, heads: 4, engine: 'a processor' };
const cost = (stepMs: number, bytes: number | null) => ({
  step: { ms: stepMs, spreadMs: stepMs / 50, rounds: stepMs },
  prefill: { ms: stepMs / 4, spreadMs: stepMs / 5000, rounds: 7 },
  decode: { ms: stepMs / 100, spreadMs: 0.002, rounds: 9 },
  bytes,
});
const formula = (stepFlops: number, bytes: number) => ({
  stepFlops,
  prefillFlops: stepFlops / 2,
  decodeFlops: stepFlops / 1000,
  bytes,
});
/** Known before anything is measured. */
const formulas = {
  standard: [formula(4e6, 2 ** 20), formula(2e7, 8 * 2 ** 20)],
  mlp: [formula(3e6, 2 ** 20), formula(1e7, 2 ** 20)],
};
const cells = (name: string) =>
  within(screen.getByRole('row', { name: new RegExp(`^${name} `) }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);

it('at each length that was measured, of steps, prefill, decode and memory', async () => {
  app.session.costs.state.setState({
    of,
    formulas,
    costs: {
      standard: [cost(10, 2 * 2 ** 20), cost(40, 4 * 2 ** 20)],
      mlp: [cost(5, 2 ** 20)],
    },
  });
  const user = show(<MeasuredTable />);
  expect(cells('Standard').slice(0, 4)).toEqual([
    '4.00 M1.00 ×',
    '10.0 ± 0.2 ms1.00 ×',
    '20.0 M1.00 ×',
    '40.0 ± 0.8 ms1.00 ×',
  ]);
  expect(cells('MLP')).toEqual(['3.00 M0.75 ×', '5.00 ± 0.10 ms0.50 ×', '10.0 M0.50 ×', '–', '–', '–']);
  expect(screen.getByRole('table').textContent).toContain('–: not measured.');
  expect(screen.getByRole('table').textContent).toContain('of its rounds, of which there are 5 to 40,');
  await user.click(screen.getByText('Prefill'));
  expect(cells('MLP').slice(0, 2)).toEqual(['1.50 M0.75 ×', '1.250 ± 0.001 ms0.50 ×']);
  await user.click(screen.getByText('Decode, a token'));
  expect(cells('MLP').slice(0, 2)).toEqual(['3.00 k0.75 ×', '0.0500 ± 0.0020 ms0.50 ×']);
  expect(screen.getByRole('table').textContent).toContain('on the processor, as under Text');
  expect(screen.getByRole('table').textContent).toContain('± is half the distance between the quartiles');
  expect(screen.getAllByRole('columnheader', { name: 'Measured' })).toHaveLength(3);
  await user.click(screen.getByText('Memory'));
  // It is counted, not measured, and says so.
  expect(screen.getAllByRole('columnheader', { name: 'Counted' })).toHaveLength(3);
  expect(screen.queryByRole('columnheader', { name: 'Measured' })).toBeNull();
  expect(screen.getByRole('table').textContent).not.toContain('±');
  expect(cells('MLP').slice(0, 3)).toEqual(['1 MiB1.00 ×', '1 MiB0.50 ×', '1 MiB0.13 ×']);
});

it('says nothing of memory where the engine does not count it', async () => {
  app.session.costs.state.setState({ of, formulas, costs: { standard: [cost(10, null)] } });
  const user = show(<MeasuredTable />);
  await user.click(screen.getByText('Memory'));
  expect(cells('Standard').slice(0, 2)).toEqual(['1 MiB1.00 ×', '–']);
});

it('draws a time that a slow clock tells as 0', async () => {
  const slow = { ms: 0, spreadMs: 0.05, rounds: 9 };
  app.session.costs.state.setState({
    of,
    formulas,
    costs: {
      standard: [cost(10, null)],
      mlp: [{ ...cost(5, null), decode: slow }],
    },
  });
  const user = show(<MeasuredTable />);
  await user.click(screen.getByText('Decode, a token'));
  expect(cells('MLP')[1]).toBe('0.0000 ± 0.0500 ms0.00 ×');
  // All of them have as many rounds.
  expect(screen.getByRole('table').textContent).toContain('of its rounds, of which there are 9, as');
});
