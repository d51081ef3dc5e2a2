/** Probes a model's attention with one text: maps, indicators and score summaries of every layer. */
import * as tf from '@tensorflow/tfjs';
import type { AttentionMap } from '../attention/composedAttention';
import type { Vocabulary } from '../data/vocabulary';
import { indicators } from '../measure/indicators';
import { scoreSummary } from '../measure/scores';
import { forward } from '../model/forward';
import type { Model } from '../model/model';
import type { LayerProbe, ProbeResult } from './protocol';

/**
 * Runs one forward pass that materialises every map, (heads, T, T) each, and reads them back.
 * @param text cut at the context length
 * @returns for each layer its map, (heads, T, T) row-major. Rejects with an Error with a message for the reader where the
 * text has no tokens, or unknown ones
 */
export async function probeAttention(
  model: Model,
  vocabulary: Vocabulary,
  text: string,
): Promise<Omit<ProbeResult, 'runId' | 'step'>> {
  const { context, heads } = model.config;
  const all = vocabulary.encode(text);
  if (all.length === 0)
    throw new Error('Write a probe text of at least one character to see what attends to what.');
  const ids = all.slice(0, context);
  const T = ids.length;
  const attentions = attentionOf(model, ids);
  const layers = await Promise.all(
    attentions.map(async (attention): Promise<LayerProbe> => {
      if (!attention) return { map: null, indicators: null, scores: null };
      const [map, scores] = (await Promise.all([attention.map.data(), attention.scores.data()])) as [
        Float32Array,
        Float32Array,
      ];
      tf.dispose([attention.map, attention.scores]);
      return { map, indicators: indicators(map, heads, T), scores: scoreSummary(scores, heads, T) };
    }),
  );
  const tokens = Array.from(ids, (id) => vocabulary.tokenText(id));
  return { tokens, heads, cut: all.length > context, layers };
}

/**
 * Computes scores and map of each layer for one row of tokens, (heads, T, T) each; the caller disposes them.
 * @returns null for a layer that mixes no tokens
 */
export function attentionOf(model: Model, ids: Int32Array): (AttentionMap | null)[] {
  const built: (AttentionMap | null)[] = [];
  tf.tidy(() => {
    forward(model, tf.tensor2d(ids, [1, ids.length], 'int32'), {
      probe: (_layer, attention) => {
        built.push(attention && { map: tf.keep(attention.map), scores: tf.keep(attention.scores) });
      },
    });
  });
  return built;
}
