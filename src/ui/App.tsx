/** Renders the page: header and run bar on top, below them the panels of the registry in two columns. */
import classes from './App.module.css';
import { usePageState } from './actions/action';
import { Credits } from './Credits';
import { DeviceNotice } from './DeviceNotice';
import { Dialogs } from './Dialogs';
import { DropFile } from './DropFile';
import { Header } from './Header';
import { LinkNotice } from './LinkNotice';
import { Notices } from './Notices';
import { panels } from './panels';
import type { Panel } from './panels/panel';
import { RunBar } from './RunBar';
import { UpdateNotice } from './UpdateNotice';

const sides = ['experiment', 'results'] as const;

export function App() {
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the stacks
      </a>
      <Header />
      <DeviceNotice />
      <LinkNotice />
      <UpdateNotice />
      <Notices />
      <RunBar />
      <main id="main" tabIndex={-1} className={classes.main}>
        {sides.map((side) => (
          <div key={side} className={classes.side}>
            {panels
              .filter((panel) => panel.side === side)
              .map((panel) => (
                <PanelPlace key={panel.id} panel={panel} />
              ))}
          </div>
        ))}
      </main>
      <Credits />
      <Dialogs />
      <DropFile />
    </>
  );
}

function PanelPlace({ panel: { id, title, shown, Component } }: { panel: Panel }) {
  const hidden = usePageState((state) => !shown(state));
  return (
    <div hidden={hidden} className={classes.place}>
      <Component id={id} title={title} />
    </div>
  );
}
