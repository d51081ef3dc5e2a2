/** Marks a value of a table by the verdict over its column: a badge for the best, quiet words where it is too early to tell. */

import { Tooltip } from '@mantine/core';
import { t } from '../../i18n/i18n';
import type { Verdict } from '../../measure/verdict';
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
  return (
    <Tooltip
      label={isBest ? verdict.why : t('kit.verdictMark.earlyWhy', { why: verdict.why })}
      multiline
      w={280}
      events={{ hover: true, focus: true, touch: true }}
    >
      <button type="button" className={isBest ? classes.best : classes.early}>
        {t(`kit.verdictMark.${isBest ? best : 'early'}`)}
      </button>
    </Tooltip>
  );
}
