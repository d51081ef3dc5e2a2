/** A bar for each variation with its mean, and its standard error over seeds; orders of layers stand in columns. */
import { formatFixed, formatPercent } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import classes from './SweepsPanel.module.css';
import type { SweepRow } from './sweepRows';

interface Props {
  rows: readonly SweepRow[];
  isTask: boolean;
  asGrid: boolean;
}

/** The lowest part of the scale that a bar of loss begins at: bars of accuracy begin at 0. */
function scaleOf(rows: readonly SweepRow[], isTask: boolean): [number, number] {
  if (isTask) return [0, 1];
  const lows = rows.map(({ band }) => band?.low ?? 0);
  const highs = rows.map(({ band }) => band?.high ?? 0);
  return [Math.min(0, ...lows), Math.max(...highs)];
}

export function SweepBars({ rows, isTask, asGrid }: Props) {
  const [low, high] = scaleOf(rows, isTask);
  const x = (value: number) => (200 * (value - low)) / (high - low || 1);
  return (
    <figure className={classes.figure} data-testid="sweep-bars">
      <figcaption className="muted">{t(isTask ? 'sweeps.accuracy' : 'sweeps.lowestLoss')}</figcaption>
      <ul className={asGrid ? classes.gridBars : classes.bars}>
        {rows.map(({ name, band }) => {
          if (!band) return null;
          const { mean, low: from, high: to, n } = band;
          const number = isTask ? formatPercent(mean, 1) : formatFixed(mean, 3);
          const error = isTask ? formatPercent((to - from) / 2, 1) : formatFixed((to - from) / 2, 3);
          return (
            <li key={name}>
              <span className={classes.barName}>{isolated(name)}</span>
              <svg width={204} height={18} viewBox="-2 0 204 18" aria-hidden="true">
                <path d="M0 0V18" stroke="var(--line)" />
                <path d={`M0 3H${x(mean)}V15H0z`} fill="var(--accent)" fillOpacity={0.75} />
                {n > 1 && (
                  <path
                    d={`M${x(from)} 9H${x(to)}M${x(from)} 5v8M${x(to)} 5v8`}
                    stroke="var(--ink)"
                    strokeWidth={1.75}
                  />
                )}
              </svg>
              <span className={classes.barNumber}>
                {n > 1 ? t('sweeps.withError', { value: number, error, count: n }) : number}
              </span>
            </li>
          );
        })}
      </ul>
    </figure>
  );
}
