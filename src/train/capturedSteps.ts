/**
 * Steps that are recorded once and replayed: the first runs as any other and is recorded on the way; those that follow
 * write their batch into the same buffers and dispatch the same kernels. As soon as something is not as it was recorded, a
 * step runs as the first did and is recorded anew.
 */
import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import { type AdamWHyper, bufferOf, type Recording, record, ScalarLog } from '../ops';
import {
  optimizeStep,
  type StepInputs,
  type Stepper,
  type StepResult,
  stepInputs,
  type Trained,
} from './step';

interface Captured {
  inputs: StepInputs;
  recording: Recording<StepResult>;
  /** The data of what the step writes, when it was recorded. */
  written: object[];
}

export class CapturedSteps implements Stepper {
  private captured: Captured | null = null;
  private readonly log = new ScalarLog(2);

  constructor(
    private readonly trained: Trained,
    private readonly hyper: AdamWHyper,
  ) {}

  /** Dispatches of a step, once one has run. */
  get dispatches(): number {
    return this.captured?.recording.dispatches ?? 0;
  }

  run(batch: Batch, schedule: Float32Array): void {
    if (this.captured && this.fits(this.captured, batch)) this.replay(this.captured, batch, schedule);
    else this.capture(batch, schedule);
  }

  async read(): Promise<{ loss: number; gradNorm: number }[]> {
    const values = await this.log.read();
    return Array.from({ length: values.length / 2 }, (_, n) => ({
      loss: values[2 * n] as number,
      gradNorm: values[2 * n + 1] as number,
    }));
  }

  dispose(): void {
    this.forget();
    this.log.dispose();
  }

  private get written(): tf.Variable[] {
    return [...this.trained.model.params.values(), this.trained.moments];
  }

  private fits({ inputs, written }: Captured, batch: Batch): boolean {
    const [rows, T] = inputs.tokens.shape;
    return (
      rows === batch.rows &&
      rows * T === batch.inputs.length &&
      this.written.every((variable, n) => variable.dataId === written[n])
    );
  }

  private capture(batch: Batch, schedule: Float32Array): void {
    this.forget();
    const inputs = stepInputs(batch, schedule);
    // Their buffers are made before the recording, whose own buffers come and go.
    for (const tensor of Object.values(inputs)) bufferOf(tensor);
    const recording = record(() => {
      const result = optimizeStep(this.trained, inputs, this.hyper);
      tf.keep(result.loss);
      tf.keep(result.gradNorm);
      return result;
    });
    this.captured = { inputs, recording, written: this.written.map((v) => v.dataId) };
    recording.after((encoder) => this.append(encoder, recording.result));
  }

  private replay({ inputs, recording }: Captured, batch: Batch, schedule: Float32Array): void {
    recording.replay(
      [
        [inputs.tokens, batch.inputs],
        [inputs.targets, batch.targets],
        [inputs.schedule, schedule],
      ],
      this.written,
      (encoder) => this.append(encoder, recording.result),
    );
  }

  private append(encoder: GPUCommandEncoder, { loss, gradNorm }: StepResult): void {
    this.log.append(encoder, [bufferOf(loss), bufferOf(gradNorm)]);
  }

  private forget(): void {
    if (!this.captured) return;
    const { inputs, recording } = this.captured;
    tf.dispose([
      inputs.tokens,
      inputs.targets,
      inputs.schedule,
      recording.result.loss,
      recording.result.gradNorm,
    ]);
    recording.dispose();
    this.captured = null;
  }
}
