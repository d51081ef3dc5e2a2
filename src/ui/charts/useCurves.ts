/** Reads the curves, throttled to five updates a second while the runs train. */
import { throttle } from 'es-toolkit';
import { useCallback, useSyncExternalStore } from 'react';
import type { RunCurves } from '../../runtime/runReducer';
import { useApp } from '../AppContext';

const redrawInterval = 200;

/** Returns curves by run id; new objects whenever they have changed. */
export function useCurves(): Record<string, RunCurves> {
  const { runs } = useApp().session;
  const subscribe = useCallback(
    (redraw: () => void) => {
      const throttled = throttle(redraw, redrawInterval);
      const unsubscribe = runs.subscribe((now, before) => {
        if (now.curves !== before.curves) throttled();
        // What the page says of runs that do not train is said of their last points.
        if (now.state !== 'training') throttled.flush();
      });
      return () => {
        throttled.cancel();
        unsubscribe();
      };
    },
    [runs],
  );
  return useSyncExternalStore(subscribe, () => runs.getState().curves);
}
