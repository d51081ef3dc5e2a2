/** Pixels of the screen for each CSS pixel. */

/** Returns how many there are a side: 1 where the browser does not tell. */
export const pixelRatio = (): number => globalThis.devicePixelRatio || 1;

/**
 * Tells when the browser zooms or the window comes to another screen, where the browser tells.
 * @returns a function that ends it
 */
export function watchPixelRatio(tell: () => void): () => void {
  let query: MediaQueryList | null = null;
  const changed = () => {
    end();
    watch();
    tell();
  };
  const end = () => query?.removeEventListener('change', changed);
  // A query tells only that the ratio is no longer what it was.
  const watch = () => {
    query = globalThis.matchMedia?.(`(resolution: ${pixelRatio()}dppx)`) ?? null;
    query?.addEventListener('change', changed);
  };
  watch();
  return end;
}
