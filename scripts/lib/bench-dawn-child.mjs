// One session of the bench in a Node process on Dawn: bench/session.ts answers the calls.

import { answer } from './dawn-child.mjs';
import { loadSource } from './load-source.mjs';

// jax-js calls map and filter on iterators, which Node knows from version 22.
/** @type {{ map?: unknown, filter?: unknown }} */
const iterators = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
/** @template T, U @this {Iterable<T>} @param {(item: T) => U} change */
iterators.map ??= function* (change) {
  for (const item of this) yield change(item);
};
/** @template T @this {Iterable<T>} @param {(item: T) => boolean} keep */
iterators.filter ??= function* (keep) {
  for (const item of this) if (keep(item)) yield item;
};

answer(await loadSource('bench/session.ts'));
