/** Whether an element is in view. */
import { type RefObject, startTransition, useEffect, useState } from 'react';
import { watchInView } from '../../platform/inView';

/**
 * Returns whether an element is in view; true before that is known. What comes into view is drawn after what a person does.
 * @param margin how far beyond the edge it still is, in CSS pixels
 */
export function useInView(element: RefObject<Element | null>, margin?: number): boolean {
  const [isInView, setInView] = useState(true);
  useEffect(
    () =>
      element.current
        ? watchInView(element.current, (now) => startTransition(() => setInView(now)), margin)
        : undefined,
    [element, margin],
  );
  return isInView;
}
