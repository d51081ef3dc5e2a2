// Which small maps of a run are shown: by layer, principle, what a head does, and whether it is on.
import { expect, it } from 'vitest';
import { taskChoice } from '../../src/data/tasks';
import { defaultView } from '../../src/document/view';
import type { LayerProbe } from '../../src/measure/capture';
import { indicators } from '../../src/measure/indicators';
import { filteredMaps, type MapFilter } from '../../src/ui/heatmap/mapFilter';
import { stack } from '../support/stack';

const even = Float32Array.from([1, 0, 0.5, 0.5]);
const layer = (...induction: number[]): LayerProbe => ({
  map: null,
  indicators: indicators(even, 1, 2),
  scores: null,
  headScores: { induction, truth: induction },
});
const mixesNothing: LayerProbe = { map: null, indicators: null, scores: null };
const run = {
  layers: stack('standard', 'mlp', 'approximate'),
  overrides: { headsOff: [[2, 1]] as [number, number][] },
};
const probe = { heads: 2, layers: [layer(0.1, 0.9), mixesNothing, layer(0.5, 0.3)] };
const shown = (
  filter: Partial<MapFilter>,
  task = taskChoice('recall') as ReturnType<typeof taskChoice> | null,
) => filteredMaps(probe, run, { ...defaultView, ...filter }, task);
const heads = (filter: Partial<MapFilter>) => shown(filter).rows.map(({ layer: l, heads: h }) => [l, ...h]);

it('shows all where nothing is filtered, the last layer first, and says what mixes no tokens', () => {
  expect(heads({})).toEqual([[2, 0, 1], [1], [0, 0, 1]]);
  expect(shown({})).toMatchObject({ shown: 4, all: 4, isByStrength: false });
});

it('filters by layer and by principle', () => {
  expect(heads({ mapLayer: 0 })).toEqual([[0, 0, 1]]);
  expect(heads({ mapsOf: 'layer', layer: 2 })).toEqual([[2, 0, 1]]);
  expect(heads({ mapPrinciple: 'form' })).toEqual([[2, 0, 1]]);
  expect(heads({ mapPrinciple: 'mixing' })).toEqual([[1]]);
  expect(heads({ mapPrinciple: 'sequence' })).toEqual([]);
  expect(shown({ mapPrinciple: 'none' })).toMatchObject({ shown: 2, all: 4 });
});

it('filters by what a head does, and puts the strongest first', () => {
  expect(heads({ mapScore: 'induction', mapLeast: 0.3 })).toEqual([
    [2, 0, 1],
    [0, 1],
  ]);
  const strongest = shown({ mapScore: 'induction', mapLeast: 0.3, strongestFirst: true });
  expect(strongest).toMatchObject({ shown: 3, all: 4, isByStrength: true });
  expect(strongest.rows).toEqual([
    { layer: 0, heads: [1], score: 0.9 },
    { layer: 2, heads: [0], score: 0.5 },
    { layer: 2, heads: [1], score: 0.3 },
  ]);
  // No score says so: the order is of layers.
  expect(shown({ strongestFirst: true }).isByStrength).toBe(false);
  // What only a task knows is no filter on a text, nor is what a head does of maps over all heads.
  expect(shown({ mapScore: 'truth', mapLeast: 0.95 }, null).shown).toBe(4);
  expect(shown({ mapScore: 'truth', mapLeast: 0.95 }).shown).toBe(0);
  expect(shown({ mapScore: 'induction', mapLeast: 0.95, mapKind: 'mean' })).toMatchObject({
    shown: 2,
    all: 2,
  });
});

it('filters heads that are off, in the run or under Inside, alone or with their layer', () => {
  expect(heads({ mapSwitched: 'off' })).toEqual([[2, 1]]);
  expect(heads({ mapSwitched: 'off', partsOff: [[0, null]] })).toEqual([
    [2, 1],
    [0, 0, 1],
  ]);
  expect(heads({ mapSwitched: 'off', principlesOff: ['none'] })).toEqual(
    heads({ mapSwitched: 'off', partsOff: [[0, null]] }),
  );
  expect(heads({ mapSwitched: 'on', partsOff: [[0, 0]] })).toEqual([
    [2, 0],
    [0, 1],
  ]);
});
