/** What the page's address says of a frame in another page: `?embed`, and with `&show=` what it shows. */

/** Whether this page stands in another, by its address. */
export const isFrame = (): boolean => new URLSearchParams(location.search).has('embed');

/** What the frame's address asks it to show; null where it does not say. */
export const shownInFrame = (): string | null => new URLSearchParams(location.search).get('show');

/** @returns the query of a frame's address @param lesson its id, and a step from 1 */
export function frameQuery({
  show,
  lesson,
}: {
  show?: string;
  lesson?: { id: string; step: number };
}): string {
  const params = new URLSearchParams();
  if (lesson) {
    params.set('lesson', lesson.id);
    params.set('step', String(lesson.step));
  }
  if (show !== undefined) params.set('show', show);
  // As it is written by hand.
  return params.size > 0 ? `?embed&${params}` : '?embed';
}
