/**
 * Renders the page for a frame in another ("?embed"): a lesson, one part of the lab alone, or the curves, losses and a stack. All of
 * them train on a click, and have a way to the whole lab.
 */
import { shownInFrame } from '../../app/frame/frameAddress';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { useLesson } from '../AppContext';
import { LinkNotice } from '../LinkNotice';
import { panels } from '../panels';
import { RunBar } from '../RunBar';
import { SlowNotice } from '../SlowNotice';
import classes from './Embed.module.css';
import { FramedLesson } from './FramedLesson';
import { OpenLab } from './OpenLab';
import { PlainStack } from './PlainStack';
import { ShowPanels } from './ShowPanels';
import { type Show, showOf, shows } from './shows';

export function EmbedApp() {
  const asked = shownInFrame();
  const show = asked === null ? undefined : showOf(asked);
  const hasLesson = useLesson((l) => l.open !== null);
  const error = useLesson((l) => l.error);
  return (
    <div className={classes.page} data-fixed={hasLesson || show !== undefined || undefined}>
      <header>
        <h1 className="visually-hidden">{t('kit.lab')}</h1>
        <RunBar compact>
          <OpenLab />
        </RunBar>
      </header>
      <div className={classes.notices}>
        <LinkNotice />
        <SlowNotice />
        {asked !== null && !show && (
          <p className="error" role="alert" data-testid="unknown-show">
            {t('embed.unknown', {
              asked: isolated(asked.slice(0, 40)),
              known: shows.map(({ id }) => id).join(', '),
            })}
          </p>
        )}
        {error && !hasLesson && (
          <p className="error" role="alert" data-testid="lesson-error">
            {error}
          </p>
        )}
      </div>
      {hasLesson ? <FramedLesson show={show} /> : show ? <Alone show={show} /> : <Overview />}
    </div>
  );
}

function Alone({ show }: { show: Show }) {
  return (
    <main className={classes.alone} data-testid={`show-${show.id}`}>
      <ShowPanels show={show} />
    </main>
  );
}

function Overview() {
  return (
    <main className={classes.overview}>
      <PlainStack />
      <div>
        <PanelOf id="curves" />
        <PanelOf id="losses" />
      </div>
    </main>
  );
}

/** Renders a panel of the registry. */
function PanelOf({ id }: { id: string }) {
  const panel = panels.find((one) => one.id === id);
  return panel && <panel.Component id={panel.id} title={panel.title()} />;
}
