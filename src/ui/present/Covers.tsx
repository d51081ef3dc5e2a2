/** What covers the hall's screen: black, or a QR code of the step. */
import { useState } from 'react';
import { isLocalAddress, linkOfStep } from '../../app/present/presentAddress';
import { t } from '../../i18n/i18n';
import { useApp, useLesson, usePresent } from '../AppContext';
import { addressOf, currentText } from '../share/currentLink';
import { maxQrCharacters, QrCode } from '../share/QrCode';
import classes from './Present.module.css';

export function Covers() {
  const { present } = useApp();
  const black = usePresent((p) => p.black);
  const code = usePresent((p) => p.code);
  if (black)
    return (
      <button
        type="button"
        className={classes.black}
        aria-label={t('present.black')}
        onClick={() => present.toggleBlack()}
        data-testid="black"
      />
    );
  return code ? <Code /> : null;
}

/** It stands still while something trains: a code that moves cannot be scanned. */
function Code() {
  const app = useApp();
  const open = useLesson((l) => l.open);
  const [experiment] = useState(() =>
    addressOf(app, { text: currentText(app), curves: null }, { embed: false }),
  );
  const link = open ? linkOfStep({ id: open.lesson.id, at: open.at }) : experiment;
  return (
    <section className={classes.code} aria-label={t('present.code.label')} data-testid="code">
      {link.length > maxQrCharacters ? (
        <p>{t('present.code.tooLong')}</p>
      ) : (
        <>
          <p>{t('present.code.text')}</p>
          <QrCode text={link} label={t('present.code.label')} />
          {open && <p className={classes.link}>{link}</p>}
        </>
      )}
      {isLocalAddress(link) && <p className={classes.local}>{t('present.code.local')}</p>}
    </section>
  );
}
