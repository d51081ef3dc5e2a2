/** Probes a model's attention with one text: maps, indicators and score summaries of every layer. */
import type { Vocabulary } from '../data/vocabulary';
import type { EngineModel } from '../engine/engine';
import type { LayerProbe, Probe } from '../measure/capture';
import { indicators } from '../measure/indicators';
import { scoreSummary } from '../measure/scores';

/**
 * Runs one forward pass that materialises every map, (heads, T, T) each, and reads them back.
 * @param text cut at the context length
 * @returns for each layer its map, (heads, T, T) row-major. Rejects with an Error with a message for the reader where the
 * text has no tokens, or unknown ones
 */
export async function probeAttention(
  model: EngineModel,
  vocabulary: Vocabulary,
  text: string,
): Promise<Probe> {
  const { context, heads } = model.config;
  const all = vocabulary.encode(text);
  if (all.length === 0)
    throw new Error('Write a probe text of at least one character to see what attends to what.');
  const ids = all.slice(0, context);
  const T = ids.length;
  const layers = (await model.attention(ids)).map((attention): LayerProbe => {
    if (!attention) return { map: null, indicators: null, scores: null };
    const { map, scores } = attention;
    return { map, indicators: indicators(map, heads, T), scores: scoreSummary(scores, heads, T) };
  });
  const tokens = Array.from(ids, (id) => vocabulary.tokenText(id));
  return { tokens, heads, cut: all.length > context, unknown: vocabulary.unknown(text), layers };
}
