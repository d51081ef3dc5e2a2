// The seed of every test that draws at random: drawn once for a run, printed, and taken back from LAB_SEED.

import { randomInt } from 'node:crypto';
import { PlainError } from './process.mjs';

/** Seeds are unsigned 32-bit integers, as Random takes them. */
const seedCount = 2 ** 32;

/**
 * The seed in LAB_SEED; where there is none, one is drawn and set there for the programs that this one starts.
 * @returns {number} an integer from 0 to 2³² − 1
 * @throws {PlainError} when LAB_SEED is no such integer
 */
export function runSeed() {
  process.env.LAB_SEED ||= String(randomInt(seedCount));
  const seed = Number(process.env.LAB_SEED);
  if (!Number.isInteger(seed) || seed < 0 || seed >= seedCount) {
    throw new PlainError(`LAB_SEED is ${process.env.LAB_SEED}; a seed is an integer from 0 to 4294967295.`);
  }
  return seed;
}
