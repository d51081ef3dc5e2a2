/** Captures a race's runs while they train: what they attend to, and with each validation what they write and are measured at. */
import type { EngineModel, LayerStep } from '../engine/engine';
import type { Experiment } from '../experiment/schema';
import { type Capture, encodeCapture, type Probe, type Sample } from '../measure/capture';
import type { Validation } from '../train/trainer';
import { isCaptureStep, isSampleStep, isValidationStep } from './captureSteps';
import type { RaceEvent } from './raceEvents';
import type { RunState } from './runState';

/** What a capture is made of; each part is of the model at the same step. */
export interface Reading {
  probe: Promise<Probe>;
  /** null where the run is not asked to write. */
  sample: Promise<Sample | null> | null;
  lastStep: Promise<LayerStep[] | null>;
  /** null where the run is not validated. */
  validation: Promise<Pick<Validation, 'windows'>> | null;
}

/** What runs are captured with. */
export interface CaptureProbe {
  /** Whether a text is watched. */
  isWatching(): boolean;
  /** Reads a model as of the call with the watched text; null where none is watched. @param writes whether it is to write a sample */
  take(model: EngineModel, writes: boolean): (Pick<Reading, 'probe' | 'sample'> & { text: string }) | null;
}

/** Captures of one race. */
export class Captures {
  private pending: Promise<void>[] = [];

  /** @param probe null captures nothing */
  constructor(
    private readonly experiment: Experiment,
    private readonly probe: CaptureProbe | null,
    private readonly emit: (event: RaceEvent) => void,
  ) {}

  /** Tells whether the run's next step is measured, as it is captured after it. */
  measuresNext({ trainer }: RunState): boolean {
    return this.probe?.isWatching() === true && isCaptureStep(trainer.steps + 1, this.experiment);
  }

  /** Takes a capture of the run as it is now, where one is due and no validation, which brings its own; training need not wait for it. */
  takeWhereDue(state: RunState): void {
    const { steps } = state.trainer;
    const isValidated = isValidationStep(steps, this.experiment) && steps > state.validatedAt;
    if (!isValidated && isCaptureStep(steps, this.experiment)) this.take(state, null);
  }

  /** Takes a capture of the run as it is now, where there is none yet. @param validation of the run as it is now; null for none */
  take(state: RunState, validation: Reading['validation']): void {
    const { trainer, runId } = state;
    const { steps } = trainer;
    if (steps <= state.capturedAt) return;
    const writes = validation !== null && isSampleStep(steps, this.experiment);
    const taken = this.probe?.take(trainer.model, writes);
    if (!taken) return;
    state.capturedAt = steps;
    const { text, ...read } = taken;
    const reading: Reading = { ...read, lastStep: trainer.model.lastStep(), validation };
    const capture = async () => {
      const capture = await captureOf(reading, steps, text);
      // Of a run that failed or rewound meanwhile there is nothing to be told.
      if (capture && state.trainer === trainer) this.emit({ type: 'capture', runId, capture });
    };
    // A text without tokens gives none, which the live probe tells; a device that fails shows in the losses.
    this.pending.push(capture().catch(() => {}));
  }

  /** Resolves when every capture is emitted whose losses have been read. */
  async settle(): Promise<void> {
    const { pending } = this;
    this.pending = [];
    await Promise.all(pending);
  }
}

/** Puts a capture together when all of it is read; null where a number of it is not finite, as of a run that diverges. */
export async function captureOf(reading: Reading, step: number, text: string): Promise<Capture | null> {
  const [found, sample, lastStep, validation] = await Promise.all([
    reading.probe,
    reading.sample,
    reading.lastStep,
    reading.validation,
  ]);
  // What the step before did is null where that step was not measured.
  const layers = found.layers.map((layer, l) => ({ ...layer, step: lastStep?.[l] ?? null }));
  const capture = encodeCapture({ ...found, layers }, step, text);
  if (!capture || !(validation?.windows ?? []).every(Number.isFinite)) return null;
  return {
    ...capture,
    ...(reading.sample && { sample }),
    ...(validation && { windows: validation.windows }),
  };
}
