/** Starts the page. */
import { createTheme, MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import './ui/theme.css';
import { createRoot } from 'react-dom/client';
import { createApp } from './app/app';
import { App } from './ui/App';
import { AppContext } from './ui/AppContext';
import { actions } from './ui/actions';
import { shortcuts } from './ui/actions/shortcuts';
import { trainingActions } from './ui/actions/trainingActions';
import { EmbedApp } from './ui/embed/EmbedApp';
import { lockStyles, styleNonce } from './ui/styleNonce';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id "root".');

const theme = createTheme({
  fontFamily: 'inherit',
  // White on the primary colour has contrast AA only from this shade on.
  primaryShade: 8,
  // The dark theme's greys, from ink to page, with the blue that theme.css gives its surfaces.
  colors: {
    dark: [
      '#eef2f6',
      '#c3ccd5',
      '#9aa6b2',
      '#5c6875',
      '#3a444f',
      '#303942',
      '#262d36',
      '#1b2128',
      '#161b21',
      '#12161b',
    ],
  },
  // Read from the back of a lecture hall: nothing below 13 px.
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1rem' },
});

/** Inside another page: a compact view. */
const embedded = new URLSearchParams(location.search).has('embed');

if (import.meta.env.PROD) lockStyles();
const app = createApp();
window.addEventListener('keydown', shortcuts(app, embedded ? trainingActions : actions));
// Before the page is drawn, so that it is drawn once.
await app.start({ embedded });
createRoot(root).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
    <AppContext.Provider value={app}>{embedded ? <EmbedApp /> : <App />}</AppContext.Provider>
  </MantineProvider>,
);
// What is embedded waits for a click before it takes anything of the machine.
if (!embedded) app.open();
