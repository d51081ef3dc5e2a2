/** One line on the terminal: which seed of how many, what it does, and how long all of it will still take. */
import { formatDuration } from '../format/times';
import type { Progress } from './drive';

/** Where lines pile up instead of replacing each other, one comes at most so often. */
const pileUpMs = 15_000;

interface Terminal {
  isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressLine {
  /** The next seed begins. */
  seed(seed: number): void;
  show(progress: Progress): void;
  /** A seed is done: the line goes. */
  done(): void;
}

/** @param seeds how many there are @param now milliseconds */
export function progressLine(
  seeds: number,
  out: Terminal = process.stderr,
  now: () => number = () => performance.now(),
): ProgressLine {
  let index = -1;
  let name = 0;
  let started = now();
  let lastShown = Number.NEGATIVE_INFINITY;
  return {
    seed(seed) {
      index++;
      name = seed;
      started = now();
    },
    show({ what, secondsLeft }) {
      if (!out.isTTY && now() - lastShown < pileUpMs) return;
      lastShown = now();
      const place = seeds > 1 ? `seed ${name} (${index + 1} of ${seeds}): ` : '';
      // The seeds to come are taken to last as long as this one.
      const oneSeed = (now() - started) / 1000 + (secondsLeft ?? 0);
      const left = secondsLeft === null ? null : secondsLeft + (seeds - index - 1) * oneSeed;
      // Rounded up, lest 0 s be left of something that still runs.
      const text = `${place}${what}${left === null ? '' : `, ${formatDuration(Math.ceil(left))} left`}`;
      out.write(out.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
    },
    done() {
      if (out.isTTY) out.write('\r\x1b[2K');
    },
  };
}
