/** A bar for each variation with its mean, and its standard error over seeds. */
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { barScale } from './barScale';
import type { Marks } from './marks';
import classes from './SweepsPanel.module.css';
import { bandText, type SweepRow } from './sweepRows';

interface Props extends Marks {
  rows: readonly SweepRow[];
  isTask: boolean;
}

/** CSS pixels. */
const longest = 200;

export function SweepBars({ rows, isTask, ...marks }: Props) {
  const x = barScale(rows, isTask, longest);
  return (
    <figure className={classes.figure} data-testid="sweep-bars">
      <figcaption className="muted">{t(isTask ? 'sweeps.accuracy' : 'sweeps.lowestLoss')}</figcaption>
      <ul className={classes.bars}>
        {rows.map(({ key, name, band }) => {
          if (!band) return null;
          const { mean, low: from, high: to, n } = band;
          return (
            <li
              key={key}
              data-mark={key}
              data-marked={key === marks.marked || undefined}
              onPointerEnter={() => marks.onPoint(key)}
              onPointerLeave={() => marks.onPoint(null)}
            >
              <button
                type="button"
                className={classes.barName}
                aria-pressed={key === marks.marked}
                onClick={() => marks.onMark(key)}
              >
                {isolated(name)}
              </button>
              <svg width={longest + 4} height={18} viewBox={`-2 0 ${longest + 4} 18`} aria-hidden="true">
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
              <span>{bandText(isTask, band)}</span>
            </li>
          );
        })}
      </ul>
    </figure>
  );
}
