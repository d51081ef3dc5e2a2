/** Calls the function of the last drawing under one name that stays: what is given it need not be drawn anew with each. */
import { useCallback, useLayoutEffect, useRef } from 'react';

/** @param call is called from events alone, and not while drawing */
export function useLatest<Arguments extends unknown[], Result>(
  call: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  const latest = useRef(call);
  useLayoutEffect(() => {
    latest.current = call;
  });
  return useCallback((...args) => latest.current(...args), []);
}
