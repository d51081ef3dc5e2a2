/** Says which captures are held. */

import { sumBy } from 'es-toolkit';
import type { Experiment } from '../../experiment/schema';
import { formatBytes } from '../../format/bytes';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { dueCaptures } from '../../runtime/captureSteps';
import { capturesBytes, type RunCaptures } from '../../runtime/runCaptures';

/** Says how many captures of a text are held, and whether some were dropped or never taken: "41 captures, 1.2 MB." */
export function keptSentence(
  captures: Readonly<Record<string, RunCaptures>>,
  text: string,
  experiment: Pick<Experiment, 'steps' | 'moreSteps' | 'evalInterval'>,
): string {
  const runs = Object.values(captures)
    .map((own) => own.filter((one) => one.text === text))
    .filter((own) => own.length > 0);
  if (runs.length === 0) return t('time.kept.none');
  const count = sumBy(runs, (own) => own.length);
  const isGappy = runs.some((own) => own.length < dueCaptures(own.at(-1)?.step ?? 0, experiment));
  return t(isGappy ? 'time.kept.some' : 'time.kept.all', {
    count,
    captures: formatCount(count),
    size: formatBytes(sumBy(runs, capturesBytes)),
  });
}
