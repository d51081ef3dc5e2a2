// @vitest-environment happy-dom
// Settings of one run: given, shared again, refused where they are typed; heads switched off; told on the stack.
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setVariant } from '../../../src/experiment/edit';
import { Dialogs } from '../../../src/ui/Dialogs';
import { RunsPanel } from '../../../src/ui/panels/runs/RunsPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const { experiment: store, view, history } = app.document;
const runs = () => store.getState().experiment.runs;
const first = () => runs()[0]!;

function open() {
  view.getState().set({ dialog: { kind: 'overrides', runId: first().id } });
  return show(<Dialogs />);
}

const field = (id: string) => screen.getByTestId<HTMLInputElement>(`own-${id}`);

function give(id: string, text: string) {
  fireEvent.change(field(id), { target: { value: text } });
  fireEvent.blur(field(id));
}

it('shows what is shared, takes a value of its own, and shares again', async () => {
  const user = open();
  expect(field('seed').value).toBe(String(store.getState().experiment.seed));
  expect(screen.queryByTestId('share-seed')).toBeNull();
  give('seed', '77');
  expect(first().overrides).toEqual({ seed: 77 });
  expect(runs()[1]?.overrides).toBeUndefined();
  await user.click(screen.getByTestId('share-seed'));
  expect(first().overrides).toBeUndefined();
});

it('has no setting of its own where the value is the shared one', () => {
  open();
  give('optimizer.learningRate', '0.01');
  expect(first().overrides).toEqual({ optimizer: { learningRate: 0.01 } });
  give('optimizer.learningRate', String(store.getState().experiment.optimizer.learningRate));
  expect(first().overrides).toBeUndefined();
});

it('says beside the field why a value is refused, and changes nothing', () => {
  open();
  give('optimizer.learningRate', '-1');
  expect(screen.getByRole('alert').textContent).toMatch(/^Give a number above 0/);
  expect(field('optimizer.learningRate').value).toBe('-1');
  expect(first().overrides).toBeUndefined();
});

it('switches QK-norm and heads, and undo takes each back', async () => {
  const user = open();
  await user.click(field('model.qkNorm'));
  expect(first().overrides).toEqual({ model: { qkNorm: !store.getState().experiment.model.qkNorm } });
  const head = screen.getByRole('button', { name: 'Layer 2, head 1' });
  expect(head.getAttribute('aria-pressed')).toBe('true');
  await user.click(head);
  expect(head.getAttribute('aria-pressed')).toBe('false');
  expect(first().overrides?.headsOff).toEqual([[1, 0]]);
  history.undo();
  expect(first().overrides?.headsOff).toBeUndefined();
  history.undo();
  expect(first().overrides).toBeUndefined();
});

it('offers no heads where a layer has none', () => {
  store.getState().update(setVariant(first().id, 0, 'mlp'));
  open();
  expect(screen.getAllByText('has no heads')).toHaveLength(1);
  expect(screen.queryByTestId('head-0-0')).toBeNull();
  expect(screen.getByTestId('head-1-0')).toBeDefined();
});

it('is told under the name of the run, which opens it', async () => {
  const user = show(<RunsPanel id="stacks" title="Stacks" />);
  expect(screen.queryByTestId('own-settings-0')).toBeNull();
  view.getState().set({ dialog: { kind: 'overrides', runId: first().id } });
  show(<Dialogs />);
  give('seed', '7');
  await user.click(within(screen.getByRole('group', { name: 'Heads' })).getByLabelText('Layer 1, head 2'));
  view.getState().set({ dialog: null });
  const own = screen.getByTestId('own-settings-0');
  expect(own.textContent).toBe('Seed 7, 1 head off');
  await user.click(own);
  expect(view.getState().dialog).toEqual({ kind: 'overrides', runId: first().id });
});
