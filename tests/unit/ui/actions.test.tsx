// @vitest-environment happy-dom
// Keys: chords, sequences, what they are not for; and as many variants as there may be.
import { act, screen, within } from '@testing-library/react';
import { afterAll, expect, it, onTestFinished, vi } from 'vitest';
import { principles } from '../../../src/attention/principles';
import { actions } from '../../../src/ui/actions';
import { type Action, always } from '../../../src/ui/actions/action';
import { digitKeys, keyText } from '../../../src/ui/actions/keys';
import * as documentActions from '../../../src/ui/actions/pageActions';
import * as presenting from '../../../src/ui/actions/presentActions';
import { shortcuts } from '../../../src/ui/actions/shortcuts';
import * as stacks from '../../../src/ui/actions/stackActions';
import * as time from '../../../src/ui/actions/timeActions';
import * as training from '../../../src/ui/actions/trainingActions';
import { Help } from '../../../src/ui/Help';
import { RunsPanel } from '../../../src/ui/panels/runs/RunsPanel';
import { app, show, startAnew } from '../../support/page';

// Files share what they load: none but this one may see the registry that is put in its place.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.resetModules();
});

// Pads the registry to twelve variants with copies of the first under other names.
vi.mock('../../../src/attention/variants', async (original) => {
  const real = await original<typeof import('../../../src/attention/variants')>();
  const { principles } = await import('../../../src/attention/principles');
  const [first] = real.variants as [(typeof real.variants)[number]];
  const fakes = Array.from({ length: 12 - real.variants.length }, (_, i) => ({
    ...first,
    id: `fake${i}` as typeof first.id,
    name: `Fake ${i}`,
    principle: Object.keys(principles)[i % 5] as typeof first.principle,
  }));
  const variants = [...real.variants, ...fakes];
  return {
    ...real,
    variants,
    variant: (id: string) => variants.find((v) => v.id === id) ?? real.variant(id as typeof first.id),
  };
});

startAnew();

function listen(offered: readonly Action[]) {
  const listener = shortcuts(app, offered);
  window.addEventListener('keydown', listener);
  onTestFinished(() => window.removeEventListener('keydown', listener));
}
const action = (keys: string[], enabled: Action['enabled'] = always) => ({
  id: keys.join(),
  name: () => keys.join(),
  keys,
  part: 'curves' as const,
  enabled,
  run: vi.fn(),
});

it('every action that a button may have is in the registry', () => {
  const exported = [training, time, stacks, documentActions, presenting].flatMap((module) =>
    Object.values<unknown>(module),
  );
  const isAction = (value: unknown): value is Action =>
    typeof value === 'object' && value !== null && 'enabled' in value;
  const found = exported.flat().filter(isAction);
  expect(new Set(found)).toEqual(new Set([...actions, ...presenting.presentActions]));
  expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
});

it('no two actions share a key, and none is the beginning of another', () => {
  const keys = actions.flatMap((a) => a.keys);
  for (const own of keys)
    expect(keys.filter((other) => other === own || other.startsWith(`${own} `))).toEqual([own]);
});

it('gives the n-th of a list digits of its own, however long it is', () => {
  expect([0, 8, 9, 17, 18, 26, 27].map(digitKeys)).toEqual([
    '1',
    '9',
    '0 1',
    '0 9',
    '0 0 1',
    '0 0 9',
    '0 0 0 1',
  ]);
});

