import { isEqual, uniqWith } from 'es-toolkit';
import { layerOf } from '../../attention/layers';
import { variant } from '../../attention/variants';
import { place, placements } from '../placements';
import { layersParameter, numberOf, variantOf, variantParameter } from './parameters';
import type { SweepKind } from './sweep';

/** Every placement of one variant; a stack that two placements share, as few layers may have it, is trained once. */
export const placementsOfVariant: SweepKind = {
  id: 'placements',
  linkCode: 3,
  name: 'Every placement of a variant',
  sentence: 'Trains one variant with the standard layers at each placement in turn.',
  parameters: { variant: variantParameter, layers: layersParameter() },
  picture: 'bars',
  variations(_, values) {
    const id = variantOf(values, 'variant');
    const all = placements.map((placement) => ({
      key: placement.id,
      x: placement.id,
      line: null,
      name: `${variant(id).name}, ${placement.name}`,
      layers: place(placement, layerOf(id), numberOf(values, 'layers')),
    }));
    return uniqWith(all, (a, b) => isEqual(a.layers, b.layers));
  },
};
