/** Captures the attention of a race's runs while they train. */
import type { EngineModel } from '../engine/engine';
import type { Experiment } from '../experiment/schema';
import { encodeCapture, type Probe } from '../measure/capture';
import type { Trainer } from '../train/trainer';
import { isCaptureStep } from './captureSteps';
import type { RunEvent } from './protocol';
import type { RunState } from './runState';

/** What runs are captured with. */
export interface CaptureProbe {
  /** Whether a text is watched. */
  isWatching(): boolean;
  /** Probes a model as of the call with the watched text; null where none is watched. */
  take(model: EngineModel): { text: string; probe: Promise<Probe> } | null;
}

/** Captures of one race. */
export class Captures {
  private pending: { state: RunState; trainer: Trainer; done: Promise<void> }[] = [];

  /** @param probe null captures nothing */
  constructor(
    private readonly experiment: Experiment,
    private readonly probe: CaptureProbe | null,
    private readonly emit: (event: RunEvent) => void,
  ) {}

  /** Tells whether the run's next step is measured, as it is captured after it. */
  measuresNext({ trainer }: RunState): boolean {
    return this.probe?.isWatching() === true && isCaptureStep(trainer.steps + 1, this.experiment);
  }

  /** Takes a capture of the run as it is now, where one is due; training need not wait for it. */
  takeWhereDue(state: RunState): void {
    const { trainer, runId } = state;
    const { steps } = trainer;
    if (steps <= state.capturedAt || !isCaptureStep(steps, this.experiment)) return;
    const probing = this.probe?.take(trainer.model);
    if (!probing) return;
    state.capturedAt = steps;
    const stepping = trainer.model.lastStep();
    const capture = async () => {
      const [found, step] = await Promise.all([probing.probe, stepping]);
      // Of a run that failed or rewound meanwhile there is nothing to be told.
      if (state.trainer !== trainer) return;
      const capture = encodeCapture(withLastStep(found, step), steps, probing.text);
      if (capture) this.emit({ type: 'capture', runId, capture });
    };
    // A text without tokens gives none, which the live probe tells; a device that fails shows in the losses.
    const done = capture().catch(() => {});
    this.pending.push({ state, trainer, done });
  }

  /** Resolves when every capture is emitted whose losses have been read. */
  async settle(): Promise<void> {
    const { pending } = this;
    this.pending = [];
    // What a disposed model was asked may never be answered.
    await Promise.all(
      pending.filter(({ state, trainer }) => state.trainer === trainer).map(({ done }) => done),
    );
  }
}

/** Adds to a probe what the step before it did to each layer; null where that step was not measured. */
export const withLastStep = (found: Probe, step: Awaited<ReturnType<EngineModel['lastStep']>>): Probe => ({
  ...found,
  layers: found.layers.map((layer, l) => ({ ...layer, step: step?.[l] ?? null })),
});
