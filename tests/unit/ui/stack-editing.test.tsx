// @vitest-environment happy-dom
// Stacks edited by keyboard alone.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, it, onTestFinished } from 'vitest';
import { variants } from '../../../src/attention/variants';
import { limits } from '../../../src/experiment/schema';
import { actions } from '../../../src/ui/actions';
import { shortcuts } from '../../../src/ui/actions/shortcuts';
import { variantActions, variantKeys } from '../../../src/ui/actions/stackActions';
import { HistoryBar } from '../../../src/ui/layout/HistoryBar';
import { panels } from '../../../src/ui/panels';
import { RunsPanel } from '../../../src/ui/panels/runs/RunsPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const [{ id, title }] = panels as [(typeof panels)[number]];

/** The panel with the keys of the page, the bottom layer of the first run in focus. */
function edit() {
  const listener = shortcuts(app, actions);
  window.addEventListener('keydown', listener);
  onTestFinished(() => window.removeEventListener('keydown', listener));
  const user = show(
    <>
      <RunsPanel id={id} title={title()} />
      <HistoryBar />
    </>,
  );
  act(() => chip(0, 0).focus());
  return user;
}
const chip = (run: number, layer: number) => screen.getByTestId(`chip-${run}-${layer}`);
const chips = (run: number) => screen.getAllByTestId(new RegExp(`^chip-${run}-`)).map((c) => c.textContent);
const focused = () => document.activeElement?.getAttribute('data-testid');
const layer = (run: number, l: number) => app.document.experiment.getState().experiment.runs[run]?.layers[l];

it('arrows move between layers and runs, and stay where there is nothing further', async () => {
  const user = edit();
  await user.keyboard('{ArrowRight}{ArrowDown}');
  expect(focused()).toBe('chip-1-1');
  expect(app.document.view.getState()).toMatchObject({ runId: 'relaxed', layer: 1 });
  expect(chip(1, 1).getAttribute('aria-pressed')).toBe('true');
  await user.keyboard('{ArrowLeft}{ArrowLeft}{ArrowUp}{ArrowUp}');
  expect(focused()).toBe('chip-0-0');
});

it('each variant is one sequence of keys away, and shown with it', async () => {
  const user = edit();
  for (const { id } of variants) {
    const keys = variantKeys(id);
    await user.keyboard(keys.replaceAll(' ', ''));
    expect(layer(0, 0)?.variant).toBe(id);
    expect(screen.getByTestId(`variant-${id}`).getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByTestId(`variant-${id}`).textContent).toMatch(
      new RegExp(`^${keys.replaceAll(' ', '')}`),
    );
  }
  expect(new Set(variantActions.map(({ keys }) => keys[0])).size).toBe(variants.length);
});

it('a layer’s options are on its card; keys pressed in the field do nothing else', async () => {
  const user = edit();
  const withOption = variants.find(({ options }) => Object.keys(options).length > 0);
  if (!withOption) throw new Error('No variant has an option.');
  await user.keyboard(variantKeys(withOption.id).replaceAll(' ', ''));
  const [option] = Object.keys(withOption.options);
  await user.click(within(screen.getByTestId(`option-${option}`)).getByText('2'));
  expect(layer(0, 0)).toEqual({ variant: withOption.id, [option as string]: 2 });
  await user.keyboard('1');
  expect(layer(0, 0)?.variant).toBe(withOption.id);
});

it('Delete removes a layer and keeps the focus; u and Ctrl+Z bring it back', async () => {
  const user = edit();
  await user.keyboard('{ArrowRight}2');
  const before = chips(0);
  for (const keys of ['u', '{Control>}z{/Control}']) {
    await user.keyboard('{Delete}');
    expect(chips(0)).toHaveLength(before.length - 1);
    expect(focused()).toBe('chip-0-1');
    expect(screen.getByTestId('undo').hasAttribute('disabled')).toBe(false);
    expect(screen.getByTestId('history').textContent).toContain('Removed layer 2');
    await user.keyboard(keys);
    expect(chips(0)).toEqual(before);
    expect(screen.getByTestId('history').textContent).toContain('Undid: removed layer 2');
  }
});

it('changes are undone one by one, the last first, and made again', async () => {
  const user = edit();
  const before = layer(0, 0)?.variant;
  await user.keyboard('{Delete}2');
  expect(layer(0, 0)?.variant).toBe(variants[1]?.id);
  await user.keyboard('u');
  expect(chips(0)).toHaveLength(3);
  expect(layer(0, 0)?.variant).toBe(before);
  await user.keyboard('{Control>}z{/Control}');
  expect(chips(0)).toHaveLength(4);
  await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}{Control>}y{/Control}');
  expect(chips(0)).toHaveLength(3);
  expect(layer(0, 0)?.variant).toBe(variants[1]?.id);
});

it('the last layer stays, with the reason', async () => {
  const user = edit();
  for (let left = 4; left > 1; left--) {
    fireEvent.keyDown(document.activeElement as Element, { key: 'Delete' });
    // At once: a key that is held comes again before the page has rested.
    expect(focused()).toBe('chip-0-0');
  }
  expect(screen.queryByRole('alert')).toBeNull();
  await user.keyboard('{Delete}');
  expect(screen.getByRole('alert').textContent).toContain('at least one layer');
  expect(chips(0)).toHaveLength(1);
});

it('runs are added up to the limit', async () => {
  const user = edit();
  const add = screen.getByRole<HTMLButtonElement>('button', { name: 'Add run' });
  while (!add.disabled) await user.click(add);
  expect(screen.getAllByTestId(/^run-name-/)).toHaveLength(limits.runs);
});

it('p opens the placement of the run in focus; keys in a dialog do nothing else', async () => {
  const user = edit();
  await user.keyboard('{ArrowDown}p');
  expect(app.document.view.getState().dialog).toEqual({ kind: 'place', runId: 'relaxed' });
  const { experiment } = app.document.experiment.getState();
  await user.keyboard('2');
  expect(app.document.experiment.getState().experiment).toBe(experiment);
});
