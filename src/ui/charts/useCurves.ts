/** Reads the curves, throttled to five updates a second. */
import { useCallback, useSyncExternalStore } from 'react';
import type { RunCurves } from '../../runtime/runReducer';
import { useApp } from '../AppContext';

const redrawInterval = 200;

/** Returns curves by run id; new objects whenever they have changed. */
export function useCurves(): Record<string, RunCurves> {
  const { runs } = useApp().session;
  const subscribe = useCallback(
    (redraw: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const unsubscribe = runs.subscribe((now, before) => {
        if (now.curves === before.curves) return;
        timer ??= setTimeout(() => {
          timer = undefined;
          redraw();
        }, redrawInterval);
      });
      return () => {
        clearTimeout(timer);
        unsubscribe();
      };
    },
    [runs],
  );
  return useSyncExternalStore(subscribe, () => runs.getState().curves);
}
