/** Throttles redrawing: the stored curves, with a new version at most five times a second. */
import { useSyncExternalStore } from 'react';
import { type RunCurves, useRuns } from '../../app/session/runsStore';

const redrawInterval = 200;

function subscribe(redraw: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const unsubscribe = useRuns.subscribe((now, before) => {
    if (now.version === before.version && now.curves === before.curves) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      redraw();
    }, redrawInterval);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

/** Curves grow in place: `version` tells whether they have. */
export function useCurves(): { curves: Record<string, RunCurves>; version: number } {
  const version = useSyncExternalStore(subscribe, () => useRuns.getState().version);
  return { curves: useRuns.getState().curves, version };
}
