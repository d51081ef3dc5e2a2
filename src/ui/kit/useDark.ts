/** Tells whether the colour scheme is dark. */
import { useComputedColorScheme } from '@mantine/core';

export const useDark = (): boolean => useComputedColorScheme('light') === 'dark';
