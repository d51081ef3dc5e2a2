/** The app: what a page holds and does, wired in one place. Nothing here knows of React. */

import { isEmptyObject } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { t } from '../i18n/i18n';
import { type ConnectLab, connectLab } from '../runtime/client';
import { Atlas } from './atlas/atlas';
import { Autosave } from './autosave/autosave';
import { startAutosave } from './autosave/startAutosave';
import { TabChannel } from './autosave/tabChannel';
import { Seats } from './classroom/seats';
import { createPageDocument, type PageDocument } from './document/pageDocument';
import { FileImport } from './files/fileImport';
import { ReadOnlyRuns } from './files/readOnly/readOnlyRuns';
import { Frame } from './frame/frame';
import { Gallery } from './gallery/gallery';
import { Drafts } from './lessons/drafts';
import { Lessons } from './lessons/lessons';
import { Library } from './library/library';
import { trailStorage } from './library/trailStore';
import { Links } from './links/links';
import { Notices } from './notices/notices';
import { OfflineCache } from './offline/offlineCache';
import { Present } from './present/present';
import { rememberDeviceSpeeds } from './session/deviceSpeed';
import { rememberEngineSetting } from './session/engineRequestStore';
import type { RunsState } from './session/runsStore';
import { Session } from './session/session';
import { throttleRuns } from './session/throttledRuns';
import { Playback } from './time/playback';
import { standingMoment } from './time/standingMoment';

/** One page's objects. */
export interface App {
  document: PageDocument;
  session: Session;
  /** What the page draws of the runs. */
  shownRuns: StoreApi<RunsState>;
  /** Where every view reads the runs while a person points at a step; null while nobody does. */
  cursor: StoreApi<{ step: number | null }>;
  playback: Playback;
  /** The view's moment once it stands still, for what is out of view. */
  standing: StoreApi<{ moment: number | null }>;
  autosave: Autosave;
  library: Library;
  offline: OfflineCache;
  links: Links;
  files: FileImport;
  readOnly: ReadOnlyRuns;
  /** What is typed to find runs in the list, of this visit alone. */
  listFilter: StoreApi<{ typed: string }>;
  gallery: Gallery;
  atlas: Atlas;
  lessons: Lessons;
  /** The page as a frame in another. */
  frame: Frame;
  present: Present;
  drafts: Drafts;
  seats: Seats;
  notices: Notices;
  /** Follows the page's address, shows what was saved, and records history. Resolves when the page can be drawn. */
  start(options: { embedded: boolean }): Promise<void>;
  /** Starts the worker and the offline cache, once the page is drawn. */
  open(): void;
}

/** Makes an app, which does nothing before it is started. @param connectWorker where its worker comes from */
export function createApp({ connectWorker = connectLab }: { connectWorker?: ConnectLab } = {}): App {
  const document = createPageDocument();
  const notices = new Notices();
  const tabs = new TabChannel();
  const session = new Session({ document, notices, connectWorker });
  const autosave = new Autosave({ document, session, notices, tabs });
  const library = new Library({ document, autosave, tabs });
  const links = new Links({
    document,
    session,
    onReplace: () => autosave.startNewAtOnce(t('app.autosave.fromLink')),
  });
  const readOnly = new ReadOnlyRuns(document.experiment);
  const drafts = new Drafts(document);
  const files = new FileImport(session, autosave, readOnly, drafts);
  const place = { document, session, autosave, links };
  const gallery = new Gallery(place);
  const atlas = new Atlas(place);
  const lessons = new Lessons(place, drafts);
  const frame = new Frame({ document, session, lessons });
  const playback = new Playback(document, session.runs, session.replays);
  const present = new Present({ document, session, lessons, playback });
  const seats = new Seats(place);
  let kept = '';
  autosave.state.subscribe(({ database, current, lockedElsewhere }) => {
    const place = database && !lockedElsewhere ? current.id : '';
    if (place === kept) return;
    kept = place;
    session.keepTrail(database && place !== '' ? trailStorage(database, place) : null);
  });
  const offline = new OfflineCache(session.runs);
  return {
    document,
    session,
    shownRuns: throttleRuns(session.runs),
    cursor: createStore(() => ({ step: null as number | null })),
    playback,
    standing: standingMoment(document.view),
    autosave,
    library,
    offline,
    links,
    files,
    readOnly,
    listFilter: createStore(() => ({ typed: '' })),
    gallery,
    atlas,
    lessons,
    frame,
    present,
    drafts,
    seats,
    notices,
    async start({ embedded }) {
      rememberEngineSetting(session.engineRequest);
      rememberDeviceSpeeds(session.speed);
      // A class's link is no experiment to open: the seat chooses its cell of it.
      if (!embedded) seats.followAddress();
      links.followAddress({ embedded });
      if (embedded) return frame.open();
      const { opened } = links.state.getState();
      const isAsked = opened || seats.state.getState().open;
      // Where no engine's speed is known, nobody was here before, or not for long.
      if (!isAsked && isEmptyObject(session.speed.getState())) gallery.fetchFirst();
      const { isEmpty } = await startAutosave({ autosave, document, session, notices, tabs }, opened);
      if (isEmpty && !isAsked) await gallery.openFirst();
      await lessons.openAddressed();
      window.addEventListener('hashchange', () => void lessons.openLinked());
      present.start();
      // What it was trained against is behind it a moment later.
      if (!opened) void gallery.fetchBehind();
      document.history.watch();
    },
    open() {
      void session.open();
      void offline.start();
    },
  };
}
