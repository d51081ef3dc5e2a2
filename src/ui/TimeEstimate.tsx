/** Tells before the training how long it takes on this device, and offers a smaller size where that is long. */

import { Button } from '@mantine/core';
import { speedOf, trainingSeconds } from '../app/session/deviceSpeed';
import { chosenTask } from '../data/tasks';
import { applyPreset, sizePresets } from '../experiment/presets';
import { type Experiment, totalSteps } from '../experiment/schema';
import { formatEstimatedDuration } from '../format/times';
import { entryName, inSentence } from '../format/words';
import { t } from '../i18n/i18n';
import { useDeviceSpeed, useExperiment, useRuns } from './AppContext';
import { usePageState } from './actions/action';
import { isTraining } from './actions/trainingActions';

/** Seconds above which a smaller size is offered: longer than someone watches for. */
const longWait = 90;

export function TimeEstimate() {
  const running = usePageState(isTraining);
  const untrained = useRuns((r) => r.state === 'empty');
  const seconds = useSeconds();
  if (!untrained || running || !seconds) return null;
  return (
    <p className="muted" role="status" data-testid="time-estimate">
      {t('runBar.timeEstimate.about', { time: formatEstimatedDuration(seconds.present) })}{' '}
      <SmallerSize seconds={seconds} />
    </p>
  );
}

interface Seconds {
  present: number;
  smallest: number;
}

/** The training's time, and what it would be at the smallest size; null while nothing is known of the device or the text. */
function useSeconds(): Seconds | null {
  const experiment = useExperiment((e) => e.experiment);
  const engine = useRuns((r) => r.engine);
  const speed = useDeviceSpeed((speeds) => speedOf(speeds, engine));
  const textVocab = useRuns((r) => r.textFacts?.vocab);
  const vocab = experiment.task ? chosenTask(experiment.task).tokens.length : textVocab;
  if (speed === null || vocab === undefined) return null;
  const of = (e: Experiment) => trainingSeconds(e, totalSteps(e), vocab, speed);
  return { present: of(experiment), smallest: of(applyPreset(smallest)(experiment)) };
}

const [smallest] = sizePresets as [(typeof sizePresets)[number]];

function SmallerSize({ seconds: { present, smallest: time } }: { seconds: Seconds }) {
  const update = useExperiment((e) => e.update);
  if (present < longWait || time > present / 2) return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      data-testid="smaller-size"
      onClick={() => update(applyPreset(smallest))}
    >
      {t('runBar.timeEstimate.smallerSize', {
        size: inSentence(entryName('sizes', smallest)),
        time: formatEstimatedDuration(time),
      })}
    </Button>
  );
}
