// Where a layer is standard attention by another name, and where its map is fixed.
import { expect, it } from 'vitest';
import { identitiesOf } from '../../src/attention/identities';
import { layerOf } from '../../src/attention/layers';
import { variants } from '../../src/attention/variants';

it('knows StaticEmbQK as standard attention in the bottom layer alone', () => {
  const layer = layerOf('staticEmbQK');
  expect(identitiesOf({ layer, place: 0, context: 64 })).toEqual(['staticAtBottom']);
  expect(identitiesOf({ layer, place: 1, context: 64 })).toEqual([]);
});

it('knows a window as standard attention from as many keys on as there are tokens', () => {
  const ofWindow = (window: number) =>
    identitiesOf({ layer: { variant: 'slidingWindow', window }, place: 2, context: 64 });
  expect(ofWindow(63)).toEqual([]);
  expect(ofWindow(64)).toEqual(['windowOverAll']);
  expect(ofWindow(1024)).toEqual(['windowOverAll']);
});

it('says of RndEmbQK and FixedSeqQK that their maps are fixed, and of no other variant', () => {
  const fixed = variants
    .map(({ id }) => id)
    .filter((id) => identitiesOf({ layer: layerOf(id), place: 1, context: 64 }).includes('fixedMap'));
  expect([...fixed].sort()).toEqual(['fixedSeqQK', 'rndEmbQK']);
});
