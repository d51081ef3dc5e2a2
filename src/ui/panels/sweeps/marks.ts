/** How a picture of a sweep and its table find each other's parts. */

/** Marks are of variations, by their keys. */
export interface Marks {
  marked: string | null;
  onMark(key: string): void;
  /** The pointer is on a mark, or on none any more. */
  onPoint(key: string | null): void;
}

/** Returns what the part of a picture has that is the mark of a variation. */
export const markProps = ({ marked, onMark, onPoint }: Marks, key: string) => ({
  'data-mark': key,
  'data-marked': key === marked || undefined,
  onClick: () => onMark(key),
  onPointerEnter: () => onPoint(key),
  onPointerLeave: () => onPoint(null),
});
