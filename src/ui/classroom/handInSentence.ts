/** Says what became of a hand-in. */
import type { HandIn } from '../../document/classroom/handIn';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';

/** @param number of the hand-in among those that came with it, from 1 */
export function handInSentence(handIn: HandIn, number: number): string {
  switch (handIn.is) {
    case 'new':
      return t('class.report.new', { run: isolated(handIn.result.run.name) });
    case 'noLink':
    case 'damaged':
      return t(`class.report.${handIn.is}`, { number: formatCount(number), why: handIn.why });
    case 'unfinished':
      return t('class.report.unfinished', {
        run: isolated(handIn.run),
        step: formatCount(handIn.step),
        steps: formatCount(handIn.steps),
      });
    case 'foreign': {
      const run = isolated(handIn.run);
      const differences = handIn.differences.join(', ');
      return differences === ''
        ? t('class.report.foreignCell', { run })
        : t('class.report.foreign', { run, differences });
    }
    case 'known':
    case 'second':
    case 'withoutCurves':
      return t(`class.report.${handIn.is}`, { run: isolated(handIn.run) });
  }
}
