/** One training step: forward, backward, clip and AdamW, as a function of tensors that stay the same from step to step. */
import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import { loss } from '../model/forward';
import type { Model } from '../model/model';
import { type AdamWHyper, adamWStep } from '../ops';

/** What a step reads that changes from one to the next. */
export interface StepInputs {
  /** int32 (B, T) */
  tokens: tf.Tensor2D;
  targets: tf.Tensor2D;
  /** (3), see adamWSchedule. */
  schedule: tf.Tensor1D;
}

/** Loss and gradient norm of a step, still on the device; whoever takes them disposes them. */
export type StepResult = { loss: tf.Scalar; gradNorm: tf.Scalar };

/** What a step updates. */
export interface Trained {
  model: Model;
  /** See createMoments. */
  moments: tf.Variable;
}

/** Uploads a batch and adamWSchedule's (3) numbers as a step's inputs; the caller disposes them. */
export function stepInputs({ inputs, targets, rows }: Batch, schedule: Float32Array): StepInputs {
  const shape: [number, number] = [rows, inputs.length / rows];
  return {
    tokens: tf.tensor2d(inputs, shape, 'int32'),
    targets: tf.tensor2d(targets, shape, 'int32'),
    schedule: tf.tensor1d(schedule),
  };
}

/**
 * Updates the model and its moments in place: forward, backward, clipping to a global norm, AdamW.
 * @returns the loss before the update, and the gradient norm before clipping; the caller disposes both
 */
export function optimizeStep({ model, moments }: Trained, inputs: StepInputs, hyper: AdamWHyper): StepResult {
  const variables = [...model.params.values()];
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => loss(model, inputs.tokens, inputs.targets), variables);
    const gradients = variables.map((v) => grads[v.name] as tf.Tensor);
    const gradNorm = adamWStep(variables, gradients, moments, inputs.schedule, hyper);
    return { loss: value, gradNorm };
  });
}

/** Runs steps one after the other; their losses are read back when someone wants them. */
export interface Stepper {
  /** Runs one step. @param schedule (3), see adamWSchedule */
  run(batch: Batch, schedule: Float32Array): void;
  /** Reads loss and gradient norm of each step since the last read, in order. */
  read(): Promise<{ loss: number; gradNorm: number }[]>;
  /** Frees what is on the device; the model and its moments stay. */
  dispose(): void;
}
