/** How long the training of a step takes on this device. */
import { chosenTask } from '../../data/tasks';
import { type Experiment, totalSteps } from '../../experiment/schema';
import type { LessonStep } from '../../lessons/schema';
import { type DeviceSpeed, trainingSeconds } from '../session/deviceSpeed';

/**
 * Estimates the seconds that a step's training takes.
 * @param speed of the device; null where it is not known
 * @param textVocab size of the vocabulary of the text that is trained on, where one is
 * @returns null where that is not known
 */
export function stepSeconds(
  { until }: NonNullable<LessonStep['train']>,
  experiment: Experiment,
  speed: DeviceSpeed | null,
  textVocab: number | undefined,
): number | null {
  const vocab = experiment.task ? chosenTask(experiment.task).tokens.length : textVocab;
  if (speed === null || vocab === undefined) return null;
  const all = totalSteps(experiment);
  const steps = until && 'step' in until ? Math.min(until.step, all) : all;
  return trainingSeconds(experiment, steps, vocab, speed);
}
