/** A text, at the size of a laptop without a graphics card: who leads changes twice. */
import { defineReady } from './ready';
import source from './stories.json';

export const stories = defineReady({
  id: 'stories',
  title: 'Half the attention can go: MLP layers beside standard ones learn stories best at first.',
  paper: 'Hybrids (§4.2)',
  source,
  recording: 'recordings/stories.json',
  recordedOn: { adapter: 'WebAssembly SIMD', engineVersion: 1, vocab: 45 },
});
