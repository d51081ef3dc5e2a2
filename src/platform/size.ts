/** The size of an element. */

/** Tells whenever an element's size may have changed. @returns a function that ends it */
export function watchSize(element: Element, tell: () => void): () => void {
  // Filled in where the browser lacks it, see layout.ts.
  const observer = new ResizeObserver(tell);
  observer.observe(element);
  return () => observer.disconnect();
}
