/** How far a head rests on the first token. */
import { type HeadScore, meanWeight } from './headScore';

const first = [0];

/** The mean over a layer's heads is the sink of its indicators. */
export const sink: HeadScore = {
  id: 'sink',
  name: 'Sink',
  tex: String.raw`\frac{1}{T}\sum_{i=1}^{T}A_{i1}`,
  definition: 'The weight on the first token, whatever it is, on average over all positions.',
  source: 'Xiao et al. 2024 (arXiv 2309.17453), §3.1: attention sinks',
  appliesTo: 'all',
  on: 'probe',
  of: (map, { tokens }) => meanWeight(map, tokens.length, () => first),
};
