/** When each run learned its task: the step by which a head finds the key, and the end of the loss's plateau, on its curve. */
import { shallow } from 'zustand/vanilla/shallow';
import type { TaskChoice } from '../../data/tasks';
import type { Run } from '../../experiment/schema';
import {
  chanceOf,
  closestHead,
  type HeadNow,
  type HeadTakeOff,
  headTakeOffs,
  layerCurves,
} from '../../measure/heads/curves';
import { truth } from '../../measure/heads/truth';
import { plateauEnd } from '../../measure/takeOff';
import type { RunCaptures } from '../../runtime/runCaptures';
import type { RunCurves } from '../../runtime/runReducer';
import type { Series } from '../../runtime/series';
import { type ChartRuns, lineOfRun } from './chartRuns';
import type { ChartScale } from './chartScale';
import { valueAt } from './differences';
import type { Drawing } from './drawing';

/** What a run has learned so far. */
export interface Learning {
  run: Run;
  /** Of the head that found the key first, and still does; null where none finds it. */
  takeOff: HeadTakeOff | null;
  /** The head that looks at the right keys most now; null where none does so clearly above chance. */
  closest: HeadNow | null;
  /** The last step of the plateau of the training loss; null where there is none. */
  plateauEnd: number | null;
}

/** A mark on a line of the chart. */
export interface LearningMark {
  kind: 'takeOff' | 'plateauEnd';
  run: Run;
  step: number;
  /** Of the line. */
  style: number;
  x: number;
  y: number;
}

/** Outlines of the marks around the origin, to be scaled. */
export const markShapes: Readonly<Record<LearningMark['kind'], string>> = {
  takeOff: 'M0 -1.2L1.1 0L0 1.2L-1.1 0z',
  plateauEnd: 'M-1.1 -1H1.1L0 1z',
};

/** By the validation losses beside it, as it is looked for anew only with each of them: a plateau is long. */
const knownEnds = new WeakMap<Series, number | null>();

function plateauEndOf({ train, validation }: RunCurves): number | null {
  if (validation.length === 0) return null;
  const known = knownEnds.get(validation);
  if (known !== undefined) return known;
  const end = plateauEnd(train);
  knownEnds.set(validation, end);
  return end;
}

type TakeOff = Pick<Learning, 'takeOff' | 'closest'>;

interface Asked {
  run: Run;
  task: TaskChoice;
  text: string;
  /** Whether a capture is due after so many steps. */
  isDue: (step: number) => boolean;
}

/** By the captures, which are others only with each of them; of what was asked last alone. */
const knownTakeOffs = new WeakMap<RunCaptures, { asked: Asked; found: TakeOff | null }>();

/** null where no head has a score. */
function takeOffOf(captures: RunCaptures, asked: Asked): TakeOff | null {
  const known = knownTakeOffs.get(captures);
  if (known && shallow(known.asked, asked)) return known.found;
  const own = captures.filter(({ text }) => text === asked.text);
  const scored = layerCurves(own, truth.id, asked);
  const found =
    chanceOf(scored) === null
      ? null
      : { takeOff: headTakeOffs(scored, asked.isDue)[0] ?? null, closest: closestHead(scored, asked.run) };
  knownTakeOffs.set(captures, { asked, found });
  return found;
}

/**
 * Tells what a run has learned.
 * @param captures of the run
 * @param task that it is trained on @param text that the captures are looked for of
 * @param isDue whether a capture is due after so many steps
 * @returns null where no head has a score, as of a task that has no right keys
 */
export function learningOf(
  run: Run,
  curves: RunCurves | undefined,
  captures: RunCaptures,
  { task, text, isDue }: Omit<Asked, 'run'>,
): Learning | null {
  const found = curves && takeOffOf(captures, { run, task, text, isDue });
  return found ? { run, ...found, plateauEnd: plateauEndOf(curves) } : null;
}

/**
 * Places marks on the lines that are drawn: what lies beyond the shown part, or has no place on the axis, has none, nor has a take-off before
 * which captures are missing.
 */
export function placeMarks(
  learned: readonly Learning[],
  { lines }: Pick<Drawing, 'lines'>,
  { x, placed, window = null }: Pick<ChartScale, 'x' | 'placed' | 'window'>,
  runs: ChartRuns,
): LearningMark[] {
  return learned.flatMap(({ run, takeOff, plateauEnd: end }) => {
    const line = lineOfRun(runs, run.id);
    const drawn = lines.find(({ runId }) => runId === line?.id);
    const own = placed[run.id];
    if (!line || !drawn || !own) return [];
    const points = drawn.train.length > 0 ? drawn.train : drawn.validation;
    const at = (kind: LearningMark['kind'], step: number | null): LearningMark[] => {
      const place = step === null ? undefined : x.place([step], own)?.[0];
      const [first, last] = [points[0], points.at(-1)];
      if (step === null || place === undefined || !first || !last) return [];
      if (place < (window?.[0] ?? first.x) || place > (window?.[1] ?? last.x)) return [];
      const y = points.length > 1 ? valueAt(points, place) : first.y;
      return [{ kind, run, step, style: line.style, x: place, y }];
    };
    return [...at('plateauEnd', end), ...at('takeOff', takeOff?.gap === null ? takeOff.step : null)];
  });
}
