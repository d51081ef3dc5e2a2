// A set of parts that are switched off: how it is built, what a stack has of it, and how it stands in a link.
import { expect, it } from 'vitest';
import { defaultView, fittedView, viewFields } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import {
  type PartOff,
  partsOfStack,
  toggledParts,
  withoutParts,
  withPrinciples,
} from '../../src/model/partsOff';
import { stack } from '../support/stack';

it('takes parts up in the order of layers, and lets go of those that are all off', () => {
  let parts = toggledParts([], [[1, 2]]);
  parts = toggledParts(parts, [[0, 1]]);
  parts = toggledParts(parts, [[1, null]]);
  expect(parts).toEqual([
    [0, 1],
    [1, null],
    [1, 2],
  ]);
  // Of a principle's layers one is on: all go off. Then all come back.
  const layers: PartOff[] = [
    [1, null],
    [2, null],
  ];
  const both = toggledParts(parts, layers);
  expect(both).toEqual([
    [0, 1],
    [1, null],
    [1, 2],
    [2, null],
  ]);
  expect(toggledParts(both, layers)).toEqual([
    [0, 1],
    [1, 2],
  ]);
});

it('leaves of a stack what it has: no head of a layer that mixes no tokens, no layer beyond its last', () => {
  const parts: PartOff[] = [
    [0, 0],
    [0, 3],
    [1, 0],
    [1, null],
    [5, null],
  ];
  expect(partsOfStack(parts, stack('standard', 'mlp'), 2)).toEqual([
    [0, 0],
    [1, null],
  ]);
});

it('switches heads of a layer that is off whole by the layer alone', () => {
  const parts: PartOff[] = [
    [0, 1],
    [1, null],
    [1, 0],
  ];
  expect(withoutParts(parts)).toEqual({ headsOff: [[0, 1]], layersOff: [1] });
  expect(withoutParts([])).toEqual({ headsOff: [], layersOff: [] });
});

it('stands in a link as a number for each layer, up to the last head of the last layer', () => {
  const { link } = viewFields.partsOff;
  if (link === null || link === 'text' || !('codes' in link)) throw new Error('It has codes.');
  const all = Array.from({ length: 24 }, (_, l) =>
    [null, ...Array.from({ length: 32 }, (_, h) => h)].map((h): PartOff => [l, h]),
  ).flat();
  expect(link.decode(link.encode(all))).toEqual(all);
  expect(link.decode(link.encode([[23, 31]]))).toEqual([[23, 31]]);
  expect(link.decode([0.5])).toBeUndefined();
  expect(link.decode([2 ** 33])).toBeUndefined();
});

it('is fitted to an experiment: parts that no run has are dropped', () => {
  const experiment = defaultExperiment();
  const { heads } = experiment.model;
  const partsOff: PartOff[] = [
    [0, heads - 1],
    [0, heads],
    [9, null],
  ];
  expect(fittedView({ ...defaultView, partsOff, mapLayer: 9 }, experiment)).toMatchObject({
    partsOff: [[0, heads - 1]],
    mapLayer: null,
  });
});

it('takes of each stack its own layers of a principle, once where they are in the set', () => {
  const parts: PartOff[] = [
    [0, 1],
    [2, null],
  ];
  const rising = withPrinciples(parts, ['mixing'], stack('standard', 'mlp', 'mlp'));
  expect(rising).toEqual([
    [0, 1],
    [1, null],
    [2, null],
  ]);
  expect(withPrinciples(parts, ['mixing'], stack('mlp', 'standard', 'standard'))).toEqual([
    [0, null],
    [0, 1],
    [2, null],
  ]);
  expect(withPrinciples(parts, ['sequence'], stack('standard', 'mlp', 'mlp'))).toEqual(parts);
});

it('has principles in a link as a bit for each', () => {
  const { link } = viewFields.principlesOff;
  if (link === null || link === 'text' || !('code' in link)) throw new Error('It has a code.');
  for (const chosen of [[], ['none'], ['mixing', 'currentQK']] as (typeof defaultView)['principlesOff'][])
    expect(link.decode(link.encode(chosen, []), [])).toEqual(chosen);
  expect(link.decode(0.5, [])).toBeUndefined();
  expect(link.decode(2 ** 30, [])).toBeUndefined();
});
