/** One attention op for every form and mask: the fastest of its kernels and compositions that covers the case at hand. */
import type * as tf from '@tensorflow/tfjs';
import { kernelsRun } from '../device/adapter';
import { composedAttention } from './composedAttention';
import { engineOf } from './forms/engines';
import { type AttentionHeads, attentionSizes } from './heads';
import { type Mask, maskFor } from './masks';

/**
 * Mixes values by the weights that a form gives the visible keys.
 * @returns (R, T, h·dh)
 * @throws Error where the shapes of queries, keys and values do not fit each other, or the form has no engine
 */
export function attend(formId: string, input: AttentionHeads, mask: Mask): tf.Tensor3D {
  const form = engineOf(formId);
  const sizes = attentionSizes(`${formId} attention`, input);
  const narrowed = maskFor(mask, sizes.T);
  return (
    (kernelsRun() ? form.kernel?.(sizes, input, narrowed) : null) ??
    form.composition?.(sizes, input, narrowed) ??
    composedAttention(form, sizes, input, narrowed)
  );
}
