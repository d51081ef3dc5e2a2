// @vitest-environment happy-dom
// The help lists what the registries hold: each action with its keys, each variant with the key that sets it.
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { variants } from '../../../src/attention/variants';
import { t } from '../../../src/i18n/i18n';
import { actions } from '../../../src/ui/actions';
import type { Action } from '../../../src/ui/actions/action';
import { keyText } from '../../../src/ui/actions/keys';
import { localKeys } from '../../../src/ui/actions/localKeys';
import { Help } from '../../../src/ui/Help';
import { show, startAnew } from '../../support/page';

startAnew();

const rowsOf = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .map((row) => [...row.querySelectorAll('td, th')].map(({ textContent }) => textContent));

it('lists every action with each of its keys', () => {
  show(<Help />);
  const rows = rowsOf(screen.getByRole('table', { name: /^Anywhere/ }));
  const listed = (part: (action: Action) => boolean) =>
    actions
      .filter(part)
      .map(({ name, keys }) => [keys.map((k) => keyText(k).replaceAll(' ', ' then ')).join(' or '), name()]);
  expect(rows).toEqual(listed(({ focus }) => !focus));
  const onLayer = rowsOf(screen.getByRole('table', { name: 'On a layer' }));
  expect(onLayer).toEqual(expect.arrayContaining(listed(({ focus }) => focus?.where === 'layer')));
  expect(actions.filter(({ focus }) => focus)).toHaveLength(variants.length);
  expect(rows).toContainEqual(['U or Ctrl+Z', expect.stringMatching(/^Undo/)]);
  expect(rows).toContainEqual(['S', 'Train one step']);
});

it('lists every variant with its key', () => {
  show(<Help />);
  for (const [i, { name }] of variants.slice(0, 9).entries()) {
    const row = screen.getByRole('rowheader', { name: new RegExp(`^${name}`) }).closest('tr');
    expect(row?.querySelector('kbd')?.textContent).toBe(String(i + 1));
  }
});

it('lists the keys of parts that have the focus', () => {
  show(<Help />);
  for (const { where, name } of localKeys) {
    const table = screen.getByRole('table', { name: t(`actions.where.${where}`) });
    expect(rowsOf(table).map(([, what]) => what)).toContain(name());
  }
});
