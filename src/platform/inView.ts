/** Whether an element is in view. */

/** How far beyond the edge of what scrolls an element counts as in view, in CSS pixels, so that scrolling comes to what is drawn. */
const usualMargin = 120;

/**
 * Tells whether an element is in view, soon and whenever that changes; where the browser does not tell, it is.
 * @returns a function that ends it
 */
export function watchInView(
  element: Element,
  tell: (isInView: boolean) => void,
  margin = usualMargin,
): () => void {
  if (typeof IntersectionObserver !== 'function') return () => {};
  // scrollMargin is of what scrolls within the page; browsers that lack it leave it out.
  const options = { rootMargin: `${margin}px`, scrollMargin: `${margin}px` };
  const observer = new IntersectionObserver(
    (entries) => tell(entries.at(-1)?.isIntersecting ?? true),
    options,
  );
  observer.observe(element);
  return () => observer.disconnect();
}
