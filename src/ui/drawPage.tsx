/** Draws a page: theme, styles, and the nonce that style elements have. */
import { createTheme, MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import './theme.css';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { fillInLayout } from '../platform/layout';
import { DarkProvider } from './kit/useDark';
import { lockStyles, styleNonce } from './styleNonce';
import { LanguageContext, useSpokenLanguage } from './useLanguage';

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
  // A list of options is there once it is opened: Mantine would place each when the page opens, which makes the browser lay it out.
  components: { Combobox: { defaultProps: { keepMounted: false } } },
});

/**
 * Draws the content into the element with the id "root", and anew with each change of language: what a reader has typed
 * or opened stays, as no part is made anew. @param useScheme a hook @throws Error where there is no such element
 */
export function drawPage(content: () => ReactNode, useScheme: UseScheme = () => undefined): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no element with the id "root".');
  fillInLayout();
  if (import.meta.env.PROD) lockStyles();
  createRoot(root).render(<Page content={content} useScheme={useScheme} />);
}

/** Tells in which scheme the page is to be drawn; undefined for the reader's own. */
type UseScheme = () => 'light' | 'dark' | undefined;

function Page({ content, useScheme }: { content: () => ReactNode; useScheme: UseScheme }) {
  const language = useSpokenLanguage();
  const scheme = useScheme();
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      {...(scheme && { forceColorScheme: scheme })}
      getStyleNonce={styleNonce}
    >
      <DarkProvider>
        <LanguageContext value={language}>{content()}</LanguageContext>
      </DarkProvider>
    </MantineProvider>
  );
}
