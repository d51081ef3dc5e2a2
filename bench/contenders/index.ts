/** The registry of contenders. Each loads in a page or process of its own, and only what it needs. */
import { type Case, caseTitle } from '../sizes';
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
    id: 'lab-processor',
    own: true,
    sameOptimizer: true,
    load: async () => (await import('./processor')).createProcessor,
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
    id: 'lab-plain',
    own: true,
    sameOptimizer: true,
    load: async () => (await import('./lab')).labWith(false),
  },
];

/** Throws an Error that names the contenders where there is none of this name. */
export function contenderOf(id: string): ContenderEntry {
  const found = contenders.find((c) => c.id === id);
  if (!found)
    throw new Error(
      `There is no contender "${id}"; the contenders are ${contenders.map((c) => c.id).join(', ')}.`,
    );
  return found;
}

/**
 * The contenders that a list names, in the registry's order, each once.
 * @param names with commas between them
 * @throws Error that names the contenders where there is none of a name
 */
export function contendersNamed(names: string): ContenderEntry[] {
  const named = names.split(',').map((name) => contenderOf(name.trim()));
  return contenders.filter((entry) => named.includes(entry));
}

/**
 * Those of `chosen` that can train the case.
 * @throws Error where none of them can: peers know standard attention alone
 */
export function contendersFor(
  benchCase: Case,
  chosen: readonly ContenderEntry[] = contenders,
): ContenderEntry[] {
  const able = chosen.filter(({ own }) => own || benchCase.peers);
  if (able.length === 0)
    throw new Error(
      `${caseTitle(benchCase)}: ${chosen.map(({ id }) => id).join(', ')} cannot train it, as peers know standard attention alone.`,
    );
  return able;
}
