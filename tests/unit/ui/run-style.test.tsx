// @vitest-environment happy-dom
// A run's colour, dash and mark: kept as others come and go, and chosen in its menu.
import { act, screen, within } from '@testing-library/react';
import { isEqual, range, uniqWith } from 'es-toolkit';
import { beforeEach, expect, it, vi } from 'vitest';
import { Series } from '../../../src/runtime/series';
import { RunSwatch } from '../../../src/ui/kit/RunSwatch';
import { HistoryBar } from '../../../src/ui/layout/HistoryBar';
import { LossPanel } from '../../../src/ui/panels/curves/LossPanel';
import { RunsPanel } from '../../../src/ui/panels/runs/RunsPanel';
import { runStyle, styleBeyond, styleIds } from '../../../src/ui/runStyle';
import { app, show, startAnew } from '../../support/page';

startAnew();
beforeEach(() => {
  // No frame comes: the time that a redraw takes is the machine's, and would throttle the tests that share the page.
  vi.stubGlobal('requestAnimationFrame', () => 0);
  return () => vi.unstubAllGlobals();
});

const runs = () => app.document.experiment.getState().experiment.runs;
const draw = () =>
  show(
    <>
      <RunsPanel id="runs" title="Runs" />
      <LossPanel id="losses" title="Losses" />
      <HistoryBar />
    </>,
  );

const colours = styleIds.map((_, style) => runStyle(style, false).colour);
/** The styles that swatches are drawn in, from the first to the last. */
const drawnIn = (within: Element) =>
  [...within.querySelectorAll('svg path:last-child')].flatMap((path) => {
    const style = colours.indexOf(path.getAttribute('stroke') ?? '');
    return style < 0 ? [] : [style];
  });
const inList = () => drawnIn(screen.getByTestId('runs'));
const inTable = () => drawnIn(screen.getByTestId('losses'));

it('stays what it is where another run is trained at three seeds, in the list and in the table', async () => {
  const user = draw();
  expect([inList(), inTable()]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
  await user.click(screen.getByTestId('run-menu-0'));
  await user.click(screen.getByText('Train at three seeds'));
  expect(runs().flatMap(({ id }, place) => (/^run-/.test(id) ? [place] : []))).toEqual([1, 2]);
  expect([inList(), inTable()]).toEqual([
    [0, 3, 4, 1, 2],
    [0, 3, 4, 1, 2],
  ]);
  await user.click(screen.getByTestId('undo'));
  expect([inList(), inTable()]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

it('is one of those in the menu, each named; the choice is undone like other edits and leaves what was trained', async () => {
  const curves = {
    relaxed: { train: Series.of([1], [4]), validation: Series.empty, accuracy: Series.empty },
  };
  act(() => app.session.runs.setState({ curves, state: 'paused' }));
  const user = draw();
  await user.click(screen.getByTestId('run-menu-1'));
  const group = screen.getByTestId('style-blue').closest('fieldset') as HTMLElement;
  expect(group.getAttribute('aria-label')).toBe('Colour and mark');
  expect(drawnIn(group)).toEqual(styleIds.map((_, i) => i));
  const offered = styleIds.map((id) => within(group).getByTestId(`style-${id}`));
  const named = offered.map((one) => one.getAttribute('aria-label')?.replaceAll(/[⁨⁩]/g, ''));
  expect(named[0]).toBe('Blue, solid line, circle, as All standard');
  expect(named[6]).toBe('Red, long dashes, plus sign');
  expect(new Set(named).size).toBe(styleIds.length);
  expect(offered.map((one) => one.getAttribute('aria-checked')).indexOf('true')).toBe(1);
  await user.click(offered[6]!);
  expect(inList()).toEqual([0, 6, 2]);
  expect(inTable()).toEqual([0, 6, 2]);
  expect(app.session.runs.getState()).toMatchObject({ curves, state: 'paused' });
  expect(screen.getByTestId('history').textContent).not.toContain('Undid');
  await user.click(screen.getByTestId('undo'));
  expect(inList()).toEqual([0, 1, 2]);
  expect(screen.getByTestId('history').textContent).toContain('Undid: changed the colour and mark of');
});

it('is chosen by keys alone, and may be another run’s', async () => {
  const user = draw();
  act(() => screen.getByTestId('run-menu-0').focus());
  await user.keyboard('{Enter}');
  const focused = () => document.activeElement?.getAttribute('data-testid');
  for (let n = 0; n < 20 && focused() !== 'style-blue'; n++) await user.keyboard('{ArrowDown}');
  await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowLeft}');
  expect(focused()).toBe('style-green');
  await user.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}');
  expect(focused()).toBe('style-grey');
  await user.keyboard('{ArrowRight}{ArrowDown}');
  expect(focused()).toBe('style-orange');
  await user.keyboard('{Enter}');
  expect(inList()).toEqual([1, 1, 2]);
});

it('is the same before a name as on the chart and in a picture, of every style, and no two are alike', () => {
  const all = range(styleBeyond + 1);
  show(
    <div data-testid="swatches">
      {all.map((style) => (
        <RunSwatch key={style} style={style} />
      ))}
    </div>,
  );
  const drawn = [...screen.getByTestId('swatches').querySelectorAll('svg')].map((swatch) => {
    const [line, mark] = swatch.querySelectorAll('path');
    return {
      colour: line?.getAttribute('stroke'),
      dash: line?.getAttribute('stroke-dasharray') ?? undefined,
      mark: mark?.getAttribute('d'),
    };
  });
  expect(drawn).toEqual(all.map((style) => runStyle(style, false)));
  expect(uniqWith(drawn, isEqual)).toHaveLength(all.length);
});
