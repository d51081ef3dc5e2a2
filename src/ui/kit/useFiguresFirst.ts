/** Whether a table of runs has its figures before the columns of what differs: where it scrolls sideways, and the figures would be out of view. */
import { useIsWide } from '../layout/useIsWide';

/** Most columns of settings that stand before the figures on a wide screen. */
const mostBefore = 3;

/** @param columns in which the runs differ */
export function useFiguresFirst(columns: readonly unknown[]): boolean {
  const isWide = useIsWide();
  return !isWide || columns.length > mostBefore;
}
