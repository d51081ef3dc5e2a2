/** The size of an element, before anything is painted that depends on it. */
import { type RefCallback, useCallback, useRef, useState } from 'react';
import { watchSize } from '../../platform/size';

/** In CSS pixels, of the border box; 0 before it is known. */
interface Size {
  width: number;
  height: number;
}

/** Follows an element's size, and draws anew with each change of it. @see useWatchedSize */
export function useSize<E extends HTMLElement = HTMLElement>(): Size & { ref: RefCallback<E> } {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const take = useCallback(
    (read: Size) =>
      setSize((before) => (before.width === read.width && before.height === read.height ? before : read)),
    [],
  );
  return { ...size, ref: useWatchedSize<E>(take) };
}

/**
 * Follows an element's width up to a limit, beyond which it makes no difference: what has room as it opens is drawn once.
 * @param limit CSS pixels
 * @returns the limit before the width is known
 */
export function useWidthUpTo<E extends HTMLElement = HTMLElement>(
  limit: number,
): { width: number; ref: RefCallback<E> } {
  const [width, setWidth] = useState(limit);
  const take = useCallback((read: Size) => setWidth(Math.min(read.width, limit)), [limit]);
  return { width, ref: useWatchedSize<E>(take) };
}

/**
 * The size is read as the element first comes to the page, so that what depends on it is drawn once. One that comes back, as its tab is
 * opened, keeps its size until the browser tells another: to ask would lay out the page within the click.
 * @param take hears each size that is read; another function hears the size at once
 */
function useWatchedSize<E extends HTMLElement>(take: (size: Size) => void): RefCallback<E> {
  const taken = useRef<typeof take>(null);
  return useCallback(
    (element: E | null) => {
      if (!element) return;
      const read = () => {
        const { offsetWidth: width, offsetHeight: height } = element;
        // In a hidden tab (display: none) the size reads 0 × 0: keep the last one, or the content would unmount.
        if (width === 0 && height === 0) return;
        taken.current = take;
        take({ width, height });
      };
      if (taken.current !== take) read();
      return watchSize(element, read);
    },
    [take],
  );
}
