// @vitest-environment happy-dom
// Without a part: heads, layers and principles as switches, what is off as a setting of the view, and what the runs come to without it.
import { act, cleanup, screen, within } from '@testing-library/react';
import { range } from 'es-toolkit';
import { beforeEach, expect, it, vi } from 'vitest';
import type { SwitchedRun } from '../../../src/app/session/switchedParts';
import { setVariant } from '../../../src/experiment/edit';
import { toggleHead } from '../../../src/experiment/overrides';
import { type PartOff, withoutParts } from '../../../src/model/partsOff';
import type { Checkpoint } from '../../../src/train/checkpoint';
import { AblationPanel } from '../../../src/ui/panels/inside/AblationPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const { session } = app;
const { experiment, view, history } = app.document;
const [first, second] = experiment.getInitialState().experiment.runs;

beforeEach(() => {
  experiment.getState().update(setVariant(first!.id, 1, 'mlp'));
  session.switchedParts.clear();
  session.ablation.clear();
});
const panel = () => show(<AblationPanel id="ablation" title="Without a part" />);
const button = (name: string) => screen.getByRole('button', { name });
const isPressed = (name: string) => button(name).getAttribute('aria-pressed');
const off = () => view.getState().partsOff;

it('builds a set of heads and layers by clicks, each of which undo takes back, and brings all back', async () => {
  const user = panel();
  expect(screen.getByTestId('switched-off').textContent).toContain('All is on.');
  await user.click(button('Without layer 1, head 2'));
  expect(off()).toEqual([[0, 1]]);
  expect(isPressed('Without layer 1, head 2: off')).toBe('true');
  await user.click(screen.getAllByRole('button', { name: 'Without the whole layer 3' })[0]!);
  expect(off()).toEqual([
    [0, 1],
    [2, null],
  ]);
  expect(screen.getByTestId('switched-off').textContent).toContain(
    'Off, and hatched below: Layer 1, head 2; Layer 3.',
  );
  // Of a layer that is off whole the heads are off, too, though nobody has pressed them: a click does nothing.
  const withLayer = button('Without layer 3, head 1: off with its layer');
  expect(withLayer.getAttribute('aria-pressed')).toBe('false');
  expect(withLayer.getAttribute('aria-disabled')).toBe('true');
  await user.click(withLayer);
  expect(off()).toHaveLength(2);
  await user.click(button('Without layer 1, head 2: off'));
  expect(off()).toEqual([[2, null]]);
  expect(history.state.getState().past.at(-1)?.label()).toContain('the parts that are switched off');
  act(() => history.undo());
  expect(off()).toHaveLength(2);
  await user.click(screen.getByTestId('all-on'));
  expect(off()).toEqual([]);
  // The run is as it was.
  expect(experiment.getState().experiment.runs[0]?.overrides).toBeUndefined();
});

it('switches a principle off in every shown run, in each its own layers, which are off with it', async () => {
  const want = vi.spyOn(session.switchedParts, 'want').mockReturnValue();
  experiment.getState().update(setVariant(second!.id, 3, 'mlp'));
  const user = panel();
  const mixing = screen.getByTestId('switch-mixing');
  expect(mixing.textContent).toBe('Token mixing: 2');
  await user.click(mixing);
  expect(off()).toEqual([]);
  expect(view.getState().principlesOff).toEqual(['mixing']);
  expect(mixing.getAttribute('aria-pressed')).toBe('true');
  const asked = () => want.mock.lastCall?.[0]?.ablations ?? {};
  expect(asked()[first!.id]).toEqual({ headsOff: [], layersOff: [1] });
  expect(asked()[second!.id]?.layersOff).toContain(3);
  expect(asked()[second!.id]?.layersOff).not.toContain(0);
  expect(screen.getByTestId('switched-off').textContent).toContain('every layer of: Token mixing');
  for (const cell of screen.getAllByRole('button', {
    name: 'Without the whole layer 2: off with its principle',
  }))
    await user.click(cell);
  expect(off()).toEqual([]);
  await user.click(button('Without layer 1, head 1'));
  expect(asked()[first!.id]).toEqual({ headsOff: [[0, 0]], layersOff: [1] });
  act(() => history.undo());
  await user.click(mixing);
  expect(view.getState().principlesOff).toEqual([]);
  await user.click(mixing);
  // Another run is chosen, without such a layer: it can still be put back.
  act(() => experiment.getState().update(setVariant(first!.id, 1, 'standard')));
  expect(screen.getByTestId('switch-mixing').textContent).toBe('Token mixing: –');
  await user.click(screen.getByTestId('all-on'));
  expect(view.getState().principlesOff).toEqual([]);
});

