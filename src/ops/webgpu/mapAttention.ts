/**
 * Attention over a map that is never stored (Dao et al. 2022, without the shared tiles), each row's its own: one number for
 * each query row is kept, its log-sum-exp or its denominator, and the backward passes compute the scores again.
 */
import type * as tf from '@tensorflow/tfjs';
import type { AttentionHeads, AttentionSizes } from '../checks';
import { differentiable, runKernel } from './kernel';
import { keyBackward, mapForward, queryBackward } from './mapKernels';
import type { WeightForm } from './weightForms';

/** The mixed values, (R, T, h·dh). */
export function fusedMapAttention(
  form: WeightForm,
  sizes: AttentionSizes,
  { projected, values }: AttentionHeads,
): tf.Tensor3D {
  const { rows, heads, T, headDim } = sizes;
  const separate = values !== undefined;
  const name = (part: string) => `${form.name}Attention${part}`;
  return differentiable(
    values ? [projected, values] : [projected],
    () => {
      const { out, stats } = runKernel({
        name: name(''),
        inputs: values ? { projected, values } : { projected },
        outputs: { out: [rows, T, heads * headDim], stats: [rows, heads, T] },
        ...mapForward(form, sizes, separate),
      });
      return { value: out as tf.Tensor3D, save: [projected, out, stats, ...(values ? [values] : [])] };
    },
    (dy, saved) => {
      const [projected, out, stats, values] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor?];
      const inputs = { projected, stats, dy, ...(values ? { values } : {}) };
      const { dProjected, inner } = runKernel({
        name: name('BackQueries'),
        inputs: { ...inputs, out },
        outputs: { dProjected: projected.shape, inner: [rows, heads, T] },
        ...queryBackward(form, sizes, separate),
      });
      const outputs: Record<string, tf.Tensor | number[]> = { dProjected };
      if (values) outputs.dValues = values.shape;
      const { dValues } = runKernel({
        name: name('BackKeys'),
        inputs: { ...inputs, inner },
        outputs,
        ...keyBackward(form, sizes, separate),
      });
      return dValues ? [dProjected, dValues] : [dProjected];
    },
  );
}
