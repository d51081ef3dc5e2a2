/** Times what the cost formulas count, of one model: a training step, a forward pass over its context, and one token at its end. */
import { chunk, clamp, sum } from 'es-toolkit';
import type { Engine } from '../engine/engine';
import { createDecoder, type Decoder } from '../model/generate';
import type { TrialCase } from './engineTrial';
import type { CostTiming, UndisturbedTime } from './protocol';
import { checkLosses, trainerOf, trainingRound } from './stepTiming';
import { clockTick, undisturbedTime } from './timeRounds';

/** Rounds that a time is told of, at least: more than one may be held up by what else the machine does. */
const fewest = 5;
/** The same of decoding, whose rounds are the shortest. */
const fewestDecoded = 9;
/** Milliseconds of a round that are aimed at, at the most, and how many times are in one. */
const longest = 20;
const mostInRound = 20;
/** Milliseconds for which each is a warm-up, after its first time, and the most times. */
const warmUpMs = 40;
const mostWarmUps = 3;
/** Milliseconds that a round is to take, at least: a browser's clock may tick as slowly as that. */
const clockMs = 2;
const mostTexts = 50;

/** What is timed in turn with others. */
interface Timed {
  fewest: number;
  /** What a clock's tick of a millisecond comes to, in the milliseconds of a round. */
  perTick(): number;
  /** Does it once more, or some times at once. Resolves to the milliseconds of each round that came to its end and was long enough for the clock. */
  round(): Promise<number[]>;
}

/**
 * Times the first run's model. Nothing of it stays. The three take turns, round by round, so that what else the machine does for a moment
 * holds up a few rounds of each, not all of one.
 * @param trial its validation is to have as many windows as a batch, so that a batch can be scored
 * @param seconds for which each of the three is timed, at least
 * @returns what each takes, and how far its rounds lie apart. Rejects where the engine fails, or a loss is no number
 */
export async function timeCosts(engine: Engine, trial: TrialCase, seconds: number): Promise<CostTiming> {
  const trainer = trainerOf(engine, trial);
  const { model } = trainer;
  try {
    await engine.prepare([model], () => {});
    // As long as the fewest of them fill the time.
    const roundMs = Math.min(longest, (1000 * seconds) / fewest);
    const step = await warm(trainingRound(trainer), roundMs);
    const batch = trainer.peekBatch();
    const prefill = await warm(
      async (times) =>
        checkLosses(await Promise.all(Array.from({ length: times }, () => model.score(batch, false)))),
      roundMs,
    );
    const { values } = await model.read();
    const { context } = model.config;
    const decode = decoding(createDecoder(model.config, values), batch.inputs.subarray(0, context));
    const [ofStep, ofPrefill, ofDecode] = (await inTurn([step, prefill, decode], seconds)) as [
      UndisturbedTime,
      UndisturbedTime,
      UndisturbedTime,
    ];
    return { step: ofStep, prefill: ofPrefill, decode: ofDecode };
  } finally {
    trainer.dispose();
  }
}

/** Does each of them in turn, until all have their rounds and their time. */
async function inTurn(all: readonly Timed[], seconds: number): Promise<UndisturbedTime[]> {
  const rounds = all.map((): number[] => []);
  const taken = all.map(() => 0);
  const isDone = (i: number) =>
    (rounds[i]?.length ?? 0) >= (all[i]?.fewest ?? 0) && (taken[i] ?? 0) >= 1000 * seconds;
  while (!all.every((_, i) => isDone(i)))
    for (const [i, { round }] of all.entries()) {
      if (isDone(i)) continue;
      const began = performance.now();
      rounds[i]?.push(...(await round()));
      taken[i] = (taken[i] ?? 0) + performance.now() - began;
    }
  const tick = clockTick();
  return rounds.map((own, i) => undisturbedTime(own, tick * (all[i]?.perTick() ?? 0)));
}

/**
 * @param of does it so many times, and resolves when all are done @param roundMs milliseconds of a round that are aimed at
 * @returns it once it is warm, in rounds of as many as are long enough
 */
async function warm(of: (times: number) => Promise<void>, roundMs: number): Promise<Timed> {
  const timed = async (times: number) => {
    const began = performance.now();
    await of(times);
    return (performance.now() - began) / times;
  };
  const began = performance.now();
  let ms = await timed(1);
  for (let n = 0; n < mostWarmUps && (n === 0 || performance.now() - began < warmUpMs); n++)
    ms = await timed(1);
  let inRound = clamp(Math.floor(roundMs / ms), 1, mostInRound);
  return {
    fewest,
    perTick: () => 1 / inRound,
    async round() {
      const ms = await timed(inRound);
      if (ms * inRound >= clockMs || inRound === mostInRound) return [ms];
      // The warm-up was held up.
      inRound = Math.min(2 * inRound, mostInRound);
      return [];
    },
  };
}

/**
 * Decodes a text and times its end, a sixteenth of it or eight tokens. What comes before them takes far longer and is not timed, so that a
 * long end is several rounds; of short ones several texts are a round.
 */
function decoding(decoder: Decoder, tokens: Int32Array): Timed {
  const timed = Math.max(8, Math.floor(tokens.length / 16));
  /** Returns the milliseconds of each token of the end, in so many pieces. */
  const text = (pieces: number): number[] => {
    decoder.reset();
    for (const token of tokens.subarray(0, -timed)) decoder.step(token);
    return chunk([...tokens.subarray(-timed)], Math.ceil(timed / pieces)).map((piece) => {
      const began = performance.now();
      for (const token of piece) decoder.step(token);
      return (performance.now() - began) / piece.length;
    });
  };
  text(1);
  const endMs = timed * (text(1)[0] ?? 0);
  let pieces = clamp(Math.floor(endMs / clockMs), 1, 4);
  let texts = clamp(Math.ceil(clockMs / Math.max(endMs, clockMs / mostTexts)), 1, mostTexts);
  const tokensOfRound = () => texts * Math.ceil(timed / pieces);
  return {
    fewest: fewestDecoded,
    // Each text of a round is begun and ended at a tick of its own, and their errors partly cancel.
    perTick: () => Math.sqrt(texts) / tokensOfRound(),
    async round() {
      const rounds =
        texts === 1 ? text(pieces) : [sum(Array.from({ length: texts }, () => text(1)[0] ?? 0)) / texts];
      if (tokensOfRound() * Math.min(...rounds) >= clockMs / 2 || texts === mostTexts) return rounds;
      // The first text was held up.
      if (pieces > 1) pieces = 1;
      else texts = Math.min(2 * texts, mostTexts);
      return [];
    },
  };
}