it('moves among the switches by arrow keys, past what has none', async () => {
  const user = panel();
  act(() => button('Without layer 1, head 2').focus());
  const focused = () => document.activeElement?.getAttribute('aria-label');
  // The second layer mixes no tokens.
  await user.keyboard('{ArrowDown}');
  expect(focused()).toBe('Without layer 3, head 2');
  await user.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(document.activeElement?.textContent).toBe('Layer 3');
  await user.keyboard('{ArrowUp}{Enter}');
  expect(off()).toEqual([[1, null]]);
  await user.keyboard('{ArrowRight}');
  expect(focused()).toBe('Without the whole layer 2: off');
  // One of the grid's switches is a stop of the Tab key.
  const stops = () =>
    within(screen.getByTestId('ablation-grid'))
      .getAllByRole('button')
      .filter(({ tabIndex }) => tabIndex === 0);
  expect(stops()).toEqual([document.activeElement]);
  // What is clicked is the stop from then on, as long as it is there.
  await user.click(button('Without layer 3, head 2'));
  expect(stops()).toEqual([document.activeElement]);
  act(() => experiment.getState().update(setVariant(first!.id, 2, 'mlp')));
  expect(stops().map(({ textContent }) => textContent)).toEqual(['Layer 1']);
});

it('has the switches of a layer wrap below its name where there is little room, each with its head', async () => {
  const width = vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1000);
  panel();
  const grid = () => screen.getByTestId('ablation-grid');
  expect(grid().dataset.wraps).toBeUndefined();
  expect(button('Without layer 1, head 2').dataset.part).toBeUndefined();
  cleanup();
  width.mockReturnValue(362);
  const user = panel();
  expect(grid().dataset.wraps).toBe('true');
  expect(button('Without layer 1, head 2').dataset.part).toBe('Head 2');
  await user.click(button('Without layer 1, head 2'));
  expect(off()).toEqual([[0, 1]]);
});

it('leaves alone a head that the run is trained without, and everything of a recording', async () => {
  act(() => experiment.getState().update(toggleHead(first!.id, 0, 0)));
  const user = panel();
  const inRun = button('Without layer 1, head 1: off');
  expect(inRun.getAttribute('aria-disabled')).toBe('true');
  await user.click(inRun);
  expect(off()).toEqual([]);
  act(() => session.runs.setState({ recorded: true }));
  expect(screen.queryByTestId('ablation-grid')).toBeNull();
  expect((screen.getByTestId('switch-mixing') as HTMLButtonElement).disabled).toBe(true);
});

it('asks for what each shown run comes to without the parts that it has, at the moment', async () => {
  const want = vi.spyOn(session.switchedParts, 'want').mockReturnValue();
  panel();
  const parts: PartOff[] = [
    [1, 0],
    [1, null],
  ];
  act(() => view.getState().set({ partsOff: parts, moment: 60 }));
  const { runs } = experiment.getState().experiment;
  const ablations = Object.fromEntries(runs.map(({ id }) => [id, { headsOff: [], layersOff: [1] }]));
  expect(want).toHaveBeenLastCalledWith({ ablations, moment: 60 });
  act(() => view.getState().set({ partsOff: [[1, 0]], hiddenRuns: [second!.id] }));
  const asked = want.mock.lastCall?.[0]?.ablations ?? {};
  // The first has an MLP there; the second is not shown.
  expect(Object.keys(asked)).toEqual(
    runs.map(({ id }) => id).filter((id) => id !== first!.id && id !== second!.id),
  );
});

