/** Writes the difference of a value to the pinned run's, with its standard error, and whether it is clear. */
import { t } from '../../i18n/i18n';
import { type Delta, deltaTexts, isApart } from '../../measure/deltas';
import classes from './DeltaText.module.css';

/** Stands at the error of a difference that is not paired. */
export const apartMark = '†';

interface Props {
  delta: Delta;
  /** Writes a number without a sign, in the value's unit. */
  write(value: number): string;
  testId?: string;
}

export function DeltaText({ delta, write, testId }: Props) {
  const { isClear } = delta;
  const [value, error] = deltaTexts(delta, write) as [string, string?];
  const parts = error === undefined ? [value] : [value, isApart(delta) ? `${error}${apartMark}` : error];
  if (isClear !== null) parts.push(t(isClear ? 'kit.delta.clear' : 'kit.delta.notClear'));
  return (
    <span className={classes.delta} data-clear={isClear ?? undefined} data-testid={testId}>
      {parts.map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        <span key={i}>{i === 0 ? part : ` ${part}`}</span>
      ))}
    </span>
  );
}
