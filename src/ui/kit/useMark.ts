/** Names a part of the page for lessons, whose steps point at it: the mark is drawn by theme.css. */
import { useLesson } from '../AppContext';

/**
 * Returns the attributes of the part's element.
 * @param part as src/lessons/parts.ts spells it: `panel:losses`
 */
export function useMark(part: string) {
  const marked = useLesson(({ open }) => open?.stage.marks.includes(part) ?? false);
  return { 'data-part': part, 'data-marked': marked || undefined };
}
