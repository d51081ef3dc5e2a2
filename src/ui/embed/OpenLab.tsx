/** Leads from a frame to the whole page with what is here: its address is made when it is followed. */
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/i18n';
import { useApp } from '../AppContext';
import { addressOf, addressOfStep, currentText } from '../share/currentLink';
import classes from './Embed.module.css';

export function OpenLab() {
  const app = useApp();
  const lab = () =>
    addressOfStep(app) ?? addressOf(app, { text: currentText(app), curves: null }, { embed: false });
  const [href, setHref] = useState(lab);
  const refresh = () => setHref(lab());
  return (
    <a
      href={href}
      className={classes.openLab}
      title={t('embed.openLab')}
      target="_blank"
      rel="noopener"
      data-testid="open-lab"
      onPointerDown={refresh}
      onFocus={refresh}
    >
      <span>{t('embed.openLab')}</span> <ExternalLink size={16} aria-hidden="true" />
    </a>
  );
}
