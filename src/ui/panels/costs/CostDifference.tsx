/** Writes how far what a run costs is from what the pinned run does, and how many times as much it is. */
import { formatFixed } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { deltaTexts } from '../../../measure/deltas';
import classes from './CostsPanel.module.css';

interface Props {
  value: number;
  /** Of the pinned run. */
  pinned: number;
  write(value: number): string;
}

export function CostDifference({ value, pinned, write }: Props) {
  const [difference = ''] = deltaTexts(
    { value: value - pinned, error: null, pairedOver: null, isClear: null },
    write,
  );
  return (
    <small className={classes.ratio}>
      {pinned === 0
        ? difference
        : t('costs.difference', { difference, ratio: formatFixed(value / pinned, 2) })}
    </small>
  );
}
