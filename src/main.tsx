/** Starts the page. */
import { createApp } from './app/app';
import { isFrame } from './app/frame/frameAddress';
import { openInLanguage } from './app/language';
import { startNotice } from './app/notices/messages';
import { mendedAddress } from './document/link/mendedAddress';
import { replaceAddress } from './platform/address';
import { App } from './ui/App';
import { AppContext } from './ui/AppContext';
import { actions } from './ui/actions';
import { shortcuts } from './ui/actions/shortcuts';
import { trainingActions } from './ui/actions/trainingActions';
import { drawPage } from './ui/drawPage';
import { connectHost } from './ui/embed/connectHost';
import { EmbedApp } from './ui/embed/EmbedApp';
import { PageBoundary } from './ui/failure/Failure';

// Some hosts serve this page for every path, that of a link whose "#" was encoded as "%23" too: decode it.
const mended = mendedAddress(location.href);
if (mended) replaceAddress(mended);

/** Inside another page: a compact view. */
const embedded = isFrame();

await openInLanguage();
const app = createApp();
window.addEventListener('keydown', shortcuts(app, embedded ? trainingActions : actions));
// Before the page is drawn, so that it is drawn once.
await app.start({ embedded }).catch((error) => app.notices.say(startNotice(error)));
drawPage(() => (
  <AppContext.Provider value={app}>
    <PageBoundary embedded={embedded}>{embedded ? <EmbedApp /> : <App />}</PageBoundary>
  </AppContext.Provider>
));
// What is embedded waits for a click, or a message of its page, before it takes anything of the machine.
if (embedded) void connectHost(app);
else app.open();
