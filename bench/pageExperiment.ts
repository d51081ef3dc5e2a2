/** The experiments that `npm run bench:page` trains in the page: eight runs, and one of many maps, each captured often. */
import { layerOf } from '../src/attention/layers';
import { variants } from '../src/attention/variants';
import { encodeLink } from '../src/document/link/link';
import { defaultView } from '../src/document/view';
import { defaultExperiment } from '../src/experiment/defaults';
import type { Experiment } from '../src/experiment/schema';

const start = defaultExperiment();
const layers = 4;

/** Eight runs of four layers with four heads, validated and so captured at every step of 200. */
const experiment: Experiment = {
  ...start,
  steps: 200,
  evalInterval: 1,
  evalWindows: 1,
  batch: 1,
  model: { ...start.model, dModel: 32, heads: 4, kvHeads: 4, ffn: 64, context: 64 },
  runs: variants
    .filter(({ id }) => id !== 'mlp')
    .slice(0, 8)
    .map(({ id, name }) => ({ id, name, layers: Array.from({ length: layers }, () => layerOf(id)) })),
};

/** One run of as many layers as there may be, with eight heads, captured at every step of 60. */
const deep: Experiment = {
  ...experiment,
  steps: 60,
  model: { ...experiment.model, dModel: 64, heads: 8, kvHeads: 8 },
  runs: [{ id: 'deep', name: 'Deep', layers: Array.from({ length: 24 }, () => layerOf('standard')) }],
};

const addressOf = (opened: Experiment) =>
  `#${encodeLink({ experiment: opened, view: defaultView, text: null, curves: null })}`;

/** What the page's address has after its path to open an experiment, untrained. */
export const address = addressOf(experiment);
export const deepAddress = addressOf(deep);
