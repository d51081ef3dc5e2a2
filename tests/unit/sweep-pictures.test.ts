// Pictures of sweeps: where a grid has each order of two variants, and what stands on paper.
import { describe, expect, it } from 'vitest';
import { variants } from '../../src/attention/variants';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { SweepChoice } from '../../src/experiment/sweeps/choice';
import { cellKey, goodness, orderLayout, placementLayout } from '../../src/ui/panels/sweeps/gridLayout';
import { sweepFigure } from '../../src/ui/panels/sweeps/sweepFigure';
import { linesOf } from '../../src/ui/panels/sweeps/sweepLines';
import { rowsOf } from '../../src/ui/panels/sweeps/sweepRows';
import { finishedSweep } from '../support/finishedSweep';
import { expectWellFormed } from '../support/wellFormed';

const experiment = defaultExperiment();
const facts = { data: 'Moby-Dick, characters', link: 'https://lab.example/#1s.abc' };
const ordersOf = (layers: number, seeds = 1): SweepChoice => ({
  sweep: 'orders',
  parameters: { first: 'standard', second: 'mlp', layers },
  seeds,
});
/** Lower where more layers are standard, the lowest layer counting most. */
const loss = (key: string) => 1 + Number.parseInt(key, 2) / 100;
const orders = (layers: number, seeds = 1) =>
  finishedSweep(experiment, ordersOf(layers, seeds), ({ id }, seed) => ({
    loss: loss(id.slice(0, layers)) + (seed - 1) / 500,
  }));

describe('the grid of orders', () => {
  it.each([
    [1, 2, 1],
    [3, 4, 2],
    [8, 16, 16],
  ])('of %i layers has every stack once, its lower half down', (layers, rows, columns) => {
    const sweep = orders(layers);
    const { below, above, cells } = orderLayout(sweep, rowsOf(sweep));
    expect([below.length, above.length]).toEqual([rows, columns]);
    const keys = below.flatMap((one) => above.map((other) => one + other));
    expect(new Set(keys).size).toBe(2 ** layers);
    for (const key of keys) expect(cells.get(key)?.band?.mean).toBeCloseTo(loss(key), 10);
  });

  it('has halves with few layers of the second variant first', () => {
    const sweep = orders(6);
    const { below } = orderLayout(sweep, rowsOf(sweep));
    expect(below).toEqual(['000', '001', '010', '100', '011', '101', '110', '111']);
  });

  it('shades from the worst to the best, which is the highest accuracy on a task', () => {
    const sweep = orders(2);
    const layout = orderLayout(sweep, rowsOf(sweep));
    expect(layout.bestKey).toBe('00');
    expect([layout.worst, layout.best]).toEqual([loss('11'), loss('00')]);
    expect(['11', '01', '00'].map((key) => goodness(layout, loss(key)))).toEqual([
      expect.closeTo(0),
      expect.closeTo(2 / 3),
      1,
    ]);
    const onTask = finishedSweep(
      { ...experiment, task: { id: 'lookBack', knobs: { distance: 1, symbols: 4 } } },
      ordersOf(2),
      ({ id }) => ({ loss: loss(id.slice(0, 2)) }),
    );
    const ofTask = orderLayout(onTask, rowsOf(onTask));
    expect(ofTask.bestKey).toBe('00');
    expect(ofTask.best).toBeGreaterThan(ofTask.worst);
  });

  it('has a place for a stack that is not trained yet, and one cell where both variants are one', () => {
    const half = finishedSweep(experiment, ordersOf(2), ({ id }) =>
      id.startsWith('0') ? { loss: 2 } : undefined,
    );
    const layout = orderLayout(half, rowsOf(half));
    expect([layout.below, layout.above]).toEqual([
      ['0', '1'],
      ['0', '1'],
    ]);
    expect(layout.cells.has('10')).toBe(false);
    const same = { ...ordersOf(4), parameters: { first: 'mlp', second: 'mlp', layers: 4 } };
    const one = finishedSweep(experiment, same, () => ({ loss: 2 }));
    expect(orderLayout(one, rowsOf(one))).toMatchObject({ below: ['00'], above: ['00'], bestKey: '0000' });
  });
});

