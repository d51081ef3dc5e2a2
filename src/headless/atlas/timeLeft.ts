/** How long a plan will still take, by what its cells cost. */
import type { Cell } from '../../atlas/cells';
import { chosenTask } from '../../data/tasks';
import { type Run, totalSteps } from '../../experiment/schema';
import { formatDuration } from '../../format/times';
import { trainingCost } from '../../measure/trainingCost';

/** About as many as the characters of a text are. */
const textVocabulary = 90;

/** Floating point operations of a cell's training, roughly. */
function cost({ experiment, sameAs }: Cell): number {
  if (sameAs !== null) return 0;
  const { task, runs } = experiment;
  const vocab = task ? chosenTask(task).tokens.length : textVocabulary;
  return totalSteps(experiment) * trainingCost(experiment, runs[0] as Run, vocab).stepFlops;
}

/** @param cells still to do @param now milliseconds */
export function timeLeft(cells: readonly Cell[], now: () => number = () => performance.now()) {
  const started = now();
  let left = cells.reduce((sum, cell) => sum + cost(cell), 0);
  let done = 0;
  return {
    /** Counts a cell as done. @returns how long the others will take, for a reader */
    after(cell: Cell): string {
      done += cost(cell);
      left -= cost(cell);
      return done === 0 ? 'unknown' : formatDuration(Math.ceil((((now() - started) / 1000) * left) / done));
    },
  };
}
