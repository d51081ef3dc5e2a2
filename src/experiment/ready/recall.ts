/** A task that asks for maps of the sequence at hand: a variant that fails alone does not where standard attention follows it. */
import { defineReady } from './ready';
import source from './recall.json';

export const recall = defineReady({
  id: 'recall',
  name: 'RndEmbQK beside standard',
  title: 'A layer that fails alone works beside standard attention: RndEmbQK on associative recall.',
  paper: 'Sequence dependency (§3), in a hybrid (§4.2)',
  source,
  recording: 'recordings/recall.json',
  recordedOn: { adapter: 'WebAssembly SIMD', engineVersion: 1, vocab: 16 },
});
