// @vitest-environment happy-dom
// The tables of results beside a pinned run: a difference below each value, said once what it is; seeds as one row that opens.
import { act, screen, within } from '@testing-library/react';
import { range } from 'es-toolkit';
import { beforeEach, expect, it } from 'vitest';
import { addSeeds } from '../../../src/experiment/seedRuns';
import { formatExact } from '../../../src/format/numbers';
import { Series } from '../../../src/runtime/series';
import { LossPanel } from '../../../src/ui/panels/curves/LossPanel';
import { ResultsTable } from '../../../src/ui/panels/evaluation/ResultsTable';
import { useShownRows } from '../../../src/ui/panels/evaluation/useShownRows';
import { app, show, startAnew } from '../../support/page';
import { stack } from '../../support/stack';

startAnew();

const { experiment, view } = app.document;
const validations = [2, 2.2, 2.4, 3];

/** A run at three seeds and another, each with losses, windows and a perplexity. */
beforeEach(() => {
  experiment.getState().apply(
    (e) =>
      addSeeds(
        'one',
        3,
      )({
        ...e,
        task: null,
        runs: [
          { id: 'one', name: 'One', layers: stack('standard') },
          { id: 'two', name: 'Two', layers: stack('mlp') },
        ],
      }),
    null,
  );
  const ids = experiment.getState().experiment.runs.map(({ id }) => id);
  const byRun = <T,>(of: (i: number) => T) => Object.fromEntries(ids.map((id, i) => [id, of(i)]));
  app.session.runs.setState({
    curves: byRun((i) => ({
      train: Series.of(
        range(1, 41),
        range(1, 41).map((step) => 3 + Math.sin(step) + i / 4),
      ),
      validation: Series.of([0, 40], [9, validations[i] as number]),
      accuracy: Series.empty,
    })),
    heldOut: byRun((i) => {
      const loss = validations[i] as number;
      const windows = [loss - 0.5 + i / 100, loss, loss + 0.5 - i / 100];
      return { answers: 100, lowest: { step: 40, windows } };
    }),
    info: { vocab: 81, parameters: {}, uniformLoss: 4.4, chance: 1 / 81, bytesPerToken: 1 },
    evaluations: byRun((i) => ({
      step: 40,
      outcomes: { perplexity: { metrics: { perplexity: { value: 8 + i, stderr: 0.3, n: 9 } } } },
    })),
  });
  app.shownRuns.setState(app.session.runs.getState(), true);
});

function Results() {
  return <ResultsTable shown={useShownRows()} />;
}
const draw = () =>
  show(
    <>
      <LossPanel id="losses" title="Losses" />
      <Results />
    </>,
  );
const text = (testId: string) => screen.getByTestId(testId).textContent;

it('has what differs between the runs as columns, of rows of several seeds all but the seed', () => {
  experiment.getState().apply(
    (e) => ({
      ...e,
      runs: e.runs.map((run) =>
        run.id === 'two' ? { ...run, overrides: { optimizer: { learningRate: 0.004 } } } : run,
      ),
    }),
    null,
  );
  draw();
  const { learningRate } = experiment.getState().experiment.optimizer;
  const [losses, results] = screen.getAllByRole('table') as [HTMLElement, HTMLElement];
  /** What stands below a column's heading. */
  const below = (table: HTMLElement, name: string) => {
    const at = within(table)
      .getAllByRole('columnheader')
      .findIndex(({ textContent }) => textContent === name);
    const rows = [...table.querySelectorAll('tbody tr')];
    return at < 0 ? null : rows.map(({ children }) => children[at]?.textContent);
  };
  const ofRuns = {
    Seed: ['1', '2', '3', '1'],
    'Learning rate': [...range(3).map(() => formatExact(learningRate)), '0.004'],
    Stack: ['Std', 'Std', 'Std', 'MLP'],
  };
  for (const [name, texts] of Object.entries(ofRuns)) {
    expect(below(losses, name)).toEqual(texts);
    // Baselines and chance have none of it.
    expect(below(results, name)?.slice(0, 4)).toEqual(texts);
    expect(new Set(below(results, name)?.slice(4))).toEqual(new Set(['–']));
  }
  expect(below(losses, 'Layers')).toBeNull();
  act(() => view.getState().set({ seedDrawing: 'standardError' }));
  expect(below(losses, 'Seed')).toBeNull();
  expect(below(losses, 'Stack')).toEqual(['Std', 'MLP']);
  expect(below(results, 'Learning rate')?.slice(0, 2)).toEqual([formatExact(learningRate), '0.004']);
});

