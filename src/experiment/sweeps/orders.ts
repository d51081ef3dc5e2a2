import { range } from 'es-toolkit';
import { layerOf } from '../../attention/layers';
import { variant } from '../../attention/variants';
import { anyVariantParameter, layersParameter, numberOf, variantOf } from './parameters';
import type { SweepKind } from './sweep';

/** Stacks of two variants double with each layer: 256 of them. */
const mostLayers = 8;

/** Every order of two variants. */
export const orders: SweepKind = {
  id: 'orders',
  linkCode: 5,
  name: 'Every order of two variants',
  sentence: 'Trains every stack that two variants can make, from all of the one to all of the other.',
  parameters: {
    first: anyVariantParameter({
      linkCode: 2,
      name: 'First variant',
      help: 'One of the two',
      default: () => 'standard',
    }),
    second: anyVariantParameter({
      linkCode: 3,
      name: 'Second variant',
      help: 'The other',
      default: () => 'mlp',
    }),
    layers: layersParameter(mostLayers),
  },
  picture: 'orders',
  variations(_, values) {
    const [first, second] = [variantOf(values, 'first'), variantOf(values, 'second')];
    const count = numberOf(values, 'layers');
    // Of one variant alone there is one stack.
    return range(first === second ? 1 : 2 ** count).map((bits) => {
      // The lowest layer is the highest bit, so that stacks stand as they are read, from layer 1.
      const own = range(count).map((l) =>
        Math.floor(bits / 2 ** (count - 1 - l)) % 2 === 0 ? first : second,
      );
      return {
        key: own.map((id) => (id === first ? '0' : '1')).join(''),
        x: own.map((id) => (id === first ? '0' : '1')).join(''),
        line: null,
        name: own.map((id) => variant(id).short).join(' '),
        layers: own.map((id) => layerOf(id)),
      };
    });
  },
};
