/** A value that another window holds and this one changes. */
import { isEqual } from 'es-toolkit';
import { useState } from 'react';

/**
 * Returns the value as it was changed here until the other window tells the same, so that what is typed does not wait for it.
 * @param told what the other window last told
 */
export function usePending<T>(told: T): [T, (value: T) => void] {
  const [pending, setPending] = useState<{ value: T } | null>(null);
  if (pending && isEqual(pending.value, told)) setPending(null);
  return [pending ? pending.value : told, (value) => setPending({ value })];
}
