/**
 * Shows a run's name in one line, which is cut in its middle where there is little room, or in several on a touch screen: a branch, a seed and a copy are told from their
 * origin by their names' ends.
 */
import { useLayoutEffect, useRef } from 'react';
import { nameParts } from '../../format/runName';
import { labelWidth, visibleText } from '../../format/visible';
import classes from './ClippedName.module.css';

/** Characters that a start may have which is not cut. */
const shortStart = 6;

interface Props {
  text: string;
  /** It stands where a touch screen has room for more lines. */
  wraps?: boolean;
  /** CSS pixels that it has, where they are known: then its end follows the ellipsis without a gap. */
  room?: number;
}

export function ClippedName({ text, wraps = false, room }: Props) {
  const { start, end } = nameParts(text);
  const cut = useRef<HTMLSpanElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what fits is another with each of them
  useLayoutEffect(() => {
    if (cut.current && room !== undefined) shrinkToLetters(cut.current);
  }, [text, room]);
  return (
    <bdi
      className={classes.name}
      data-short={labelWidth(start) <= shortStart || undefined}
      data-wraps={wraps || undefined}
    >
      <span ref={cut} className={classes.start}>
        {visibleText(start)}
      </span>
      {end !== '' && <span className={classes.end}>{visibleText(end)}</span>}
    </bdi>
  );
}

/** Makes an element that is cut as wide as the letters before the ellipsis and it: the browser leaves the part of a letter behind it. */
function shrinkToLetters(element: HTMLElement): void {
  Object.assign(element.style, { minWidth: '', maxWidth: '' });
  const room = element.getBoundingClientRect().width;
  const context =
    element.scrollWidth > Math.ceil(room) ? document.createElement('canvas').getContext('2d') : null;
  if (!context) return;
  context.font = getComputedStyle(element).font;
  const width = (letters: readonly string[]) => context.measureText(`${letters.join('').trimEnd()}…`).width;
  const letters = Array.from(element.textContent);
  while (letters.length > 1 && width(letters) > room) letters.pop();
  Object.assign(element.style, { minWidth: 0, maxWidth: `${Math.ceil(width(letters))}px` });
}
