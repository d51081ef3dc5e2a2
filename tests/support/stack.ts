/** The layers of a stack from their variants' ids, each option at its default. */
import { type Layer, layerOf } from '../../src/attention/layers';
import type { VariantId } from '../../src/attention/variants';

export const stack = (...ids: VariantId[]): Layer[] => ids.map(layerOf);
