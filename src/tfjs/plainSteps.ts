/** Steps as TensorFlow.js runs them: on any backend, each with its tensors and its tape. */
import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import type { AdamWHyper } from '../ops';
import { optimizeStep, type Stepper, type StepResult, stepInputs, type Trained } from './step';

/** Runs steps through tf.variableGrads; losses stay on the device until they are read. */
export class PlainSteps implements Stepper {
  private pending: StepResult[] = [];

  constructor(
    private readonly trained: Trained,
    private readonly hyper: AdamWHyper,
  ) {}

  run(batch: Batch, schedule: Float32Array): void {
    const result = tf.tidy(() => optimizeStep(this.trained, stepInputs(batch, schedule), this.hyper));
    this.pending.push(result);
  }

  async read(): Promise<{ loss: number; gradNorm: number }[]> {
    const pending = this.pending.splice(0);
    if (pending.length === 0) return [];
    const packed = tf.tidy(() => tf.stack(pending.flatMap(({ loss, gradNorm }) => [loss, gradNorm])));
    for (const { loss, gradNorm } of pending) tf.dispose([loss, gradNorm]);
    const values = await packed.data();
    packed.dispose();
    return pending.map((_, n) => ({ loss: values[2 * n] as number, gradNorm: values[2 * n + 1] as number }));
  }

  dispose(): void {
    for (const { loss, gradNorm } of this.pending.splice(0)) tf.dispose([loss, gradNorm]);
  }
}
