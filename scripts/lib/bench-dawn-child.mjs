// One session of the bench in a Node process on Dawn: bench/session.ts answers the calls.

import { answer, loadModule } from './dawn-child.mjs';

// jax-js calls map and filter on iterators, which Node knows from version 22.
const iterators = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
iterators.map ??= function* (change) {
  for (const item of this) yield change(item);
};
iterators.filter ??= function* (keep) {
  for (const item of this) if (keep(item)) yield item;
};

answer(await loadModule('/bench/session.ts'));
