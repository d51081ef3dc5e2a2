/** Probes the attention of a loaded run, and has runs be captured as they train. */
import type { Vocabulary } from '../../data/vocabulary';
import { probeAttention } from '../attentionProbe';
import type { CaptureProbe } from '../captures';
import type { LoadedSlot } from '../loadedExperiment';
import type { ProbeResult, ProbeService } from '../protocol';

/** Needs an experiment loaded to probe. */
export class Probe implements ProbeService {
  /** null before any was asked for. */
  private watched: string | null = null;

  constructor(private readonly slot: LoadedSlot) {}

  async attention(runId: string, text: string): Promise<ProbeResult> {
    const { race, data } = this.slot.require();
    const trainer = race.trainer(runId);
    return { runId, step: trainer.steps, ...(await probeAttention(trainer.model, data.vocabulary, text)) };
  }

  async watch(text: string): Promise<void> {
    this.watched = text;
  }

  /** Makes what captures models of a vocabulary with the text that is watched at the time. */
  captureProbe(vocabulary: Vocabulary): CaptureProbe {
    return (model) => {
      const text = this.watched;
      return text === null ? null : { text, probe: probeAttention(model, vocabulary, text) };
    };
  }
}
