/** What stands below the score of a head: the step by which it took off or found the key, or that it is off. */
import { isHeadOff } from '../../../experiment/overrides';
import type { Run } from '../../../experiment/schema';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { gapBefore, type LayerCurves } from '../../../measure/heads/curves';

interface Scored {
  run: Run;
  /** Of the score, over the run's captures. */
  curves: readonly LayerCurves[];
  /** Whether a capture is due after so many steps. */
  isDue: (step: number) => boolean;
}

/** Writes it; empty where there is nothing to say. @param layer from 0, as the head is */
export function headNote({ run, curves, isDue }: Scored, layer: number, head: number): string {
  if (isHeadOff(run, layer, head)) return t('inside.off');
  const own = curves.find((one) => one.layer === layer)?.curves;
  const step = own?.takeOffs[head] ?? null;
  if (!own || step === null) return '';
  const isKnown = gapBefore(own.steps, step, isDue) === null;
  return t(isKnown ? 'inside.from' : 'inside.fromOrBefore', { step: formatCount(step) });
}