const placed = (layers: number, seeds = 1) =>
  finishedSweep(
    experiment,
    { sweep: 'variantsAtPlacements', parameters: { layers }, seeds },
    ({ layers: own }, seed) => ({
      loss: 2 + own.filter((layer) => layer.variant !== 'standard').length / 10 + seed / 100,
    }),
  );

describe('the grid of every variant at every placement', () => {
  it.each([2, 4, 6])('of %i layers has each of its stacks once, a row for each variant', (layers) => {
    const sweep = placed(layers);
    const rows = rowsOf(sweep);
    const { below, above, cells, bestKey } = placementLayout(sweep, rows);
    expect(below).toEqual(['standard', ...variants.map(({ id }) => id).filter((id) => id !== 'standard')]);
    const keys = new Set(below.flatMap((one) => above.map((other) => cellKey(one, other))));
    expect([...cells.keys()].sort()).toEqual([...keys].sort());
    expect(new Set([...cells.values()].map(({ key }) => key)).size).toBe(rows.length);
    for (const row of rows) {
      const own = row.results[0]!.run.layers;
      const other = own.find((layer) => layer.variant !== 'standard')?.variant ?? 'standard';
      const strip = own.map((layer) => (layer.variant === 'standard' ? '0' : '1')).join('');
      expect(cells.get(cellKey(other, strip))).toBe(row);
    }
    expect(bestKey).toBe('standard');
  });
});

describe('on paper', () => {
  const figureOf = (sweep: ReturnType<typeof orders>) => {
    const figure = sweepFigure(sweep, rowsOf(sweep), facts);
    if (!figure) throw new Error('There is no figure.');
    expectWellFormed(figure.svg);
    expect(figure.svg).toContain('Moby-Dick, characters');
    expect(figure.svg).toContain(facts.link);
    return figure;
  };

  it('the grid has each value, its scale, the variants and the layers', () => {
    const { svg, name } = figureOf(orders(4, 2));
    expect(name).toBe('sweep-orders');
    for (const key of ['0000', '0110', '1111']) expect(svg).toContain(`>${(loss(key) + 0.001).toFixed(3)}<`);
    for (const text of ['Layers 1 to 2', 'Layers 3 to 4', '>Std<', '>MLP<']) expect(svg).toContain(text);
  });

  it('the grid of placements has variants, placements and each value', () => {
    const { svg, name } = figureOf(placed(4));
    expect(name).toBe('sweep-variantsAtPlacements');
    for (const text of ['>Placement<', '>Bilateral<', '>MLP<', '>Even<', '>2.010<', '>2.410<'])
      expect(svg).toContain(text);
  });

  it('bars have names and values, lines their rates, bands their seeds', () => {
    const bars = figureOf(
      finishedSweep(
        experiment,
        { sweep: 'uniformVariants', parameters: { layers: 2 }, seeds: 2 },
        (_, seed) => ({
          loss: seed,
        }),
      ),
    );
    expect(bars.svg).toContain('1.500 ± 0.500 (2 seeds)');
    expect(bars.svg).toContain('All MLP');
    const rates = { lowest: 1e-4, highest: 1e-2, count: 3 };
    const lines = figureOf(
      finishedSweep(experiment, { sweep: 'learningRates', parameters: rates, seeds: 1 }, () => ({ loss: 2 })),
    );
    expect(lines.svg).toContain('Learning rate');
    for (const { name } of experiment.runs) expect(lines.svg).toContain(name);
    const placed = finishedSweep(
      experiment,
      { sweep: 'standardLayers', parameters: { variant: 'mlp', layers: 2, from: 'bottom' }, seeds: 1 },
      ({ id }) => ({ loss: 3 - Number.parseInt(id, 10) }),
    );
    expect(figureOf(placed).svg).toContain('>Standard layers<');
    expect(linesOf(rowsOf(placed), false, false).x.ticks).toEqual([0, 1, 2]);
    const bands = figureOf(
      finishedSweep(experiment, { sweep: 'seeds', parameters: {}, seeds: 3 }, (_, seed) => ({ loss: seed })),
    );
    expect(bands.svg.match(/fill-opacity="0.2"/g)).toHaveLength(experiment.runs.length);
  });
});
