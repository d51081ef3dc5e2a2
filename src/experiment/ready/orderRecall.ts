/** The same two layers in both orders, from the atlas: below standard attention RndEmbQK moves what recall needs, above it comes too late. */
import source from './orderRecall.json';
import { defineReady } from './ready';

export const orderRecall = defineReady({
  id: 'orderRecall',
  name: 'The order decides: recall',
  title:
    'The order of two layers decides: RndEmbQK below standard attention recalls every value, the other way up fewer than half.',
  paper: 'Beyond the paper: the atlas, pairs of layers',
  source,
  recording: 'recordings/orderRecall.json',
  recordedOn: { adapter: 'WebAssembly SIMD', engineVersion: 1, vocab: 16 },
});
