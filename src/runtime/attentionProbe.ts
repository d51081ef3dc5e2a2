/** Probes a model's attention with one text: maps, indicators, score summaries and head scores of every layer. */
import { Random } from '../data/random';
import type { RightKeys } from '../data/tasks';
import type { Vocabulary } from '../data/vocabulary';
import type { EngineModel } from '../engine/engine';
import type { Experiment } from '../experiment/schema';
import { words } from '../format/words';
import type { LayerProbe, Probe } from '../measure/capture';
import { scoreHeads } from '../measure/heads';
import { repeatedTokens } from '../measure/heads/repeatedTokens';
import { indicators } from '../measure/indicators';
import { scoreSummary } from '../measure/scores';
import type { ExperimentData } from './experimentData';

/** What a probe reads texts by, and holds heads against: the same for every run of an experiment. */
export interface ProbeData {
  vocabulary: Vocabulary;
  /** Whether tokens stand for text, which a run can write. */
  isText: boolean;
  /** null where no task says which keys are right. */
  rightKeys: ((tokens: Int32Array) => RightKeys) | null;
  /** null where the context has no room for them. */
  repeated: Int32Array | null;
}

export const probeData = (
  { task, seed, model }: Experiment,
  { vocabulary, source, rightKeys }: ExperimentData,
): ProbeData => ({
  vocabulary,
  isText: task === null,
  rightKeys,
  repeated: repeatedTokens(new Random(seed).fork('repeated tokens'), source.vocab, model.context),
});

/**
 * Runs two forward passes that materialise every map, (heads, T, T) each, and reads them back: of the text, and of the repeated
 * tokens.
 * @param text cut at the context length
 * @returns for each layer its map of the text, (heads, T, T) row-major. Rejects with an Error with a message for the reader
 * where the text has no tokens, or unknown ones
 */
export async function probeAttention(
  model: EngineModel,
  { vocabulary, rightKeys, repeated }: ProbeData,
  text: string,
): Promise<Probe> {
  const { context, heads } = model.config;
  const all = vocabulary.encode(text);
  if (all.length === 0)
    throw new Error(
      words('probe.empty', 'Write a probe text of at least one character to see what attends to what.'),
    );
  const ids = all.slice(0, context);
  const T = ids.length;
  // Both are asked for at once, so that they are of the same step.
  const [own, ofRepeated] = await Promise.all([model.attention(ids), repeated && model.attention(repeated)]);
  const sequence = { tokens: ids, rightKeys: rightKeys?.(ids) ?? null };
  const layers = own.map((attention, l): LayerProbe => {
    if (!attention) return { map: null, indicators: null, scores: null, headScores: null };
    const { map, scores } = attention;
    const twice = ofRepeated?.[l];
    return {
      map,
      indicators: indicators(map, heads, T),
      scores: scoreSummary(scores, heads, T),
      headScores: scoreHeads(
        {
          probe: { maps: map, sequence },
          repeated:
            repeated && twice ? { maps: twice.map, sequence: { tokens: repeated, rightKeys: null } } : null,
        },
        heads,
      ),
    };
  });
  const tokens = Array.from(ids, (id) => vocabulary.tokenText(id));
  return { tokens, heads, cut: all.length > context, unknown: vocabulary.unknown(text), layers };
}
