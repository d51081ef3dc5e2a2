/** Short texts that runs write as they are captured, always from the same words and the same seed. */

import { referenceKinds } from '../attention/layers';
import { Random } from '../data/random';
import type { Vocabulary } from '../data/vocabulary';
import type { EngineModel } from '../engine/engine';
import type { Sample } from '../measure/capture';
import { type ModelConfig, parameterCount } from '../model/config';
import { createDecoder, generate } from '../model/generate';
import { nextTask } from './nextTask';

/** How a sample is drawn: what a person finds set where runs write on demand. */
export const sampleSettings = { temperature: 0.8, topK: 0, topP: 1, seed: 1 };

/** Tokens of a sample. */
export const sampleTokens = 40;

/** Multiply-adds that a sample may take, in all; a larger model writes none along the way. */
const mostWork = 2 ** 27;

/** The words that a run is asked to continue where a person has written none: those that the probe begins with. */
export const promptOf = (probe: string): string => `${probe.split(/\s+/).slice(0, 3).join(' ')} `;

/** Whether a model is small enough to write as it trains. @param prompt tokens that it continues */
export function writesAlong(config: ModelConfig, prompt: number): boolean {
  const references = referenceKinds(config.layers).length * config.context;
  // A context that is full is read again from its half.
  const again = prompt + sampleTokens > config.context ? 2 : 1;
  return parameterCount(config) * (references + again * (prompt + sampleTokens)) <= mostWork;
}

/**
 * Has a model, as of the call, continue the first words of a probe.
 * @returns null where it is too large, or the words have no tokens
 */
export async function writeSample(
  model: EngineModel,
  vocabulary: Vocabulary,
  probe: string,
): Promise<Sample | null> {
  const { config } = model;
  const prompt = vocabulary.encode(promptOf(probe));
  if (prompt.length === 0 || !writesAlong(config, prompt.length)) return null;
  const { values } = await model.read();
  const tokens = generate(
    createDecoder(config, values),
    config,
    prompt,
    sampleSettings,
    new Random(sampleSettings.seed),
  );
  const decoded = vocabulary.stream();
  let written = '';
  for (let i = 0; i < sampleTokens; i++) {
    written += decoded.push(tokens.next().value.token);
    await nextTask();
  }
  return { given: vocabulary.decode(prompt.slice(-config.context)), written: written + decoded.end() };
}
