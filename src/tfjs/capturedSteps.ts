/**
 * Steps that are recorded once and replayed: each writes its batch into the same buffers and dispatches the same kernels.
 * Where something is no longer as it was recorded, the step is recorded anew.
 */
import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import { bufferOf, type Recording, record, ScalarLog } from '../device';
import type { AdamWHyper } from '../ops';
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

/** Runs steps by replaying a recording; only where the kernels run. */
export class CapturedSteps implements Stepper {
  private captured: Captured | null = null;
  private readonly log = new ScalarLog(2);

  constructor(
    private readonly trained: Trained,
    private readonly hyper: AdamWHyper,
  ) {}

  /** Records a step ahead of the first, for batches (rows, T), in place of what was recorded before. */
  prepare(rows: number, T: number): Captured {
    this.release();
    const empty = new Int32Array(rows * T);
    const inputs = stepInputs({ inputs: empty, targets: empty, rows }, new Float32Array(3));
    // Their buffers are made before the recording, whose own buffers come and go.
    for (const tensor of Object.values(inputs)) bufferOf(tensor);
    const recording = record(() => {
      const result = optimizeStep(this.trained, inputs, this.hyper);
      tf.keep(result.loss);
      tf.keep(result.gradNorm);
      return result;
    });
    this.captured = { inputs, recording, written: this.written.map((v) => v.dataId) };
    return this.captured;
  }

  /** @inheritdoc A batch of another shape than before is recorded anew. */
  run(batch: Batch, schedule: Float32Array): void {
    const { inputs, recording } = this.capturedFor(batch);
    const { loss, gradNorm } = recording.result;
    recording.replay(
      [
        [inputs.tokens, batch.inputs],
        [inputs.targets, batch.targets],
        [inputs.schedule, schedule],
      ],
      this.written,
      (encoder) => this.log.append(encoder, [bufferOf(loss), bufferOf(gradNorm)]),
    );
  }

  async read(): Promise<{ loss: number; gradNorm: number }[]> {
    const values = await this.log.read();
    return Array.from({ length: values.length / 2 }, (_, n) => ({
      loss: values[2 * n] as number,
      gradNorm: values[2 * n + 1] as number,
    }));
  }

  dispose(): void {
    this.release();
    this.log.dispose();
  }

  private get written(): tf.Variable[] {
    return [...this.trained.model.params.values(), this.trained.moments];
  }

  /** The recording, made anew where the batch has another shape or there are other tensors to write. */
  private capturedFor({ rows, inputs }: Batch): Captured {
    const T = inputs.length / rows;
    const { captured } = this;
    const fits =
      captured?.inputs.tokens.shape.join() === [rows, T].join() &&
      this.written.every((variable, n) => variable.dataId === captured.written[n]);
    return captured && fits ? captured : this.prepare(rows, T);
  }

  private release(): void {
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
