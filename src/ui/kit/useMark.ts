/** Names a part of the page for lessons, whose steps point at it: the mark is drawn by theme.css. */
import { useLesson } from '../AppContext';

const noMarks: readonly string[] = [];

/** The attributes of the element of a part. */
const markOf = (part: string, marked: boolean) => ({
  'data-part': part,
  'data-marked': marked || undefined,
});

/**
 * Returns the attributes of the part's element.
 * @param part as src/lessons/parts.ts spells it: `panel:losses`
 */
export function useMark(part: string) {
  const marked = useLesson(({ open }) => open?.stage.marks.includes(part) ?? false);
  return markOf(part, marked);
}

/** Returns the same for many parts at once, which follow the lesson together. */
export function useMarks(): (part: string) => ReturnType<typeof markOf> {
  const marks = useLesson(({ open }) => open?.stage.marks ?? noMarks);
  return (part) => markOf(part, marks.includes(part));
}
