/** At which steps runs are validated and captured: the same for every run, also where it resumes or catches up. */
import { type Experiment, totalSteps } from '../experiment/schema';

/** How many captures are spread evenly over the steps of the schedule. */
const evenCaptures = 40;

type Schedule = Pick<Experiment, 'steps' | 'moreSteps' | 'evalInterval'>;

/** Whether a run is validated after so many steps. */
export const isValidationStep = (step: number, experiment: Schedule): boolean =>
  step % experiment.evalInterval === 0 || step >= totalSteps(experiment);

/**
 * Whether a run writes a sample with its validation after so many steps: with the first six, then each time that a quarter more have
 * passed, and at the end. Writing takes the processor as long whatever trains, so that a graphics card would wait for each.
 */
export function isSampleStep(step: number, experiment: Schedule): boolean {
  if (!isValidationStep(step, experiment)) return false;
  if (step >= totalSteps(experiment)) return true;
  const number = step / experiment.evalInterval;
  let due = 0;
  while (due < number) due = Math.max(due + 1, Math.ceil(due * 1.25));
  return due === number;
}

/** Steps between two captures once they come evenly. An extension has the same. */
const captureInterval = ({ steps }: Schedule): number => Math.max(1, Math.round(steps / evenCaptures));

/**
 * Whether a run is captured after so many steps: at 0, 1, 2, 4, 8 and so on up to the interval, then at each of its
 * multiples; and with every validation.
 */
export function isCaptureStep(step: number, experiment: Schedule): boolean {
  const interval = captureInterval(experiment);
  const early = step < interval && Number.isInteger(Math.log2(Math.max(1, step)));
  return early || step % interval === 0 || isValidationStep(step, experiment);
}

/** Counts the captures that are due up to a step. */
export function dueCaptures(upTo: number, experiment: Schedule): number {
  let due = 0;
  for (let step = 0; step <= upTo; step++) if (isCaptureStep(step, experiment)) due++;
  return due;
}
