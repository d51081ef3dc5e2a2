/** The clock, the time in this step and in all. Both windows are on one machine, and have one clock. */
import { useEffect, useState } from 'react';
import { formatClock, formatStopwatch } from '../../format/times';
import { t } from '../../i18n/i18n';
import classes from './Presenter.module.css';

/** @param begun when presenting began @param entered when this step was: milliseconds since 1970 */
export function Times({ begun, entered }: { begun: number; entered: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const since = (at: number) => formatStopwatch(Math.max(0, now - at) / 1000);
  return (
    <dl className={classes.times} aria-label={t('present.presenter.time')} data-testid="times">
      <div>
        <dt>{t('present.presenter.now')}</dt>
        <dd>{formatClock(now)}</dd>
      </div>
      <div>
        <dt>{t('present.presenter.inStep')}</dt>
        <dd data-testid="in-step">{since(entered)}</dd>
      </div>
      <div>
        <dt>{t('present.presenter.inAll')}</dt>
        <dd data-testid="in-all">{since(begun)}</dd>
      </div>
    </dl>
  );
}
