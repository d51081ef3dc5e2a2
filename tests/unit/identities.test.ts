// Where a layer is standard attention by another name, and where its map is fixed.
import { expect, it } from 'vitest';
import { identitiesOf } from '../../src/attention/identities';
import { type Layer, layerOf } from '../../src/attention/layers';
import { variants } from '../../src/attention/variants';

it('knows StaticEmbQK as standard attention in the bottom layer alone', () => {
  const layer = layerOf('staticEmbQK');
  expect(identitiesOf({ layer, place: 0, context: 64, probeLength: null })).toEqual(['staticAtBottom']);
  expect(identitiesOf({ layer, place: 1, context: 64, probeLength: null })).toEqual([]);
});

it('knows a window as standard attention from as many keys on as there are tokens', () => {
  const ofWindow = (window: number) =>
    identitiesOf({ layer: { variant: 'slidingWindow', window }, place: 2, context: 64, probeLength: null });
  expect(ofWindow(63)).toEqual([]);
  expect(ofWindow(64)).toEqual(['windowOverAll']);
  expect(ofWindow(1024)).toEqual(['windowOverAll']);
});

it('says of RndEmbQK and FixedSeqQK that their maps are fixed, and of no other variant', () => {
  const fixed = variants
    .map(({ id }) => id)
    .filter((id) =>
      identitiesOf({ layer: layerOf(id), place: 1, context: 64, probeLength: null }).includes('fixedMap'),
    );
  expect([...fixed].sort()).toEqual(['fixedSeqQK', 'rndEmbQK']);
});

it('knows what a short probe makes of a layer, where it is not standard for every text', () => {
  const on = (layer: Layer, probeLength: number, place = 1) =>
    identitiesOf({ layer, place, context: 64, probeLength });
  const window = (width: number): Layer => ({ variant: 'slidingWindow', window: width });
  expect(on(window(16), 17)).toEqual([]);
  expect(on(window(16), 16)).toEqual(['windowOverProbe']);
  expect(on(window(64), 16)).toEqual(['windowOverAll']);
  expect(on(window(16), 1)).toEqual(['oneToken']);
  expect(on(layerOf('staticEmbQK'), 1, 0)).toEqual(['staticAtBottom']);
  const alone = variants.map(({ id }) => id).filter((id) => on(layerOf(id), 1).includes('oneToken'));
  expect(alone.toSorted()).toEqual(
    variants
      .filter(({ id, mixing }) => mixing && id !== 'standard')
      .map(({ id }) => id)
      .toSorted(),
  );
  for (const { id } of variants) expect(on(layerOf(id), 2)).not.toContain('oneToken');
});

it.each(variants.flatMap(({ id, mixing }) => (mixing ? [[id, mixing.form] as const] : [])))(
  '%s gives the one token of a text all of its weight',
  (_id, form) => {
    for (const score of [-3, 0.5, 40]) expect([...form.weights(Float64Array.of(score))]).toEqual([1]);
  },
);
