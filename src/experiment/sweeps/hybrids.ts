import { layerOf } from '../../attention/layers';
import { variants } from '../../attention/variants';
import { place } from '../placements';
import { stackName } from '../stackNames';
import { layersParameter, numberOf, placementOf, placementParameter } from './parameters';
import type { SweepKind } from './sweep';

/** Every hybrid of one placement. */
export const hybrids: SweepKind = {
  id: 'hybrids',
  linkCode: 2,
  name: 'Every hybrid at a placement',
  sentence: 'Puts standard layers at one placement, and each variant into the other layers in turn.',
  parameters: { placement: placementParameter, layers: layersParameter() },
  picture: 'bars',
  variations: (_, values) =>
    variants
      .filter(({ id }) => id !== 'standard')
      .map(({ id }) => {
        const layers = place(placementOf(values), layerOf(id), numberOf(values, 'layers'));
        return { key: id, x: id, line: null, name: stackName(layers), layers };
      }),
};
