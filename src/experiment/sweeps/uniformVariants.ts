import { range } from 'es-toolkit';
import { layerOf } from '../../attention/layers';
import { variants } from '../../attention/variants';
import { stackName } from '../stackNames';
import { layersParameter, numberOf } from './parameters';
import type { SweepKind } from './sweep';

/** Every variant alone. */
export const uniformVariants: SweepKind = {
  id: 'uniformVariants',
  linkCode: 1,
  name: 'Every variant alone',
  sentence: 'Trains one stack of each variant, with that variant in every layer.',
  parameters: { layers: layersParameter() },
  picture: 'bars',
  variations: (_, values) =>
    variants.map(({ id }) => {
      const layers = range(numberOf(values, 'layers')).map(() => layerOf(id));
      return { key: id, x: id, line: null, name: stackName(layers), layers };
    }),
};
