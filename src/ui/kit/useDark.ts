/** Whether the page is dark now. */
import { useComputedColorScheme } from '@mantine/core';

export const useDark = (): boolean => useComputedColorScheme('light') === 'dark';
