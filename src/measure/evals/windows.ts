/** The windows of held-out text that evaluations ask about: the same for every model. */
import { evaluationWindows } from '../../data/batches';
import type { EvalData } from './types';

/** At most `count` windows of context + 1 tokens, spread evenly over the held-out text without overlap. */
export function heldOutWindows({ validation, context }: EvalData, count: number): Int32Array[] {
  const { inputs, targets, rows } = evaluationWindows(validation, context, count);
  return Array.from({ length: rows }, (_, row) => {
    const window = new Int32Array(context + 1);
    window.set(inputs.subarray(row * context, (row + 1) * context));
    window[context] = targets[(row + 1) * context - 1] as number;
    return window;
  });
}
