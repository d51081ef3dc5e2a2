/** Marks a value of a table by the verdict over its column: a badge for the best, quiet words where it is too early to tell. */

import { t } from '../../i18n/i18n';
import type { Verdict } from '../../measure/verdict';
import { Hint } from './Hint';
import classes from './VerdictMark.module.css';

interface VerdictMarkProps {
  verdict: Verdict;
  /** Of the row. */
  id: string;
  /** What the best is called. */
  best: 'best' | 'lowest' | 'highest';
}

/** Why it is so opens on hover, focus and touch. */
export function VerdictMark({ verdict, id, best }: VerdictMarkProps) {
  if (verdict.kind === 'open' || !verdict.ids.has(id)) return null;
  const isBest = verdict.kind === 'best';
  const why = isBest ? verdict.why : t('kit.verdictMark.earlyWhy', { why: verdict.why });
  return (
    <Hint label={why} multiline w={280} explains>
      <button type="button" className={isBest ? classes.best : classes.early} aria-description={why}>
        {t(`kit.verdictMark.${isBest ? best : 'early'}`)}
      </button>
    </Hint>
  );
}
