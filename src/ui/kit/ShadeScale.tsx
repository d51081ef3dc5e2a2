/** The legend of shaded tokens. */
import { formatExact } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import classes from './TokenText.module.css';
import { differenceSteps, lossSteps } from './tokenShade';

export function ShadeScale({ of }: { of: 'loss' | 'difference' }) {
  const levels =
    of === 'loss'
      ? lossSteps.map((step, i) => ({ step, level: i + 1 }))
      : [
          ...differenceSteps.map((step, i) => ({ step: -step, level: -i - 1 })).reverse(),
          ...differenceSteps.map((step, i) => ({ step, level: i + 1 })),
        ];
  return (
    <p className={`${classes.scale} muted`}>
      {t(`kit.shade.${of}`)}{' '}
      {levels.map(({ step, level }) => (
        <span key={level} data-level={level}>
          <span className={classes.step}>{formatExact(step)}</span>
        </span>
      ))}
    </p>
  );
}
