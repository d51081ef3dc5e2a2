import { isEqual, uniqWith } from 'es-toolkit';
import { layerOf } from '../../attention/layers';
import { variants } from '../../attention/variants';
import { place, placements } from '../placements';
import { stackName } from '../stackNames';
import { layersParameter, numberOf } from './parameters';
import type { SweepKind } from './sweep';

/** Every variant at every placement, and standard attention alone; a stack that two placements share is trained once. */
export const variantsAtPlacements: SweepKind = {
  id: 'variantsAtPlacements',
  linkCode: 8,
  name: 'Every variant at every placement',
  sentence:
    'Trains each variant with the standard layers at each placement in turn, and standard attention alone.',
  parameters: { layers: layersParameter() },
  picture: 'placements',
  variations(_, values) {
    const count = numberOf(values, 'layers');
    const alone = Array.from({ length: count }, () => layerOf('standard'));
    const standard = { key: 'standard', x: 'standard', line: null, name: stackName(alone), layers: alone };
    const hybrids = variants
      .filter(({ id }) => id !== 'standard')
      .flatMap(({ id, name }) =>
        placements.map((placement) => ({
          key: `${id}@${placement.id}`,
          x: `${id}@${placement.id}`,
          line: null,
          name: `${name}, ${placement.name}`,
          layers: place(placement, layerOf(id), count),
        })),
      );
    return uniqWith([standard, ...hybrids], (a, b) => isEqual(a.layers, b.layers));
  },
};
