/** A small picture of what the hall sees, and in words what a picture that size cannot show. */
import type { HallState } from '../../app/present/messages';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import classes from './Presenter.module.css';

/** Of the plot, in units of its viewBox. */
const width = 180;
const height = 90;

/** @param dimmed the hall no longer answers: it is what it last said */
export function HallPicture({ hall, dimmed }: { hall: HallState; dimmed: boolean }) {
  const { claim, beside, picture, black, code, remark, progress, training, countsShown } = hall;
  const dark = useDark();
  const step = formatCount(progress?.step ?? 0);
  const steps = formatCount(progress?.steps ?? 0);
  return (
    <section className={classes.hall} aria-label={t('present.presenter.hall')}>
      <h2>{t('present.presenter.hall')}</h2>
      <div className={classes.screen} data-black={black} data-dimmed={dimmed} data-testid="hall-picture">
        <p className={classes.claim}>{claim}</p>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('present.presenter.curves')}>
          <path d={`M0.5 0V${height - 0.5}H${width}`} className={classes.axes} />
          {picture.map(({ runId, style, points }) => {
            const { colour, dash } = runStyle(style, dark);
            return (
              <polyline
                key={runId}
                points={points.map(([x, y]) => `${x * width},${(1 - y) * height}`).join(' ')}
                stroke={colour}
                strokeDasharray={dash}
                data-testid="hall-line"
              />
            );
          })}
        </svg>
        {beside && <p className={classes.beside}>{beside}</p>}
      </div>
      <p data-testid="hall-training">{t(`present.presenter.state.${training}`, { step, steps })}</p>
      {black && <p className={classes.notice}>{t('present.presenter.seesBlack')}</p>}
      {code && <p className={classes.notice}>{t('present.presenter.seesCode')}</p>}
      {countsShown && <p className={classes.notice}>{t('present.presenter.seesCounts')}</p>}
      <p className={classes.notice} role="status" data-testid="hall-remark">
        {remark && t(`present.says.${remark}`)}
      </p>
    </section>
  );
}
