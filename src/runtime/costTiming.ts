/** Times what the cost formulas count, of one model: a training step, a forward pass over its context, and one token at its end. */
import { mean } from 'es-toolkit';
import type { Engine } from '../engine/engine';
import { createDecoder, type Decoder } from '../model/generate';
import type { TrialCase } from './engineTrial';
import type { CostTiming } from './protocol';
import { checkLosses, trainerOf, trainingRound } from './stepTiming';
import { timeRounds } from './timeRounds';

/** Tokens at the end of the context whose mean time is told: a single one is shorter than a browser's clock tells. */
const decodedTokens = 8;

/**
 * Times the first run's model. Nothing of it stays.
 * @param trial its validation is to have as many windows as a batch, so that a batch can be scored
 * @param seconds for which each of the three is timed, at least
 * @returns milliseconds of each. Rejects where the engine fails, or a loss is no number
 */
export async function timeCosts(engine: Engine, trial: TrialCase, seconds: number): Promise<CostTiming> {
  const trainer = trainerOf(engine, trial);
  const { model } = trainer;
  try {
    await engine.prepare([model], () => {});
    const step = await timeRounds(trainingRound(trainer), seconds);
    const batch = trainer.peekBatch();
    const prefill = await timeRounds(async (times) => {
      checkLosses(await Promise.all(Array.from({ length: times }, () => model.score(batch, false))));
    }, seconds);
    const { values } = await model.read();
    const tokens = batch.inputs.subarray(0, model.config.context);
    const decodeMs = timeDecoding(createDecoder(model.config, values), tokens, seconds);
    return { stepMs: step.ms, prefillMs: prefill.ms, decodeMs };
  } finally {
    trainer.dispose();
  }
}

/** Milliseconds of each of the last tokens of a text. @param seconds for which rounds are a warm-up, and then counted */
function timeDecoding(decoder: Decoder, tokens: Int32Array, seconds: number): number {
  const timed = tokens.subarray(-decodedTokens);
  const before = tokens.subarray(0, -decodedTokens);
  const counted: number[] = [];
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  do {
    decoder.reset();
    for (const token of before) decoder.step(token);
    const began = performance.now();
    for (const token of timed) decoder.step(token);
    const ms = (performance.now() - began) / timed.length;
    if (elapsed() >= seconds) counted.push(ms);
  } while (elapsed() < 2 * seconds || counted.length === 0);
  // Not the median: a clock that ticks slowly is right on average alone.
  return mean(counted);
}
