/** The size of an element, before anything is painted that depends on it. */
import { type RefCallback, useCallback, useRef, useState } from 'react';
import { watchSize } from '../../platform/size';

/** In CSS pixels, of the border box; 0 before it is known. */
interface Size {
  width: number;
  height: number;
}

/**
 * Follows an element's size. It is read as the element first comes to the page, so that what depends on it is drawn once. One that comes
 * back, as its tab is opened, keeps its size until the browser tells another: to ask would lay out the page within the click.
 */
export function useSize<E extends HTMLElement = HTMLElement>(): Size & { ref: RefCallback<E> } {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const isKnown = useRef(false);
  const ref = useCallback((element: E | null) => {
    if (!element) return;
    const read = () => {
      const { offsetWidth: width, offsetHeight: height } = element;
      // In a hidden tab (display: none) the size reads 0 × 0: keep the last one, or the content would unmount.
      if (width === 0 && height === 0) return;
      isKnown.current = true;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    if (!isKnown.current) read();
    return watchSize(element, read);
  }, []);
  return { ...size, ref };
}
