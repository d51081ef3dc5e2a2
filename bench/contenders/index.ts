/** The registry of contenders. Each loads in a page or process of its own, and only what it needs. */
import { workersFor } from '../../src/processor/processorEngine';
import { type Case, caseTitle } from '../sizes';
import type { CreateContender } from './types';

/** What a contender computes with. */
type DeviceKind = 'WebGPU' | 'WebAssembly' | 'PyTorch';

export interface ContenderEntry {
  id: string;
  /** Whose engine it is, whatever the device; the lab's trains every variant, the others standard attention alone. */
  engine: 'lab' | 'stock' | 'jax-js' | 'PyTorch';
  device: DeviceKind;
  /** Does the same sums as the others to the last step, clip and decay included; else only the first loss is held to. */
  sameOptimizer: boolean;
  /** The numbers of threads that it is raced with; null where they are the device's own affair. */
  threads: (cores: number) => readonly (number | null)[];
  /** Needs what browsers have and Node 20 lacks. */
  browserOnly?: true;
  /** More threads than one share memory, which a page has only where it is isolated. */
  sharedMemory?: true;
  /** null where it runs outside JavaScript: see pytorch.ts. */
  load: (() => Promise<CreateContender>) | null;
}

const ofDevice = () => [null];
const one = () => [1];
/** As many workers as a run's steps are shared by, where that is more than one. */
const split = (cores: number) => [workersFor(cores, 1)].filter((workers) => workers > 1);
const oneAndAll = (cores: number) => [...new Set([1, cores])];
/** 1, 2, 4, …, and all cores. */
const doubling = (cores: number) => {
  const counts = [1];
  for (let n = 2; n < cores; n *= 2) counts.push(n);
  return [...new Set([...counts, cores])];
};

export const contenders: readonly ContenderEntry[] = [
  {
    id: 'lab',
    engine: 'lab',
    device: 'WebGPU',
    sameOptimizer: true,
    threads: ofDevice,
    load: async () => (await import('./lab')).labWith(true),
  },
  {
    id: 'lab, processor',
    engine: 'lab',
    device: 'WebAssembly',
    sameOptimizer: true,
    threads: one,
    load: async () => (await import('./processor')).createProcessor,
  },
  {
    id: 'lab, processor, all cores',
    engine: 'lab',
    device: 'WebAssembly',
    sameOptimizer: true,
    threads: split,
    browserOnly: true,
    load: async () => (await import('./processor')).createSplitProcessor,
  },
  {
    id: 'stock',
    engine: 'stock',
    device: 'WebGPU',
    sameOptimizer: false,
    threads: ofDevice,
    load: async () => (await import('./stock')).createStock,
  },
  {
    id: 'jax-js',
    engine: 'jax-js',
    device: 'WebGPU',
    sameOptimizer: true,
    threads: ofDevice,
    load: async () => (await import('./jaxjs')).jaxJsOn('webgpu'),
  },
  {
    id: 'jax-js wasm',
    engine: 'jax-js',
    device: 'WebAssembly',
    sameOptimizer: true,
    // All cores wherever it finds SharedArrayBuffer, else one.
    threads: oneAndAll,
    browserOnly: true,
    sharedMemory: true,
    load: async () => (await import('./jaxjs')).jaxJsOn('wasm'),
  },
  { id: 'pytorch', engine: 'PyTorch', device: 'PyTorch', sameOptimizer: true, threads: doubling, load: null },
  {
    id: 'lab, plain',
    engine: 'lab',
    device: 'WebGPU',
    sameOptimizer: true,
    threads: ofDevice,
    load: async () => (await import('./lab')).labWith(false),
  },
];

/** A contender's id as the command line takes it, where commas stand between names: "lab, plain" is lab-plain. */
export const optionOf = (id: string): string => id.replaceAll(/,? /g, '-');

/** Throws an Error that names the contenders where there is none of this id or name. */
export function contenderOf(name: string): ContenderEntry {
  const found = contenders.find(({ id }) => id === name || optionOf(id) === name);
  if (!found)
    throw new Error(
      `There is no contender "${name}"; the contenders are ${contenders.map(({ id }) => optionOf(id)).join(', ')}.`,
    );
  return found;
}

/**
 * The contenders that a list names as the command line does, in the registry's order, each once.
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
  const able = chosen.filter(({ engine }) => engine === 'lab' || benchCase.peers);
  if (able.length === 0)
    throw new Error(
      `${caseTitle(benchCase)}: ${chosen.map(({ id }) => optionOf(id)).join(', ')} cannot train it, as peers know standard attention alone.`,
    );
  return able;
}

/** A contender with a number of threads; null where they are the device's own affair. */
export interface Racer {
  entry: ContenderEntry;
  threads: number | null;
}

/** Every contender with each of its numbers of threads. @param cores of the machine */
export function racersOf(entries: readonly ContenderEntry[], cores: number): Racer[] {
  return entries.flatMap((entry) => entry.threads(cores).map((threads) => ({ entry, threads })));
}

/** How a racer is named in tables and sentences. */
export const racerTitle = (id: string, threads: number | null): string =>
  threads !== null && threads > 1 ? `${id} (${threads} threads)` : id;
