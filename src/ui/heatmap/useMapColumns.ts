/** How many small maps stand beside each other: the others of a layer are below. */
import { maxBy } from 'es-toolkit';
import { type RefObject, useLayoutEffect, useState } from 'react';
import { watchSize } from '../../platform/size';

/**
 * Counts them, also as the room changes.
 * @param list whose buttons are alike
 * @param alike what stays the same as long as only the room changes
 */
export function useMapColumns(list: RefObject<Element | null>, alike: string): number {
  const [columns, setColumns] = useState(Number.POSITIVE_INFINITY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row may be the fullest
  useLayoutEffect(() => {
    // The fullest row: of one with few maps it would not be known how many have room.
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const fullest = maxBy(
      buttons,
      ({ parentElement }) => parentElement?.childElementCount ?? 0,
    )?.parentElement;
    if (!fullest) return;
    const count = () => {
      const tops = [...fullest.querySelectorAll('button')].map(({ offsetTop }) => offsetTop);
      setColumns(tops.filter((top) => top === tops[0]).length);
    };
    count();
    return watchSize(fullest, count);
  }, [list, alike]);
  return columns;
}
