/** Times what the cost formulas count, of one model: a training step, a forward pass over its context, and one token at its end. */
import { mean } from 'es-toolkit';
import type { Engine } from '../engine/engine';
import { createDecoder, type Decoder } from '../model/generate';
import type { TrialCase } from './engineTrial';
import type { CostTiming, TypicalTime } from './protocol';
import { checkLosses, trainerOf, trainingRound } from './stepTiming';
import { timeRounds, typicalTime } from './timeRounds';

/** Tokens at the end of the context whose mean time is told: a single one is shorter than a browser's clock tells. */
const decodedTokens = 8;
/** Rounds that the median is of, at least: more than one may be held up by what else the machine does. */
const fewest = 5;
/** Milliseconds of a round that are aimed at. */
const length = 20;
/** The same of decoding, which is the shortest of the three. */
const fewestDecoded = 9;
/** Milliseconds that are decoded in a round, at least, and most texts for them. */
const clockMs = 2;
const mostTexts = 50;

/**
 * Times the first run's model. Nothing of it stays.
 * @param trial its validation is to have as many windows as a batch, so that a batch can be scored
 * @param seconds for which each of the three is timed, at least
 * @returns what each takes, and how far its rounds lie apart. Rejects where the engine fails, or a loss is no number
 */
export async function timeCosts(engine: Engine, trial: TrialCase, seconds: number): Promise<CostTiming> {
  const trainer = trainerOf(engine, trial);
  const { model } = trainer;
  try {
    await engine.prepare([model], () => {});
    const step = await timeRounds(trainingRound(trainer), seconds, { fewest, length });
    const batch = trainer.peekBatch();
    const prefill = await timeRounds(
      async (times) => {
        checkLosses(await Promise.all(Array.from({ length: times }, () => model.score(batch, false))));
      },
      seconds,
      { fewest, length },
    );
    const { values } = await model.read();
    const tokens = batch.inputs.subarray(0, model.config.context);
    const decode = timeDecoding(createDecoder(model.config, values), tokens, seconds);
    const of = ({ ms, spreadMs }: TypicalTime) => ({ ms, spreadMs });
    return { step: of(step), prefill: of(prefill), decode };
  } finally {
    trainer.dispose();
  }
}

/** Times each of the last tokens of a text. @param seconds for which texts are a warm-up, and then counted, at least */
function timeDecoding(decoder: Decoder, tokens: Int32Array, seconds: number): TypicalTime {
  const timed = tokens.subarray(-decodedTokens);
  const before = tokens.subarray(0, -decodedTokens);
  const text = () => {
    decoder.reset();
    for (const token of before) decoder.step(token);
    const began = performance.now();
    for (const token of timed) decoder.step(token);
    return (performance.now() - began) / timed.length;
  };
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const warmUp: number[] = [];
  do warmUp.push(text());
  while (elapsed() < seconds);
  // A clock that ticks slowly is right on average alone: a round is of as many texts as outlast its ticks.
  const texts = Math.ceil(clockMs / Math.max(mean(warmUp) * timed.length, clockMs / mostTexts));
  const rounds: number[] = [];
  do rounds.push(mean(Array.from({ length: texts }, text)));
  while (rounds.length < fewestDecoded || elapsed() < 2 * seconds);
  return typicalTime(rounds);
}
