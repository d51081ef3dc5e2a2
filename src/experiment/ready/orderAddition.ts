/** The other half of `orderRecall`: on sums the order that fails at recall is the one that works. */
import source from './orderAddition.json';
import { defineReady } from './ready';

export const orderAddition = defineReady({
  id: 'orderAddition',
  name: 'The order decides: addition',
  title:
    'No order is best: on modular addition RndEmbQK above standard attention learns every sum, and below it stays at chance.',
  paper: 'Beyond the paper: the atlas, pairs of layers',
  source,
  recording: 'recordings/orderAddition.json',
  recordedOn: { adapter: 'WebAssembly SIMD', engineVersion: 1, vocab: 8 },
});
