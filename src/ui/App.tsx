/** Renders the page: header and run bar on top, below them the panels of the registry in two columns. A part that fails leaves the others. */
import classes from './App.module.css';
import { useView } from './AppContext';
import { usePageState } from './actions/action';
import { Credits } from './Credits';
import { DeviceNotice } from './DeviceNotice';
import { Dialogs } from './Dialogs';
import { DropFile } from './DropFile';
import { PartBoundary } from './failure/Failure';
import { Header } from './Header';
import { LinkNotice } from './LinkNotice';
import { Notices } from './Notices';
import { panels } from './panels';
import type { Panel } from './panels/panel';
import { RunBar } from './RunBar';
import { UpdateNotice } from './UpdateNotice';

const sides = ['experiment', 'results'] as const;

export function App() {
  const set = useView((v) => v.set);
  const closeDialog = () => set({ dialog: null });
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the stacks
      </a>
      <PartBoundary title="Header">
        <Header />
      </PartBoundary>
      <PartBoundary title="Notices">
        <DeviceNotice />
        <LinkNotice />
        <UpdateNotice />
        <Notices />
      </PartBoundary>
      <PartBoundary title="Training">
        <RunBar />
      </PartBoundary>
      <main id="main" tabIndex={-1} className={classes.main}>
        {sides.map((side) => (
          <div key={side} className={classes.side}>
            {panels
              .filter((panel) => panel.side === side)
              .map((panel) => (
                <PartBoundary key={panel.id} title={panel.title}>
                  <PanelPlace panel={panel} />
                </PartBoundary>
              ))}
          </div>
        ))}
      </main>
      <Credits />
      <PartBoundary title="Dialog" onRetry={closeDialog}>
        <Dialogs />
        <DropFile />
      </PartBoundary>
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
