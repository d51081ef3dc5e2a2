/** Has a message go by itself once there was time to read it: not while the pointer or the focus is on it, nor while nobody sees the page. */
import { useDocumentVisibility } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { useLatest } from './useLatest';

/** Milliseconds that a message is there at least, more for each of its letters (about a third of a reader's usual pace), and at most. */
const least = 6000;
const perLetter = 80;
const most = 10_000;

/** Milliseconds that a text stays. */
export const stay = (text: string): number => Math.min(most, least + perLetter * text.length);

/**
 * @param text what is read; null for a message that stays
 * @returns what the message's element takes
 */
export function usePassing(text: string | null, onEnd: () => void) {
  const [isPointed, setPointed] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const isSeen = useDocumentVisibility() !== 'hidden';
  const end = useLatest(onEnd);
  const counts = text !== null && isSeen && !isPointed && !hasFocus;
  useEffect(() => {
    if (!counts || text === null) return;
    const timer = setTimeout(end, stay(text));
    return () => clearTimeout(timer);
  }, [counts, text, end]);
  return useMemo(
    () => ({
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocus(true),
      onBlur: () => setFocus(false),
    }),
    [],
  );
}
