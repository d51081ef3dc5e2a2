/** Tells whether the colour scheme is dark. */
import { useComputedColorScheme } from '@mantine/core';

/** Returns whether the page is dark, and renders anew when that changes; light before it is known. */
export const useDark = (): boolean => useComputedColorScheme('light') === 'dark';
