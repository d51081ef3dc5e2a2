/** A text, at the size of a laptop without a graphics card: MLP layers alone lead at first, and are passed by both others. */
import { defineReady } from './ready';
import source from './stories.json';

export const stories = defineReady({
  id: 'stories',
  name: 'Half the attention',
  title: 'Half the attention can go: MLP layers alone stall on stories, beside standard ones they keep up.',
  paper: 'Hybrids (§4.2)',
  source,
  recording: 'recordings/stories.json',
  recordedOn: { adapter: 'WebAssembly SIMD', engineVersion: 1, vocab: 45 },
});
