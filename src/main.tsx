/** Starts the page. */
import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import './ui/theme.css';
import { createRoot } from 'react-dom/client';
import { session } from './store/session';
import { App } from './ui/App';
import { handleKey } from './ui/actions';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id "root".');
window.addEventListener('keydown', handleKey);
createRoot(root).render(
  <MantineProvider defaultColorScheme="auto">
    <App />
  </MantineProvider>,
);
void session.open();
