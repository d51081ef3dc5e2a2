/** How many small maps stand beside each other: the others of a layer are below. */
import { type RefObject, useLayoutEffect, useState } from 'react';
import { watchSize } from '../../platform/size';

/**
 * Counts them, also as the room changes.
 * @param list whose rows are alike
 * @param alike what stays the same as long as only the room changes
 */
export function useMapColumns(list: RefObject<Element | null>, alike: string): number {
  const [columns, setColumns] = useState(Number.POSITIVE_INFINITY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row may be the first
  useLayoutEffect(() => {
    const first = list.current?.querySelector('button')?.parentElement;
    if (!first) return;
    const count = () => {
      const tops = [...first.querySelectorAll('button')].map(({ offsetTop }) => offsetTop);
      setColumns(tops.filter((top) => top === tops[0]).length);
    };
    count();
    return watchSize(first, count);
  }, [list, alike]);
  return columns;
}
