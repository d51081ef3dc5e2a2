/** The registry of contenders. Each loads in a page or process of its own, and only what it needs. */
import type { CreateContender } from './types';

export interface ContenderEntry {
  id: string;
  /** Ours, and so able to train every variant. */
  own: boolean;
  /** Does the same sums as the others to the last step, clip and decay included; else only the first loss is held to. */
  sameOptimizer: boolean;
  load: () => Promise<CreateContender>;
}

export const contenders: readonly ContenderEntry[] = [
  {
    id: 'lab',
    own: true,
    sameOptimizer: true,
    load: async () => (await import('./lab')).labWith(true),
  },
  {
    id: 'stock',
    own: false,
    sameOptimizer: false,
    load: async () => (await import('./stock')).createStock,
  },
  {
    id: 'jax-js',
    own: false,
    sameOptimizer: true,
    load: async () => (await import('./jaxjs')).createJaxJs,
  },
  {
    id: 'lab, plain',
    own: true,
    sameOptimizer: true,
    load: async () => (await import('./lab')).labWith(false),
  },
];

export function contenderOf(id: string): ContenderEntry {
  const found = contenders.find((c) => c.id === id);
  if (!found)
    throw new Error(
      `There is no contender "${id}"; the contenders are ${contenders.map((c) => c.id).join(', ')}.`,
    );
  return found;
}
