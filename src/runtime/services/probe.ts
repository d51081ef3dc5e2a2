/** Probes the attention of a loaded run, and has runs be captured as they train. */
import { transfer } from 'comlink';
import { askTrainer } from '../askTrainer';
import { type ProbeData, probeAttention, probeData } from '../attentionProbe';
import type { CaptureProbe } from '../captures';
import type { LoadedSlot } from '../loadedExperiment';
import { readModel } from '../modelReading';
import type { ProbeResult, ProbeService } from '../protocol';

/** Needs an experiment loaded to probe. */
export class Probe implements ProbeService {
  /** null before any was asked for. */
  private watched: string | null = null;

  constructor(private readonly slot: LoadedSlot) {}

  async attention(runId: string, text: string): Promise<ProbeResult> {
    const { experiment, race, data } = this.slot.require();
    const known = probeData(experiment, data);
    const probe = await askTrainer(
      () => race.trainer(runId),
      async ({ model, steps: step }) => ({ runId, step, ...(await probeAttention(model, known, text)) }),
    );
    // Of 1,024 tokens a map has 4 MiB: to copy all of them holds up the page's thread.
    const maps = probe.layers.flatMap(({ map }) => (map ? [map.buffer] : []));
    return transfer(probe, [...new Set(maps)]);
  }

  async watch(text: string): Promise<void> {
    this.watched = text;
  }

  /** Makes what captures models of an experiment with the text that is watched at the time. */
  captureProbe(data: ProbeData): CaptureProbe {
    return {
      isWatching: () => this.watched !== null,
      take: (model, writes) => {
        const text = this.watched;
        return text === null ? null : { text, ...readModel(model, data, text, writes) };
      },
    };
  }
}
