/** Measures what another text does to a map: nothing, where queries and keys are fixed. */
import { isEqual } from 'es-toolkit';
import { useState } from 'react';
import { largestChange } from '../../measure/maps/difference';

interface Seen {
  /** Run, layer, head, kind and step: what else may change a map. */
  of: string;
  tokens: readonly string[];
  values: Float32Array;
}

/**
 * @param of what the map is of, its text aside
 * @param values (T, T), row-major
 * @returns the largest change of a weight against the text before; null while there was none
 */
export function useTextChange(of: string, tokens: readonly string[], values: Float32Array): number | null {
  const [seen, setSeen] = useState<Seen>({ of, tokens, values });
  const [change, setChange] = useState<number | null>(null);
  if (seen.of !== of) {
    setSeen({ of, tokens, values });
    setChange(null);
  } else if (seen.values !== values) {
    setSeen({ of, tokens, values });
    if (!isEqual(seen.tokens, tokens))
      setChange(largestChange(values, tokens.length, seen.values, seen.tokens.length));
  }
  return change;
}
