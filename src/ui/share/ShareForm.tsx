/** Shares the experiment on the page as a link: to copy, as a QR code, for the system's share sheet, and as a frame for another page. */

import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { SharedText } from '../../document/link/shared';
import { formatBytes } from '../../format/bytes';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { useApp } from '../AppContext';
import { CiteExperiment } from './CiteExperiment';
import { CopyField } from './CopyField';
import { addressOf, currentCurves, currentText } from './currentLink';
import { EmbedForm } from './EmbedForm';
import { NativeShare } from './NativeShare';
import { maxQrCharacters, QrCode } from './QrCode';
import classes from './Share.module.css';

export function ShareForm() {
  const app = useApp();
  // As things are when it is opened: training continues behind it, and a code that moves cannot be scanned.
  const [{ text, curves }] = useState(() => ({ text: currentText(app), curves: currentCurves(app) }));
  const [withCurves, setWithCurves] = useState(false);
  const parts = { text, curves: withCurves ? curves : null };
  const url = addressOf(app, parts, { embed: false });
  const plainUrl = addressOf(app, { text, curves: null }, { embed: false });
  const added = curves ? addressOf(app, { text, curves }, { embed: false }).length - plainUrl.length : 0;
  const scanned = url.length <= maxQrCharacters ? url : plainUrl;
  return (
    <div className={classes.form}>
      <p>{t('share.link.about')}</p>
      {text && <TextNote text={text} />}
      <Checkbox
        label={t('share.link.withCurves')}
        description={
          curves
            ? t('share.link.withCurvesAbout', { count: added, characters: formatCount(added) })
            : t('share.link.withoutCurves')
        }
        checked={withCurves}
        disabled={!curves}
        data-testid="with-curves"
        onChange={(event) => setWithCurves(event.currentTarget.checked)}
      />
      <div className={classes.columns}>
        <div className={classes.fields}>
          <CopyField
            label={t('share.link.field')}
            description={t('share.link.length', { count: url.length, characters: formatCount(url.length) })}
            text={url}
            copied={t('share.link.copied')}
            testId="link"
          />
          <NativeShare url={url} />
          <EmbedForm parts={parts} />
          <CiteExperiment link={plainUrl} />
        </div>
        <figure className={classes.figure}>
          {scanned.length <= maxQrCharacters ? (
            <QrCode text={scanned} label={t('share.qr.label')} />
          ) : (
            <p className="muted" data-testid="no-qr">
              {t('share.qr.tooLong', { characters: formatCount(scanned.length) })}
            </p>
          )}
          {scanned.length <= maxQrCharacters && scanned !== url && (
            <figcaption className="muted">{t('share.qr.withoutCurves')}</figcaption>
          )}
        </figure>
      </div>
    </div>
  );
}

function TextNote({ text }: { text: SharedText }) {
  return (
    <p className={classes.note} data-testid="share-text">
      {text.kind === 'text'
        ? t('share.ownText.inLink', { name: isolated(text.name) })
        : t('share.ownText.tooLong', { name: isolated(text.name), size: formatBytes(text.bytes) })}
    </p>
  );
}
