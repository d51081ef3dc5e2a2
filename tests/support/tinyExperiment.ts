// An experiment of models so small that a step takes a moment.
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';

const start = defaultExperiment();

/** @param own what the test says itself, its runs among it */
export const tinyExperiment = (
  own: Pick<Experiment, 'steps' | 'runs'> & Partial<Experiment>,
): Experiment => ({
  ...start,
  batch: 2,
  evalWindows: 2,
  model: { ...start.model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 8 },
  ...own,
});
