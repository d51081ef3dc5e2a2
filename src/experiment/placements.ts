/** Where the standard layers of a hybrid stand (paper Table 11, given for L = 24), for any number of layers L. */

import { type Layer, layerOf } from '../attention/layers';

export interface Placement {
  id: string;
  name: string;
  description: string;
  /** Whether layer `layer` (counted from 1) of `layers` is standard. */
  isStandard(layer: number, layers: number): boolean;
}

const half = (layers: number) => Math.max(1, Math.floor(layers / 2));

export const placements: readonly Placement[] = [
  { id: 'uniform', name: 'Uniform', description: 'The variant everywhere', isStandard: () => false },
  { id: 'even', name: 'Even', description: 'Standard on even layers', isStandard: (l) => l % 2 === 0 },
  { id: 'odd', name: 'Odd', description: 'Standard on odd layers', isStandard: (l) => l % 2 === 1 },
  {
    id: 'top',
    name: 'Top',
    description: 'The variant in the upper half',
    isStandard: (l, n) => l <= n - half(n),
  },
  {
    id: 'middle',
    name: 'Middle',
    description: 'The variant in the middle half',
    isStandard(l, n) {
      const below = Math.floor((n - half(n)) / 2);
      return l <= below || l > below + half(n);
    },
  },
  {
    id: 'bottom',
    name: 'Bottom',
    description: 'The variant in the lower half',
    isStandard: (l, n) => l > half(n),
  },
  {
    id: 'quarter',
    name: '25%',
    description: 'Standard on every fourth layer',
    isStandard: (l) => l % 4 === 0,
  },
  { id: 'first', name: 'First', description: 'Standard on the first layer only', isStandard: (l) => l === 1 },
  { id: 'last', name: 'Last', description: 'Standard on the last layer only', isStandard: (l, n) => l === n },
  {
    id: 'bilateral',
    name: 'Bilateral',
    description: 'Standard on the first and the last layer',
    isStandard: (l, n) => l === 1 || l === n,
  },
];

/** Builds a stack of `layers` layers: `placed` everywhere but where the placement says standard. */
export function place(placement: Placement, placed: Layer, layers: number): Layer[] {
  return Array.from({ length: layers }, (_, i) =>
    placement.isStandard(i + 1, layers) ? layerOf('standard') : placed,
  );
}
