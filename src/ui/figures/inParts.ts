/** Long work of making a picture, which rests between its parts so that the page answers meanwhile. */
import { nextTask } from '../../runtime/nextTask';

/** Yields how much of it is done, 0 to 1, and returns what came of it. */
export type InParts<T> = Generator<number, T, void>;

/** Milliseconds of work between two rests. */
const stretch = 30;

/** Does all of it without a rest. */
export function atOnce<T>(work: InParts<T>): T {
  for (;;) {
    const part = work.next();
    if (part.done) return part.value;
  }
}

/**
 * Does it with rests.
 * @param onShare told at each rest how much is done, 0 to 1
 * @returns null where it was stopped before its end
 */
export async function withRests<T>(
  work: InParts<T>,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<T | null> {
  let rested = performance.now();
  for (;;) {
    const part = work.next();
    if (part.done) return part.value;
    if (performance.now() - rested < stretch) continue;
    onShare(part.value);
    await nextTask();
    if (signal.aborted) return null;
    rested = performance.now();
  }
}

/** Makes each of a list. @returns them in its order */
export function* eachInParts<T, R>(all: readonly T[], make: (one: T) => R): InParts<R[]> {
  const made: R[] = [];
  for (const one of all) {
    made.push(make(one));
    yield made.length / all.length;
  }
  return made;
}

/** Does work that is a part of more: from one share of that to another. */
export function* shareOf<T>(work: InParts<T>, from: number, to: number): InParts<T> {
  for (;;) {
    const part = work.next();
    if (part.done) return part.value;
    yield from + (to - from) * part.value;
  }
}
