/**
 * Attention over a map that is never stored (Dao et al. 2022, without the shared tiles), each row's its own: only one
 * statistic of each query row is saved, its log-sum-exp or its denominator, and the backward passes recompute the scores.
 */
import type * as tf from '@tensorflow/tfjs';
import { differentiable, runKernel } from '../../device/kernel';
import type { AttentionHeads, AttentionSizes } from '../heads';
import { causal, type Mask } from '../masks';
import { type FlashForm, flashForward, keyBackward, queryBackward } from './flashKernels';

export { type FlashForm, keySteps } from './flashKernels';

/** Mixes values, each row by a map of its own: (R, T, h·dh). Differentiable. @param mask as `maskFor` gives it for T */
export function flashAttention(
  form: FlashForm,
  sizes: AttentionSizes,
  { projected, values }: AttentionHeads,
  mask: Mask,
): tf.Tensor3D {
  const { rows, heads, T, headDim } = sizes;
  const separate = values !== undefined;
  const name = (part: string) => `${form.name}${mask === causal ? '' : 'Window'}Attention${part}`;
  return differentiable(
    values ? [projected, values] : [projected],
    () => {
      const { out, stats } = runKernel({
        name: name(''),
        inputs: values ? { projected, values } : { projected },
        outputs: { out: [rows, T, heads * headDim], stats: [rows, heads, T] },
        ...flashForward(form, sizes, mask, separate),
      });
      return { value: out as tf.Tensor3D, save: [projected, out, stats, ...(values ? [values] : [])] };
    },
    (dy, saved) => {
      const [projected, out, stats, values] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor?];
      const inputs = { projected, stats, dy, ...(values ? { values } : {}) };
      const { dProjected, delta } = runKernel({
        name: name('BackQueries'),
        inputs: { ...inputs, out },
        outputs: { dProjected: projected.shape, delta: [rows, heads, T] },
        ...queryBackward(form, sizes, mask, separate),
      });
      const outputs: Record<string, tf.Tensor | number[]> = { dProjected };
      if (values) outputs.dValues = values.shape;
      const { dValues } = runKernel({
        name: name('BackKeys'),
        inputs: { ...inputs, delta },
        outputs,
        ...keyBackward(form, sizes, mask, separate),
      });
      return dValues ? [dProjected, dValues] : [dProjected];
    },
  );
}
