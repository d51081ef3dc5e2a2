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

/** The largest change of a weight, or that only the end of the text is another: then no row of a causal map can tell anything. */
export type TextChange = number | 'atEnd';

/**
 * @param of what the map is of, its text aside
 * @param values (T, T), row-major
 * @returns what changed against the text before, in the rows that both have; null while there was none
 */
export function useTextChange(
  of: string,
  tokens: readonly string[],
  values: Float32Array,
): TextChange | null {
  const [seen, setSeen] = useState<Seen>({ of, tokens, values });
  const [change, setChange] = useState<TextChange | null>(null);
  if (seen.of !== of) {
    setSeen({ of, tokens, values });
    setChange(null);
  } else if (seen.values !== values) {
    setSeen({ of, tokens, values });
    if (!isEqual(seen.tokens, tokens)) setChange(textChange(seen, { tokens, values }));
  }
  return change;
}

function textChange(before: Omit<Seen, 'of'>, now: Omit<Seen, 'of'>): TextChange {
  const shared = Math.min(before.tokens.length, now.tokens.length);
  if (isEqual(before.tokens.slice(0, shared), now.tokens.slice(0, shared))) return 'atEnd';
  return largestChange(now.values, now.tokens.length, before.values, before.tokens.length);
}
