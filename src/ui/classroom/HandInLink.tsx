/** What a seat hands in: a link with its cell and curves, and the code of it. */
import { trainedText } from '../../app/session/experimentText';
import { handInLink } from '../../document/classroom/handIn';
import type { Run } from '../../experiment/schema';
import { t } from '../../i18n/i18n';
import { sweepResultOf } from '../../runtime/sweepResult';
import { useExperiment, useRuns } from '../AppContext';
import { CopyField } from '../share/CopyField';
import { NativeShare } from '../share/NativeShare';
import { maxQrCharacters, QrCode } from '../share/QrCode';
import classes from './Class.module.css';

export function HandInLink() {
  const { experiment, ownText } = useExperiment();
  const runs = useRuns();
  const url = new URL(location.href);
  url.search = '';
  url.hash = '';
  const result = sweepResultOf(experiment.runs[0] as Run, runs);
  const text = experiment.task ? null : trainedText({ experiment, ownText });
  url.hash = handInLink(experiment, result, text, maxQrCharacters - url.href.length);
  return (
    <div className={classes.part} data-testid="hand-in">
      <p role="status">{t('class.seat.done')}</p>
      <CopyField
        label={t('class.seat.link')}
        description={t('class.seat.linkAbout')}
        text={url.href}
        copied={t('class.seat.copied')}
        testId="hand-in-link"
      />
      <NativeShare url={url.href} />
      {url.href.length <= maxQrCharacters ? (
        <QrCode text={url.href} label={t('class.seat.qr')} />
      ) : (
        <p className="muted">{t('class.seat.noQr')}</p>
      )}
    </div>
  );
}
