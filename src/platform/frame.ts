/** What the browser tells a page of the page around it. */

/** The window around this one's frame; null where the page is in none. */
export const hostWindow = (): Window | null => (window.parent === window ? null : window.parent);

/** The origin of the page around this frame; null where the browser does not tell: only some list the ancestors. */
export function hostOrigin(): string | null {
  const [nearest] = location.ancestorOrigins ?? [];
  if (nearest !== undefined) return nearest;
  try {
    return new URL(document.referrer).origin;
  } catch {
    return null;
  }
}
