/** Reads of a model what a capture of it holds. */
import type { EngineModel } from '../engine/engine';
import { type ProbeData, probeAttention } from './attentionProbe';
import type { Reading } from './captures';
import { writeSample } from './sample';

/** Probes a model as of the call. @param writes whether it is to write a sample too, where its tokens stand for text */
export const readModel = (
  model: EngineModel,
  data: ProbeData,
  text: string,
  writes: boolean,
): Pick<Reading, 'probe' | 'sample'> => ({
  probe: probeAttention(model, data, text),
  sample: writes && data.isText ? writeSample(model, data.vocabulary, text) : null,
});
