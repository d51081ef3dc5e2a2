/** Tells whether the colour scheme is dark. */
import { useComputedColorScheme } from '@mantine/core';
import { createContext, type ReactNode, useContext } from 'react';

const Dark = createContext(false);

/** Asks once for all that is below it: each that asks has the browser match a media query. */
export function DarkProvider({ children }: { children: ReactNode }) {
  return <Dark value={useComputedColorScheme('light') === 'dark'}>{children}</Dark>;
}

/** Returns whether the page is dark, and renders anew when that changes. */
export const useDark = (): boolean => useContext(Dark);