it('runs the action of a chord or of a sequence, and only that', async () => {
  const [one, tenth, undo, redo] = [
    action(['1']),
    action(['0 1']),
    action(['u', 'mod+z']),
    action(['mod+shift+z']),
  ];
  listen([one, tenth, undo, redo]);
  const user = show(<p>page</p>);
  const calls = () => [one, tenth, undo, redo].map(({ run }) => run.mock.calls.length);
  await user.keyboard('01');
  expect(calls()).toEqual([0, 1, 0, 0]);
  await user.keyboard('1');
  expect(calls()).toEqual([1, 1, 0, 0]);
  // What does not go on with a sequence is a key of its own.
  await user.keyboard('0u');
  expect(calls()).toEqual([1, 1, 1, 0]);
  await user.keyboard('{Control>}z{/Control}{Meta>}z{/Meta}');
  expect(calls()).toEqual([1, 1, 3, 0]);
  await user.keyboard('{Control>}{Shift>}Z{/Shift}{/Control}');
  expect(calls()).toEqual([1, 1, 3, 1]);
  await user.keyboard('{Alt>}u{/Alt}{Control>}u{/Control}z');
  expect(calls()).toEqual([1, 1, 3, 1]);
  // Where a layout has its digits behind Shift.
  await user.keyboard('{Shift>}1{/Shift}U');
  expect(calls()).toEqual([2, 1, 4, 1]);
});

it('forgets the beginning of a sequence after a while', () => {
  const [one, tenth] = [action(['1']), action(['0 1'])];
  const listener = shortcuts(app, [one, tenth]);
  const press = (key: string, timeStamp: number) => {
    const event = new KeyboardEvent('keydown', { key });
    Object.defineProperty(event, 'timeStamp', { value: timeStamp });
    return listener(event);
  };
  expect(press('0', 1000)).toBe(true);
  expect(press('1', 5000)).toBe(true);
  expect([one, tenth].map(({ run }) => run.mock.calls.length)).toEqual([1, 0]);
});

it('leaves a slider the keys that move it, and takes the others there', async () => {
  const [letter, undo, digit, arrow] = [
    action(['t']),
    action(['mod+z']),
    action(['1']),
    action(['arrowright']),
  ];
  listen([letter, undo, digit, arrow]);
  const user = show(<div role="slider" tabIndex={0} aria-valuenow={0} />);
  screen.getByRole('slider').focus();
  await user.keyboard('t{Control>}z{/Control}1{ArrowRight}');
  expect([letter, undo, digit, arrow].map(({ run }) => run.mock.calls.length)).toEqual([1, 1, 0, 0]);
});

it('does nothing where the action cannot run, in fields and in dialogs', async () => {
  const [able, unable] = [action(['a']), action(['b'], () => false)];
  listen([able, unable]);
  const user = show(<input aria-label="field" />);
  await user.keyboard('b');
  await user.type(screen.getByLabelText('field'), 'ab');
  expect(screen.getByLabelText<HTMLInputElement>('field').value).toBe('ab');
  await user.click(document.body);
  app.document.view.getState().set({ dialog: { kind: 'help' } });
  await user.keyboard('a');
  expect(able.run).not.toHaveBeenCalled();
  app.document.view.getState().set({ dialog: null });
  await user.keyboard('a');
  expect(able.run).toHaveBeenCalledOnce();
  expect(unable.run).not.toHaveBeenCalled();
});

it('twelve variants have keys, in the picker, in the help and on the page', async () => {
  expect(stacks.variantActions).toHaveLength(12);
  const update = vi.fn(() => true);
  app.document.experiment.setState({ update });
  listen(actions);
  const user = show(<RunsPanel id="runs" title="Runs" />);
  const picker = within(screen.getByRole('group', { name: 'Variant of the chosen layer' }));
  for (const { name } of Object.values(principles)) expect(picker.getByText(name)).toBeDefined();
  expect(picker.getByTestId(stacks.variantActions[11]!.id).textContent).toBe(
    `03 ${stacks.variantActions[11]!.name().slice(16)}`,
  );
  // A stray digit changes nothing.
  await user.keyboard('03');
  expect(update).not.toHaveBeenCalled();
  act(() => screen.getByTestId('chip-0-0').focus());
  await user.keyboard('03');
  expect(update).toHaveBeenCalledOnce();
  show(<Help />);
  const onLayer = screen.getByRole('table', { name: 'On a layer' });
  for (const { name, keys } of stacks.variantActions) {
    const row = within(onLayer).getByRole('cell', { name: name() }).closest('tr');
    expect(row?.querySelector('td')?.textContent).toBe(keyText(keys[0] as string).replaceAll(' ', ' then '));
  }
});
