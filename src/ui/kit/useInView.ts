/** Whether an element is in view. */
import { type RefObject, useEffect, useState } from 'react';
import { watchInView } from '../../platform/inView';

/** Returns whether an element is in view; true before that is known. */
export function useInView(element: RefObject<Element | null>): boolean {
  const [isInView, setInView] = useState(true);
  useEffect(() => (element.current ? watchInView(element.current, setInView) : undefined), [element]);
  return isInView;
}
