/** Starts the page. */
import { useStore } from 'zustand';
import { createApp } from './app/app';
import { isFrame } from './app/frame/frameAddress';
import { openInLanguage } from './app/language';
import { startNotice } from './app/notices/messages';
import { hallInAddress } from './app/present/presentAddress';
import { isPrintInAddress } from './app/print/printAddress';
import { mendedAddress } from './document/link/mendedAddress';
import { replaceAddress } from './platform/address';
import { whenIdle } from './platform/idle';
import { AppContext } from './ui/AppContext';
import { actions } from './ui/actions';
import { shortcuts } from './ui/actions/shortcuts';
import { trainingActions } from './ui/actions/trainingActions';
import { drawPage } from './ui/drawPage';
import { PageBoundary } from './ui/failure/Failure';
import { clickerKeys, hallKeys } from './ui/present/hallKeys';
import { PageOrHall } from './ui/present/PageOrHall';

// Some hosts serve this page for every path, that of a link whose "#" was encoded as "%23" too: decode it.
const mended = mendedAddress(location.href);
if (mended) replaceAddress(mended);

/** Inside another page: a compact view. */
const embedded = isFrame();

await openInLanguage();
const hall = hallInAddress();
if (hall !== undefined)
  await import('./ui/present/openPresenter').then(({ openPresenter }) => openPresenter(hall));
else if (isPrintInAddress() && !embedded)
  await import('./ui/print/openPrint').then(({ openPrint }) => openPrint());
else await openLab();

async function openLab(): Promise<void> {
  const app = createApp();
  const keys = shortcuts(app, embedded ? trainingActions : actions);
  const whilePresenting = hallKeys(app);
  const isPresenting = () => app.present.state.getState().shown;
  window.addEventListener('keydown', (event) => (isPresenting() ? whilePresenting : keys)(event));
  window.addEventListener('keydown', clickerKeys(app), true);
  // Before the page is drawn, so that it is drawn once.
  await app.start({ embedded }).catch((error) => app.notices.say(startNotice(error)));
  // A page of its own needs nothing of a frame's.
  const Page = embedded ? (await import('./ui/embed/EmbedApp')).EmbedApp : PageOrHall;
  const content = () => (
    <AppContext.Provider value={app}>
      <PageBoundary embedded={embedded}>
        <Page />
      </PageBoundary>
    </AppContext.Provider>
  );
  // A hall is light, whatever the laptop is: projectors show dark greys as one.
  drawPage(content, () =>
    useStore(app.present.state, ({ shown, dark }) => (shown ? (dark ? 'dark' : 'light') : undefined)),
  );
  // What is embedded waits for a click, or a message of its page, before it takes anything of the machine.
  if (embedded) void (await import('./ui/embed/connectHost')).connectHost(app);
  // The worker would take a core from the first drawing.
  else whenIdle(() => app.open());
}
