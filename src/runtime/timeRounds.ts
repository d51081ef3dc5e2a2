/** Times something that is done many times over, once it is warm. */
import { clamp, median } from 'es-toolkit';
import type { UndisturbedTime } from './protocol';

/** Times after the first one that are not counted: compilers make code faster while it runs. */
const warmUps = 3;
/** Length of a round that is aimed at, in milliseconds: short enough for many in a second. */
const roundLength = 100;
/** What a round has is submitted one after the other, as in training; more would queue up. */
const mostInRound = 20;
const fewestRounds = 3;

/**
 * Tells the lower quartile of rounds, and half the distance between the quartiles: what else a machine does holds rounds up and makes none
 * faster, so that on a busy one the median is of rounds that were held up. Rounds that a clock tells to be equal may still differ by its tick.
 * @param rounds milliseconds of each, at least one
 * @param tickMs what the clock's tick comes to in a round's milliseconds; the spread is never told to be less
 */
export function undisturbedTime(rounds: readonly number[], tickMs: number): UndisturbedTime {
  const sorted = rounds.toSorted((a, b) => a - b);
  const quantile = (share: number) => {
    const at = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]] as [number, number];
    return low + (at % 1) * (high - low);
  };
  const ms = quantile(1 / 4);
  return { ms, spreadMs: Math.max((quantile(3 / 4) - ms) / 2, tickMs), rounds: rounds.length };
}

/** Ticks that are waited for: a thread may be held up over one. */
const ticksSeen = 3;

/** Measures by how many milliseconds the clock goes on at once: browsers round it, by 0.005 to 1 (no page may tell time more finely). */
export function clockTick(): number {
  const ticks = Array.from({ length: ticksSeen }, () => {
    const began = performance.now();
    let now = began;
    while (now === began) now = performance.now();
    return now - began;
  });
  return Math.min(...ticks);
}

interface Rounds {
  /** Of the median round, for each time. */
  ms: number;
  /** Milliseconds of the very first time. */
  firstMs: number;
  /** Times that the median is of. */
  counted: number;
}

/**
 * Times rounds, after a warm-up.
 * @param round does it so many times, and resolves when all are done
 * @param seconds for which rounds are timed; at least three rounds whatever they take
 * @param onShare hears how far it is, from 0 to 1
 */
export async function timeRounds(
  round: (times: number) => Promise<void>,
  seconds: number,
  onShare: (share: number) => void,
): Promise<Rounds> {
  const timed = async (times: number) => {
    const started = performance.now();
    await round(times);
    return (performance.now() - started) / times;
  };
  const firstMs = await timed(1);
  let ms = firstMs;
  for (let n = 0; n < warmUps; n++) ms = await timed(1);
  const inRound = clamp(Math.floor(roundLength / ms), 1, mostInRound);
  const rounds: number[] = [];
  const started = performance.now();
  const share = () => (performance.now() - started) / (1000 * seconds);
  while (rounds.length < fewestRounds || share() < 1) {
    rounds.push(await timed(inRound));
    onShare(Math.min(1, share()));
  }
  return { ms: median(rounds), firstMs, counted: rounds.length * inRound };
}
