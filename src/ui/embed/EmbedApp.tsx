/** Renders the page for an iframe ("?embed"): curves, losses and a stack, which train on a click, and a way to the whole lab. */

import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/i18n';
import { useApp } from '../AppContext';
import { LinkNotice } from '../LinkNotice';
import { panels } from '../panels';
import { RunBar } from '../RunBar';
import { addressOf, currentText } from '../share/currentLink';
import classes from './Embed.module.css';
import { PlainStack } from './PlainStack';

export function EmbedApp() {
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <h1>{t('kit.lab')}</h1>
        <OpenLab />
      </header>
      <LinkNotice />
      <RunBar />
      <main className={classes.main}>
        <PlainStack />
        <div>
          <PanelOf id="curves" />
          <PanelOf id="losses" />
        </div>
      </main>
    </div>
  );
}

/** Renders a panel of the registry. */
function PanelOf({ id }: { id: string }) {
  const panel = panels.find((one) => one.id === id);
  return panel && <panel.Component id={panel.id} title={panel.title()} />;
}

/** Leads to the whole page with what is here: its address is made when it is followed. */
function OpenLab() {
  const app = useApp();
  const lab = () => addressOf(app, { text: currentText(app), curves: null }, { embed: false });
  const [href, setHref] = useState(lab);
  const refresh = () => setHref(lab());
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener"
      data-testid="open-lab"
      onPointerDown={refresh}
      onFocus={refresh}
    >
      {t('embed.openLab')} <ExternalLink size={16} aria-hidden="true" />
    </a>
  );
}
