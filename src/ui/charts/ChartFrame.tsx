/** What a chart of recharts stands in: it fills its place, and is no stop of the Tab key. */
import { type ReactElement, useLayoutEffect, useRef } from 'react';
import { ResponsiveContainer } from 'recharts';

/** The groups that recharts has its layers drawn into, as portals. */
const layers = 'g[class^="recharts-zIndex-layer"]';

export function ChartFrame({ children }: { children: ReactElement }) {
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const own = frame.current;
    if (!own) return;
    // React listens to the focus on what it draws a portal into, and Chromium makes a stop of every SVG element that somebody listens on.
    const skip = () => {
      for (const layer of own.querySelectorAll(layers)) layer.setAttribute('tabindex', '-1');
    };
    skip();
    // Recharts makes them later, and others where an axis comes or goes.
    const watch = new MutationObserver(skip);
    watch.observe(own, { childList: true, subtree: true });
    return () => watch.disconnect();
  }, []);
  return (
    <ResponsiveContainer ref={frame} width="100%" height="100%">
      {children}
    </ResponsiveContainer>
  );
}
