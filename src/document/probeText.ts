/** The text that runs are probed and captured with. */
import { sampleText } from '../data/vocabulary';
import type { Experiment } from '../experiment/schema';
import type { View } from './view';

/** Gives the chosen sample of the task, or else the view's probe text. */
export function probeText(
  { task, seed, model }: Pick<Experiment, 'task' | 'seed' | 'model'>,
  { probe, taskSample }: Pick<View, 'probe' | 'taskSample'>,
): string {
  return task ? sampleText(task, model.context, seed, taskSample) : probe;
}
