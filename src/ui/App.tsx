/**
 * Renders the page: header and run bar on top; below them the rail with what is trained, the curves, and the dock with what
 * comes of it. On a narrow screen the curves come first. A part that fails leaves the others.
 */

import type { CSSProperties, ReactNode } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/i18n';
import type { PagePart } from '../lessons/parts';
import { useLesson, useView } from './AppContext';
import { usePageState } from './actions/action';
import { Dialogs } from './Dialogs';
import { DropFile } from './DropFile';
import { PartBoundary } from './failure/Failure';
import { Header } from './Header';
import { useMark } from './kit/useMark';
import { LinkNotice } from './LinkNotice';
import { dockShare } from './layout/dockShare';
import { HistoryBar } from './layout/HistoryBar';
import classes from './layout/Layout.module.css';
import { Splitter } from './layout/Splitter';
import { PanelPlace, TabbedPanels } from './layout/TabbedPanels';
import { useIsWide } from './layout/useIsWide';
import { Notices } from './Notices';
import { dock, panels, rail } from './panels';
import { RunBar } from './RunBar';
import { SlowNotice } from './SlowNotice';
import { UpdateNotice } from './UpdateNotice';

export function App() {
  const set = useView((v) => v.set);
  const closeDialog = () => set({ dialog: null });
  return (
    <div className={classes.page}>
      <SkipLinks />
      <PartBoundary title={t('layout.parts.header')}>
        <Part part="header">
          <Header />
        </Part>
      </PartBoundary>
      <PartBoundary title={t('layout.parts.training')}>
        <Part part="runBar">
          <RunBar />
        </Part>
      </PartBoundary>
      <Main />
      <div className={classes.notices}>
        <PartBoundary title={t('layout.parts.notices')}>
          <LinkNotice />
          <SlowNotice />
          <UpdateNotice />
          <Notices />
        </PartBoundary>
      </div>
      <PartBoundary title={t('layout.parts.dialog')} onRetry={closeDialog}>
        <Dialogs />
        <DropFile />
      </PartBoundary>
    </div>
  );
}

/** Ids of the parts that the keyboard can skip to. */
const skipTargets = ['rail', 'curves', 'dock'] as const;

function SkipLinks() {
  return skipTargets.map((id) => (
    <a key={id} className="skip-link" href={`#${id}`} onClick={(event) => skipTo(event, id)}>
      {t(`layout.skipTo.${id}`)}
    </a>
  ));
}

/** Moves the focus without the address: what follows # there is an experiment. */
function skipTo(event: { preventDefault(): void }, id: string): void {
  event.preventDefault();
  document.getElementById(id)?.focus();
}

/** Returns the attributes of a part of the page, which a lesson's step may hide, lock or mark. */
function usePart(part: PagePart) {
  const mark = useMark(`part:${part}`);
  const hidden = useLesson(({ open }) => open?.stage.hidden.includes(part) ?? false);
  const inert = useLesson(({ open }) => open?.stage.locked.includes(part) ?? false);
  return { ...mark, hidden, inert };
}

function Part({ part, children }: { part: PagePart; children: ReactNode }) {
  return <div {...usePart(part)}>{children}</div>;
}

function Main() {
  const isWide = useIsWide();
  const parts: Record<'rail' | 'curves' | 'dock', ReactNode> = {
    rail: <Rail key="rail" />,
    curves: <Curves key="curves" />,
    dock: <Dock key="dock" />,
  };
  // In the order of the eye, so that the Tab key follows it.
  const { rail, curves, dock } = parts;
  const aside = <Aside key="aside" />;
  return (
    <Grid>
      {isWide ? [rail, curves, <Splitter key="splitter" />, dock, aside] : [aside, curves, rail, dock]}
    </Grid>
  );
}

/** Places the parts. Of its own, as the dock's height changes while the splitter is dragged, and the parts stay as they are. */
function Grid({ children }: { children: ReactNode }) {
  const percent = useStore(dockShare, (share) => share.percent);
  const hidden = useLesson(({ open }) => open?.stage.hidden.join(' '));
  return (
    <main className={classes.main} data-hidden={hidden} style={{ '--dock': percent } as CSSProperties}>
      {children}
    </main>
  );
}

/** What opens on the right of the curves, and closes. */
function Aside() {
  const isOpen = usePageState((state) =>
    panels.some(({ place, shown }) => place === 'aside' && shown(state)),
  );
  if (!isOpen) return null;
  return (
    <section className={classes.aside} aria-label={t('layout.regions.aside')}>
      {panels
        .filter(({ place }) => place === 'aside')
        .map((panel) => (
          <PanelPlace key={panel.id} panel={panel} />
        ))}
    </section>
  );
}

function Rail() {
  const tab = useView((v) => v.railTab);
  const set = useView((v) => v.set);
  return (
    <section
      {...usePart('rail')}
      id="rail"
      tabIndex={-1}
      className={classes.rail}
      aria-label={t('layout.regions.rail')}
    >
      <TabbedPanels
        label={t('layout.regions.rail')}
        tabs={rail}
        chosen={tab}
        onChoose={(railTab) => set({ railTab })}
      />
      <HistoryBar />
    </section>
  );
}

function Curves() {
  return (
    <section
      {...usePart('curves')}
      id="curves"
      tabIndex={-1}
      className={classes.curves}
      aria-label={t('layout.regions.curves')}
    >
      {panels
        .filter(({ place }) => place === 'curves')
        .map((panel) => (
          <PanelPlace key={panel.id} panel={panel} />
        ))}
    </section>
  );
}

function Dock() {
  const tab = useView((v) => v.dockTab);
  const set = useView((v) => v.set);
  return (
    <section
      {...usePart('dock')}
      id="dock"
      tabIndex={-1}
      className={classes.dock}
      aria-label={t('layout.regions.dock')}
    >
      <TabbedPanels
        label={t('layout.regions.dock')}
        tabs={dock}
        chosen={tab}
        onChoose={(dockTab) => set({ dockTab })}
        afterwards
      />
    </section>
  );
}
