import { range } from 'es-toolkit';
import { layerOf } from '../../attention/layers';
import { variant } from '../../attention/variants';
import { layersParameter, numberOf, variantOf, variantParameter } from './parameters';
import type { SweepKind } from './sweep';

/** From no standard layer to nothing else. */
export const standardLayers: SweepKind = {
  id: 'standardLayers',
  linkCode: 4,
  name: 'Standard layers, none to all',
  sentence: 'Replaces a variant by standard attention one layer at a time, from one end of the stack.',
  parameters: {
    variant: variantParameter,
    layers: layersParameter(),
    from: {
      kind: 'choice',
      linkCode: 4,
      name: 'Begin',
      help: 'Where the first standard layer stands',
      choices: () => [
        { id: 'bottom', name: 'At the bottom', linkCode: 0 },
        { id: 'top', name: 'At the top', linkCode: 1 },
      ],
      default: () => 'bottom',
    },
  },
  picture: 'line',
  axis: 'Standard layers',
  variations(_, values) {
    const id = variantOf(values, 'variant');
    const count = numberOf(values, 'layers');
    return range(count + 1).map((standard) => {
      const isStandard = (l: number) => (values.from === 'top' ? l >= count - standard : l < standard);
      return {
        key: String(standard),
        x: standard,
        line: null,
        name: `${variant(id).name}, ${standard} standard`,
        layers: range(count).map((l) => layerOf(isStandard(l) ? 'standard' : id)),
      };
    });
  },
};
