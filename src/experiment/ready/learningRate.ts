/** What the atlas saw as an effect of the order, until it was trained again at other learning rates. */
import source from './learningRate.json';
import { defineReady } from './ready';

export const learningRate = defineReady({
  id: 'learningRate',
  name: 'Failed by its learning rate',
  title:
    'A stack may fail by its learning rate alone: on modular addition RndEmbQK below standard attention stays at chance at 0.003, and learns every sum at 0.001.',
  paper: 'Beyond the paper: the atlas, pairs trained again',
  source,
  recording: 'recordings/learningRate.json',
  recordedOn: { adapter: 'WebAssembly SIMD', engineVersion: 1, vocab: 8 },
});
