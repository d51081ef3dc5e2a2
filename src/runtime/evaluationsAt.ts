/** What was measured of the runs by an earlier moment. */
import { lossMetrics, perplexity } from '../measure/evals/perplexity';
import type { Evaluated, Results } from './runReducer';

/**
 * Gives evaluations as they were at a step: of each run that of its last validation at or before it, or the one that was asked for where
 * that is as late; of what is not trained the same as ever.
 */
export function evaluationsAt(
  { evaluations, captures, info }: Pick<Results, 'evaluations' | 'captures' | 'info'>,
  runIds: readonly string[],
  step: number,
): Results['evaluations'] {
  const found = Object.entries(evaluations).filter(([, own]) => own.step === null || own.step <= step);
  const at = new Map<string, Evaluated>(found);
  for (const id of runIds) {
    const validated = captures[id]?.findLast((one) => one.step <= step && one.windows !== undefined);
    if (!validated?.windows || validated.step <= (at.get(id)?.step ?? -1)) continue;
    const metrics = lossMetrics(validated.windows, info?.bytesPerToken ?? null);
    at.set(id, { step: validated.step, outcomes: { [perplexity.id]: { metrics: { ...metrics } } } });
  }
  return Object.fromEntries(at);
}
