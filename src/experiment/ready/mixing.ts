/** The one principle that cannot go: without token mixing a model never sees the token that has the answer. */

import source from './mixing.json';
import { defineReady } from './ready';

export const mixing = defineReady({
  id: 'mixing',
  name: 'Without token mixing',
  title: 'Token mixing cannot be done without: MLP layers alone stay at chance on associative recall.',
  paper: 'Token mixing (§3)',
  source,
  recording: 'recordings/mixing.json',
  recordedOn: { adapter: 'WebAssembly SIMD', engineVersion: 1, vocab: 16 },
});
