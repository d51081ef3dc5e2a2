/** The page's address. */

/** Replaces the page's address without loading it. @returns whether the browser let the page, as a framed text may not */
export function replaceAddress(url: string): boolean {
  try {
    history.replaceState(history.state, '', url);
    return true;
  } catch (error) {
    console.warn(error);
    return false;
  }
}

/** Whether the page was come to by its address, and not by a reload or through the history; false where that is not told. */
export function isVisited(): boolean {
  try {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return navigation?.type === 'navigate';
  } catch {
    return false;
  }
}

/**
 * Returns the site's address, on the page and in its worker, which has it for a name: the worker's script lies in a folder
 * of assets.
 */
export const siteAddress = (): string =>
  typeof document === 'undefined' ? self.name || self.location.href : document.baseURI;
