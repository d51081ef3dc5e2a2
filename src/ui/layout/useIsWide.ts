/** Whether the page is wide enough to be one screen, in which nothing scrolls but panels. */
import { useMediaQuery } from '@mantine/hooks';
import { mediaMatches } from '../../platform/layout';

const wide = '(min-width: 900px)';

/** Follows the window. */
export const useIsWide = (): boolean =>
  useMediaQuery(wide, mediaMatches(wide), { getInitialValueInEffect: false });
