import { describe, expect, it } from 'vitest';
import { branchRun } from '../../src/experiment/branches';
import { defaultExperiment } from '../../src/experiment/defaults';
import {
  addLayer,
  addRun,
  duplicateRun,
  placeRun,
  removeLayer,
  removeRun,
  renameRun,
  setModel,
  setSettings,
  setStyle,
  setVariant,
  type Transition,
  trainsAlike,
} from '../../src/experiment/edit';
import { placements } from '../../src/experiment/placements';
import { type Experiment, limits, parseExperiment } from '../../src/experiment/schema';
import { addSeeds } from '../../src/experiment/seedRuns';
import { stack } from '../support/stack';

const start = defaultExperiment();
const even = placements.find((p) => p.id === 'even') as (typeof placements)[number];

const layersOf = (e: Experiment, id: string) => e.runs.find((run) => run.id === id)?.layers;
const times = (n: number, change: Transition, e = start) =>
  Array(n)
    .fill(change)
    .reduce((x, c) => c(x), e);
const refusal = (e: Experiment) => {
  const parsed = parseExperiment(e);
  return parsed.ok ? null : parsed.message;
};

describe('a change of the experiment', () => {
  const changes: Record<string, Transition> = {
    setVariant: setVariant('standard', 1, 'mlp'),
    placeRun: placeRun('standard', even, 'approximate'),
    renameRun: renameRun('standard', 'Baseline'),
    setStyle: setStyle('standard', 5),
    addLayer: addLayer('standard'),
    removeLayer: removeLayer('standard', 0),
    addRun,
    duplicateRun: duplicateRun('standard'),
    removeRun: removeRun('standard'),
    setModel: setModel({ heads: 2, kvHeads: 2 }),
    setSettings: setSettings({ steps: 7 }),
  };

  it.each(Object.keys(changes))('%s gives a valid other one and leaves the old as it was', (name) => {
    const next = (changes[name] as Transition)(start);
    expect(refusal(next)).toBeNull();
    expect(next).not.toEqual(start);
    expect(start).toEqual(defaultExperiment());
  });

  it('reaches only the run and layer it names', () => {
    const next = setVariant('standard', 1, 'mlp')(start);
    expect(layersOf(next, 'standard')).toEqual(stack('standard', 'mlp', 'standard', 'standard'));
    expect(next.runs.slice(1)).toEqual(start.runs.slice(1));
    expect(setVariant('nobody', 1, 'mlp')(start)).toEqual(start);
  });
});

describe('stacks', () => {
  it('are placed at their own depth', () => {
    const next = placeRun('standard', even, 'mlp')(addLayer('standard')(start));
    expect(layersOf(next, 'standard')).toEqual(stack('mlp', 'standard', 'mlp', 'standard', 'mlp'));
  });

  it('grow by a copy of the top layer and lose the layer named', () => {
    const taller = addLayer('standard')(setVariant('standard', 3, 'staticEmbQK')(start));
    expect(layersOf(taller, 'standard')?.slice(3)).toEqual(stack('staticEmbQK', 'staticEmbQK'));
    expect(layersOf(removeLayer('standard', 0)(taller), 'standard')).toEqual(taller.runs[0]?.layers.slice(1));
  });

  it('keep their last layer and stay within the limit', () => {
    expect(refusal(times(4, removeLayer('standard', 0)))).toContain('at least one layer');
    expect(refusal(times(limits.layers, addLayer('standard')))).toContain(`at most ${limits.layers}`);
  });
});

describe('runs', () => {
  it('are added with ids and names of their own', () => {
    const next = times(limits.runs - 3, addRun);
    expect(refusal(next)).toBeNull();
    expect(new Set(next.runs.map((run: { name: string }) => run.name)).size).toBe(limits.runs);
    expect(refusal(addRun(next))).not.toBeNull();
  });

  it.each<[string, Transition]>([
    ['added', addRun],
    ['copied', duplicateRun('standard')],
    ['of another seed', addSeeds('standard', 2)],
    ['a branch', branchRun('standard', 3)],
  ])('get an id that no run had before, whichever was removed or undone: %s', (_what, make) => {
    const added = () => make(start).runs.filter(({ id }) => start.runs.every((run) => run.id !== id));
    const ids = Array.from({ length: 20 }, () => added().map(({ id }) => id)).flat();
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });

  it('tells two branches at a step apart, and the number from the step', () => {
    const names = times(2, branchRun('standard', 40)).runs.map(({ name }: { name: string }) => name);
    expect(names).toContain('All standard, from step 40');
    expect(names).toContain('All standard, from step 40 (2)');
  });

  it('are copied beside the original', () => {
    const next = times(2, duplicateRun('relaxed'));
    const name = start.runs[1]?.name;
    expect(next.runs.map((run: { name: string }) => run.name)).toEqual([
      'All standard',
      name,
      `${name} copy 2`,
      `${name} copy`,
      'Interleaved',
    ]);
    expect(next.runs[2]?.layers).toEqual(start.runs[1]?.layers);
  });

  it('are copied with a name that fits, however long the original', () => {
    const long = renameRun('relaxed', 'x'.repeat(limits.nameLength))(start);
    const next = times(2, duplicateRun('relaxed'), long);
    expect(refusal(next)).toBeNull();
    expect(next.runs[3]?.name).toMatch(/^x+ copy$/);
    expect(next.runs[2]?.name).toMatch(/^x+ copy 2$/);
  });

  it('are never all removed', () => {
    const none = start.runs.reduce((e, run) => removeRun(run.id)(e), start);
    expect(refusal(none)).toContain('at least one run');
  });
});

describe('trainsAlike', () => {
  it('minds layers, order and settings, and neither names nor styles', () => {
    expect(trainsAlike(start, renameRun('standard', 'Baseline')(start))).toBe(true);
    expect(trainsAlike(start, setStyle('standard', 5)(start))).toBe(true);
    expect(trainsAlike(start, structuredClone(start))).toBe(true);
    expect(trainsAlike(start, setVariant('standard', 0, 'mlp')(start))).toBe(false);
    expect(trainsAlike(start, setSettings({ seed: 2 })(start))).toBe(false);
    expect(trainsAlike(start, { ...start, runs: start.runs.toReversed() })).toBe(false);
  });
});
