/** A part of the page that scrolls where there is little room: the keyboard reaches it then, and shadows say at which side there is more. */
import { isEqual } from 'es-toolkit';
import { type ReactNode, type UIEvent, useCallback, useState } from 'react';
import { watchSize } from '../../platform/size';
import classes from './ScrollBox.module.css';

interface Props {
  /** Its name for a screen reader. */
  label: string;
  className?: string | undefined;
  /** One element, as wide as it needs to be. */
  children: ReactNode;
}

interface Overflow {
  /** Whether something is beyond its left edge, and its right one. */
  start: boolean;
  end: boolean;
  /** Whether it is higher than its place. */
  below: boolean;
}

const none: Overflow = { start: false, end: false, below: false };

export function ScrollBox({ label, className, children }: Props) {
  const [overflow, setOverflow] = useState(none);
  const read = useCallback((box: HTMLElement) => {
    // A hidden tab has no size; what was read last holds again once it is back.
    if (box.clientWidth === 0) return;
    const now = overflowOf(box);
    setOverflow((before) => (isEqual(before, now) ? before : now));
  }, []);
  const ref = useCallback(
    (box: HTMLElement | null) => {
      if (!box) return;
      const ends = [box, ...box.children].map((element) => watchSize(element, () => read(box)));
      return () => {
        for (const end of ends) end();
      };
    },
    [read],
  );
  const scrolls = overflow.start || overflow.end || overflow.below;
  return (
    <div
      className={classes.frame}
      data-more-start={overflow.start || undefined}
      data-more-end={overflow.end || undefined}
    >
      <section
        ref={ref}
        className={[classes.box, className].filter(Boolean).join(' ')}
        aria-label={label}
        // What does not scroll is no stop of the Tab key.
        tabIndex={scrolls ? 0 : undefined}
        onScroll={({ currentTarget }: UIEvent<HTMLElement>) => read(currentTarget)}
      >
        {children}
      </section>
    </div>
  );
}

/** A pixel is left for rounding. */
const overflowOf = (box: HTMLElement): Overflow => ({
  start: box.scrollLeft > 1,
  end: box.scrollLeft + box.clientWidth < box.scrollWidth - 1,
  below: box.clientHeight < box.scrollHeight - 1,
});
