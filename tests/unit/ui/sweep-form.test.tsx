// @vitest-environment happy-dom
// The form of a sweep: how many runs it comes to follows what is typed, and what is no number of them says why.
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { SweepsPanel } from '../../../src/ui/panels/sweeps/SweepsPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();
const { sweeps } = app.document;
afterEach(() => sweeps.setState({ sweeps: [] }));

const field = (id: string) => screen.getByTestId<HTMLInputElement>(`sweep-${id}`);
const size = () => screen.getByTestId('sweep-size').textContent;
const alerts = () => screen.queryAllByRole('alert').map(({ textContent }) => textContent);
const choose = (kind: string) =>
  fireEvent.change(screen.getByTestId('sweep-kind'), { target: { value: kind } });

it('tells the runs of what is typed at once, and why it is refused', async () => {
  const user = show(<SweepsPanel id="sweeps" title="Sweeps" />);
  choose('seeds');
  expect(size()).toMatch(/^9 runs/);
  await user.clear(field('seeds'));
  // Who clears a field is about to type.
  expect(alerts()).toEqual([]);
  await user.type(field('seeds'), '1');
  expect(size()).toMatch(/^3 runs/);
  await user.type(field('seeds'), '2');
  expect(size()).toMatch(/^36 runs/);
  await user.type(field('seeds'), '0');
  expect(alerts()).toEqual(['Give a whole number from 1 to 20. Still using 12.']);
  expect(field('seeds').value).toBe('120');
  expect(size()).toMatch(/^36 runs/);
  await user.type(field('seeds'), '{Backspace}');
  expect(alerts()).toEqual([]);
  // Nothing moves where it is left.
  await user.tab();
  expect([field('seeds').value, size()?.startsWith('36 runs')]).toEqual(['12', true]);
});

it('follows each number of the sweep, and keeps a number as it is typed', async () => {
  const user = show(<SweepsPanel id="sweeps" title="Sweeps" />);
  choose('orders');
  await user.clear(field('layers'));
  await user.type(field('layers'), '3');
  expect(size()).toMatch(/^8 runs/);
  await user.clear(field('layers'));
  await user.type(field('layers'), '99');
  expect(alerts()).toEqual([expect.stringMatching(/^Give a whole number from 1 to 8\. Still using 3\.$/)]);
  choose('learningRates');
  const [lowest] = [...document.querySelectorAll<HTMLInputElement>('input[inputmode="decimal"]')];
  await user.clear(lowest!);
  await user.type(lowest!, '0.00050');
  expect(lowest!.value).toBe('0.00050');
});