it('leaves out what the filter of the list does, but measures the pinned run for the others to be held against', () => {
  const want = vi.spyOn(session.switchedParts, 'want').mockReturnValue();
  const layers = second!.layers;
  const runs = range(6).map((i) => ({ id: `r${i}`, name: i < 2 ? `Wanted ${i}` : `Other ${i}`, layers }));
  experiment.getState().apply((e) => ({ ...e, runs }), null);
  act(() => view.getState().set({ runId: 'r0', pinnedRun: 'r5', partsOff: [[1, 0]] }));
  act(() => app.listFilter.setState({ typed: 'wanted' }));
  panel();
  expect(Object.keys(want.mock.lastCall?.[0]?.ablations ?? {})).toEqual(['r0', 'r1', 'r5']);
  expect(screen.getAllByTestId(/^switched-r\d/).map(({ dataset }) => dataset.testid)).toEqual([
    'switched-r0',
    'switched-r1',
  ]);
  act(() => app.listFilter.setState({ typed: '' }));
  expect(screen.getAllByTestId(/^switched-r\d/)).toHaveLength(6);
});

it('tells the loss with all on and without what is off, their difference with its error, and that to the pinned run', () => {
  act(() => view.getState().set({ partsOff: [[0, 1]], pinnedRun: second!.id }));
  const found = (whole: number[], without: number[]): SwitchedRun => {
    const losses = (windows: number[]) => ({
      loss: windows.reduce((sum, one) => sum + one) / windows.length,
      accuracy: null,
      windows,
    });
    return {
      step: 100,
      moment: null,
      ablation: withoutParts([[0, 1]]),
      whole: losses(whole),
      without: losses(without),
    };
  };
  act(() =>
    session.switchedParts.state.setState({
      runs: { [first!.id]: found([1, 2, 3], [1.5, 2.5, 3.5]), [second!.id]: found([2, 2, 2], [2, 2, 2.3]) },
    }),
  );
  panel();
  const cells = (id: string) =>
    within(screen.getByTestId(`switched-${id}`))
      .getAllByRole('cell')
      .map((cell) => cell.textContent);
  // Windows of one run all rise by as much: what is hard for both falls out.
  expect(cells(first!.id).at(-1)).toMatch(/^\+0\.5000 ± 0\.0000 clear$/);
  expect(cells(first!.id).slice(0, 2)).toEqual([
    '100',
    expect.stringMatching(/^2\.0000\S* ?0\.0000 ± 0\.5774/),
  ]);
  expect(cells(second!.id).at(-1)).toContain('+0.1000 ± 0.1000');
  expect(cells(second!.id)[1]).toBe('2.0000');
  expect(screen.getByTestId('switched-delta-note').textContent).toContain(second!.name);
  // What was measured of other parts is not shown for these.
  act(() => view.getState().set({ partsOff: [[0, 0]] }));
  expect(cells(first!.id)).toEqual(['is not trained yet: press Train or Step']);
});

it('lists of a layer that is off whole the layer alone', () => {
  const parts: PartOff[] = [
    [2, null],
    [2, 0],
  ];
  act(() => view.getState().set({ partsOff: parts }));
  panel();
  expect(screen.getByTestId('switched-off').textContent).toContain('Off, and hatched below: Layer 3.');
});

it('says of what is not trained that it needs a step, and of what is that it waits', () => {
  act(() => view.getState().set({ partsOff: [[0, null]] }));
  panel();
  const row = () => screen.getByTestId(`switched-${first!.id}`).textContent;
  expect(row()).toContain('is not trained yet: press Train or Step');
  act(() => session.runs.setState({ checkpoints: { [first!.id]: { steps: 5 } as unknown as Checkpoint } }));
  expect(row()).toContain('not measured yet');
});

it('has of one change its difference, paired over the sequences, with its error', () => {
  const losses = (windows: number[]) => ({ loss: windows[1]!, accuracy: null, windows });
  act(() =>
    session.ablation.state.setState({
      changes: [
        {
          runId: first!.id,
          ablation: { layersOff: [0] },
          name: 'Layer 1: Leave it out',
          step: 100,
          whole: losses([1, 2, 3]),
          without: losses([1.5, 2.5, 3.5]),
        },
      ],
    }),
  );
  panel();
  const cells = within(screen.getByTestId('changes')).getAllByRole('cell');
  expect(cells.at(-1)?.textContent).toBe('+0.5000 ± 0.0000 clear');
});
