/** @returns whether the colour scheme is the dark one */
import { useComputedColorScheme } from '@mantine/core';

export const useDark = (): boolean => useComputedColorScheme('light') === 'dark';
