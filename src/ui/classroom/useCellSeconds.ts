/** Estimates how long a training takes on this device. */
import { speedOf, trainingSeconds } from '../../app/session/deviceSpeed';
import { chosenTask } from '../../data/tasks';
import { type Experiment, totalSteps } from '../../experiment/schema';
import { useDeviceSpeed, useRuns } from '../AppContext';

/** Returns the seconds that an experiment's runs take here; null while nothing is known of the device or the text. */
export function useCellSeconds(experiment: Experiment): number | null {
  const engine = useRuns((r) => r.engine);
  const textVocab = useRuns((r) => r.textFacts?.vocab);
  const speed = useDeviceSpeed((speeds) => speedOf(speeds, engine));
  const vocab = experiment.task ? chosenTask(experiment.task).tokens.length : textVocab;
  if (speed === null || vocab === undefined) return null;
  return trainingSeconds(experiment, totalSteps(experiment), vocab, speed);
}
