/** The maps that are shown of a layer: those of its heads, or one over them. */
import type { View } from '../../document/view';
import { type Capture, decodeHeads, decodeMap } from '../../measure/capture';
import { summariseHeads } from '../../measure/headSummary';
import type { ProbeResult } from '../../runtime/protocol';

interface LayerMaps {
  /** (heads, T, T) row-major. */
  map: Float32Array;
  heads: number;
}

/** @param map (heads, T, T) of a layer @returns these maps, or one over all heads */
export const layerMaps = (map: Float32Array, heads: number, T: number, kind: View['mapKind']): LayerMaps =>
  kind === 'heads' ? { map, heads } : { map: summariseHeads(map, heads, T, kind), heads: 1 };

/** Which map, from 0. */
interface Wanted {
  kind: View['mapKind'];
  layer: number;
  /** The last one where there are not as many; of no matter for a map over all heads. */
  head: number;
}

/**
 * Takes one map out of a probe or a capture, whose other layers and heads are not decoded.
 * @returns (T, T) row-major; null where the layer mixes no tokens, or is not there
 */
export function shownMap(from: ProbeResult | Capture, { kind, layer, head }: Wanted): Float32Array | null {
  const capture = 'text' in from ? from : from.capture;
  if (capture && kind === 'heads') return decodeHeads(capture, layer, Math.min(head, from.heads - 1), 1);
  const found = 'text' in from ? decodeMap(from, layer) : (from.layers[layer]?.map ?? null);
  if (!found) return null;
  const T = from.tokens.length;
  const { map, heads } = layerMaps(found, from.heads, T, kind);
  const at = Math.min(head, heads - 1) * T * T;
  return map.subarray(at, at + T * T);
}
