/** Probes the attention of a loaded run. */
import { probeAttention } from '../attentionProbe';
import type { LoadedSlot } from '../loadedExperiment';
import type { ProbeResult, ProbeService } from '../protocol';

/** Needs an experiment loaded. */
export class Probe implements ProbeService {
  constructor(private readonly slot: LoadedSlot) {}

  async attention(runId: string, text: string): Promise<ProbeResult> {
    const { race, data } = this.slot.require();
    const trainer = race.trainer(runId);
    return { runId, step: trainer.steps, ...(await probeAttention(trainer.model, data.vocabulary, text)) };
  }
}