it('has the figures first where more than three columns differ, as they would push them out of view', () => {
  const override = (optimizer: object) =>
    act(() =>
      experiment.getState().apply(
        (e) => ({
          ...e,
          runs: e.runs.map((run) => (run.id === 'two' ? { ...run, overrides: { optimizer } } : run)),
        }),
        null,
      ),
    );
  draw();
  const placesOf = (name: string) =>
    (screen.getAllByRole('table') as HTMLElement[]).map((table) =>
      within(table)
        .getAllByRole('columnheader')
        .findIndex(({ textContent }) => textContent?.startsWith(name)),
    );
  // Seed, stack and rate.
  override({ learningRate: 0.004 });
  expect(placesOf('Learning rate').every((place) => place < 4)).toBe(true);
  override({ learningRate: 0.004, weightDecay: 0.3 });
  const [train, step] = [placesOf('Train')[0]!, placesOf('Step')[1]!];
  const [inLosses, inResults] = placesOf('Learning rate') as [number, number];
  expect(train).toBe(1);
  expect(inLosses).toBeGreaterThan(train);
  expect(step).toBe(1);
  expect(inResults).toBeGreaterThan(step);
});

it('says nothing of differences before a run is pinned', () => {
  draw();
  expect(screen.queryAllByTestId(/^delta-/)).toEqual([]);
  expect(screen.queryByTestId('loss-delta-note')).toBeNull();
  expect(screen.queryByTestId('evaluation-delta-note')).toBeNull();
});

it('has below each value of another run its difference, its error, and whether that is clear', () => {
  draw();
  act(() => view.getState().set({ pinnedRun: 'one' }));
  expect(screen.queryByTestId('delta-best-0')).toBeNull();
  // Windows differ by 0.97, 1 and 1.03: their deviation is 0.03, over the root of 3.
  expect(text('delta-best-3')).toBe('+1.0000 ± 0.0173 clear');
  // Trained on the same batches as the pinned run, but for other seeds.
  expect(text('delta-train-3')).toBe('+0.7500 ± 0.0000 clear');
  expect(text('delta-train-1')).toMatch(/^\+0\.2500 ± 0\.\d{4}† not clear$/);
  expect(text('evaluation-3')).toContain('11.00 ± 0.30+3.00 ± 0.42† clear');
  const note = text('loss-delta-note')?.replaceAll(/[⁨⁩]/g, '');
  expect(note).toMatch(/^Below each value: its difference to One, ± the standard error of that difference\./);
  expect(note).toContain(
    'Paired by batch: Train. Paired by what all are asked, a held-out window, passage or question: Validation, Best validation.',
  );
  expect(note).toContain('Train compares the means over the last 100 steps');
  // Some training losses are paired, others not: those are marked.
  expect(note).toContain('† Not paired, for want of the same batches, questions or seeds.');
  expect(text('evaluation-delta-note')).toContain('† Not paired');
});

it('has the seeds of a stack as one row where they are drawn as one, which opens', async () => {
  act(() => view.getState().set({ seedDrawing: 'standardError', pinnedRun: 'two' }));
  const user = draw();
  expect(screen.queryByTestId('best-0')).toBeNull();
  // The standard error of 2, 2.2 and 2.4 is 0.2 over the root of 3. The pinned run is single: its seeds are taken to differ by 0.2, too.
  expect(text('seeds-best-0')).toMatch(/2\.2000± 0\.1155−0\.8000 ± 0\.2309† not clear$/);
  expect(text('evaluation-0')).toContain('One, 3 seedsStd409.00 ± 0.58');
  expect(text('loss-seeds-note')).toBe('A row of several seeds has their mean, ± one standard error of it.');
  expect(text('loss-delta-note')).not.toContain('steps');
  await user.click(screen.getByTestId('loss-seeds-0'));
  expect(range(3).map((i) => text(`best-${i}`))).toEqual(['2.0000', '2.2000', '2.4000']);
  await user.click(screen.getByTestId('seeds-of-evaluation-0'));
  expect(text('evaluation-seed-one')).toContain('8.00 ± 0.30');
  act(() => view.getState().set({ seedDrawing: 'range' }));
  expect(text('seeds-best-0')).toContain('2.0000 to 2.4000');
  expect(text('evaluation-0')).toContain('9.00 (8.00 to 10.00)');
});

it('is held against the pinned run also where the filter of the list leaves that out', () => {
  const { runs } = experiment.getState().experiment;
  const pinned = runs[0]!;
  const more = range(runs.length, 6).map((i) => ({ ...runs[1]!, id: `more${i}`, name: `More ${i}` }));
  experiment.getState().apply((e) => ({ ...e, runs: [...e.runs, ...more] }), null);
  act(() => view.getState().set({ pinnedRun: pinned.id, seedDrawing: 'each' }));
  draw();
  const row = (of: string) => screen.getAllByRole('row').filter((one) => one.textContent?.includes(of));
  const other = runs.at(-1)!.name;
  act(() => app.listFilter.setState({ typed: `/^${other}$/` }));
  const [losses, results] = row(other).map(({ textContent }) => textContent);
  expect(losses).toContain('+1.0000 ± 0.0173');
  expect(results).toContain('+3.00 ± 0.42');
  expect(row(pinned.name)).toEqual([]);
  expect(text('loss-delta-note')).toContain(pinned.name);
  expect(text('evaluation-delta-note')).toContain(pinned.name);
  act(() => app.listFilter.setState({ typed: '' }));
});
