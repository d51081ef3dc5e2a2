/** The maps that are shown of a probe. */
import type { View } from '../../../document/view';
import { summariseHeads } from '../../../measure/headSummary';
import type { ProbeResult } from '../../../runtime/protocol';

/** Returns the probe as it is, or with one head, whose maps are over all heads. */
export function shownMaps(probe: ProbeResult, kind: View['mapKind']): ProbeResult {
  if (kind === 'heads') return probe;
  const { heads, tokens, layers } = probe;
  return {
    ...probe,
    heads: 1,
    layers: layers.map(({ map, ...layer }) => ({
      ...layer,
      map: map && summariseHeads(map, heads, tokens.length, kind),
    })),
  };
}
