// @vitest-environment happy-dom
// A layer's options on its card, with an option that only this test has.
import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { LayerOption } from '../../../src/attention/variant';
import { LayerOptions } from '../../../src/ui/panels/runs/LayerOptions';
import { show, startAnew } from '../../support/page';

startAnew();

const all = 1024;
const window: LayerOption = {
  name: 'Window',
  summary: 'How many keys a query sees.',
  linkCode: 1,
  schema: z.int().min(1),
  default: 16,
  choices: (context) => [
    ...[1, 2, 4, 8, 16, 32, 64, 128].filter((w) => w < context).map((w) => ({ value: w, label: String(w) })),
    { value: all, label: 'all' },
  ],
};
const taken = () => vi.fn((_id: string, _value: number): string | null => null);
const options = { window };

it('offers what fits the context, as segments while they are few', async () => {
  const onChange = taken();
  const user = show(
    <LayerOptions
      variant="slidingWindow"
      options={options}
      values={{ window: 4 }}
      context={16}
      onChange={onChange}
    />,
  );
  const field = within(screen.getByTestId('option-window'));
  const labels = field.getAllByRole<HTMLInputElement>('radio').map(({ value }) => value);
  expect(labels).toEqual(['1', '2', '4', '8', '1024']);
  expect(field.getByRole<HTMLInputElement>('radio', { checked: true }).value).toBe('4');
  expect(screen.getByText('How many keys a query sees.')).toBeDefined();
  await user.click(field.getByText('all'));
  expect(onChange).toHaveBeenCalledExactlyOnceWith('window', all);
});

it('is a list where they are many, and has the default where the layer says none', async () => {
  const onChange = taken();
  const user = show(
    <LayerOptions variant="slidingWindow" options={options} values={{}} context={128} onChange={onChange} />,
  );
  const list = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Window' });
  expect([...list.options].map(({ text }) => text)).toEqual(['1', '2', '4', '8', '16', '32', '64', 'all']);
  expect(list.value).toBe('16');
  await user.selectOptions(list, '64');
  expect(onChange).toHaveBeenCalledExactlyOnceWith('window', 64);
});

it('shows a value that is not offered in its place', () => {
  show(
    <LayerOptions
      variant="slidingWindow"
      options={options}
      values={{ window: 24 }}
      context={64}
      onChange={taken()}
    />,
  );
  const field = within(screen.getByTestId('option-window'));
  const shown = field.queryAllByRole<HTMLOptionElement>('option').map(({ text }) => text);
  expect(shown).toEqual(['1', '2', '4', '8', '16', '24', '32', 'all']);
  expect(screen.getByTestId<HTMLSelectElement>('option-window').value).toBe('24');
});

it('says why a value is refused', async () => {
  const refuse = () => 'Give a whole number from 1 to 1,024.';
  const user = show(
    <LayerOptions variant="slidingWindow" options={options} values={{}} context={8} onChange={refuse} />,
  );
  await user.click(screen.getByText('all'));
  expect(screen.getByRole('alert').textContent).toBe(refuse());
});

it('draws nothing for a variant without options', () => {
  show(
    <div data-testid="card">
      <LayerOptions variant="slidingWindow" options={{}} values={{}} context={8} onChange={taken()} />
    </div>,
  );
  expect(screen.getByTestId('card').innerHTML).toBe('');
});
