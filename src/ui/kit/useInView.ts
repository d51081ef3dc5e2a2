/** Whether an element is in view. */
import { type RefObject, useEffect, useState } from 'react';
import { watchInView } from '../../platform/inView';

/**
 * Returns whether an element is in view; true before that is known.
 * @param margin how far beyond the edge it still is, in CSS pixels
 */
export function useInView(element: RefObject<Element | null>, margin?: number): boolean {
  const [isInView, setInView] = useState(true);
  useEffect(
    () => (element.current ? watchInView(element.current, setInView, margin) : undefined),
    [element, margin],
  );
  return isInView;
}
