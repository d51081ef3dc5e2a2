/** The training of a step: for real, or its recording where the device would take longer than the step waits. */
import { Button } from '@mantine/core';
import { Pause, Play, SkipForward } from 'lucide-react';
import { asksFirst, isStepTrained } from '../../app/lessons/lessonState';
import { stepSeconds } from '../../app/lessons/stepSeconds';
import { speedOf } from '../../app/session/deviceSpeed';
import { formatCount } from '../../format/numbers';
import { formatDuration } from '../../format/times';
import { t } from '../../i18n/i18n';
import type { LessonStep } from '../../lessons/schema';
import { useApp, useDeviceSpeed, useExperiment, useLesson, useRuns } from '../AppContext';
import { Growing } from './Growing';
import classes from './Lesson.module.css';

export function TrainStep({ train }: { train: NonNullable<LessonStep['train']> }) {
  const { lessons, session } = useApp();
  const asks = useLesson(asksFirst);
  const playing = useLesson((l) => l.playing);
  const lesson = useLesson();
  const runs = useRuns();
  const seconds = useSeconds(train);
  const hasRecording = useLesson((l) => l.hasRecording);
  const trains = runs.state === 'training' || runs.state === 'loading';
  const stopsByClick = train.until !== undefined && 'click' in train.until;
  if (asks)
    return (
      <p className="muted" data-testid="predict-first">
        {t('lessons.predictFirst')}
      </p>
    );
  if (playing)
    return (
      <div className={classes.training}>
        <Growing label={t('lessons.playing', shown(playing))} done={playing.step} total={playing.steps} />
        <Button
          size="compact-md"
          variant="default"
          leftSection={<SkipForward size={16} />}
          onClick={() => lessons.acts.finishPlaying()}
          data-testid="show-all"
        >
          {t('lessons.showAll')}
        </Button>
      </div>
    );
  if (trains)
    return (
      <div className={classes.training}>
        {runs.progress && (
          <Growing
            label={t('lessons.training', shown(runs.progress))}
            done={runs.progress.step}
            total={runs.progress.steps}
          />
        )}
        <Button
          size="compact-md"
          variant="default"
          leftSection={<Pause size={16} />}
          onClick={() => void session.pause()}
          data-testid="lesson-pause"
        >
          {t(stopsByClick ? 'lessons.enough' : 'lessons.pause')}
        </Button>
      </div>
    );
  const done = isStepTrained(lesson, runs);
  if (runs.state === 'finished' || (done && !runs.recorded && !stopsByClick)) return null;
  const slow = hasRecording && seconds !== null && seconds > train.patience;
  const begun = !runs.recorded && runs.state === 'paused';
  const real =
    seconds === null ? t('lessons.trainNoTime') : t('lessons.train', { time: formatDuration(seconds) });
  return (
    <div className={classes.training}>
      {runs.recorded && (
        <p className="muted" data-testid="recorded-on">
          {t('lessons.recordedOn', { adapter: runs.trainedOn?.adapter ?? '' })}
        </p>
      )}
      {stopsByClick && !done && <p className="muted">{t('lessons.untilClick')}</p>}
      {slow && !done && <p className="muted">{t('lessons.tooLong', { time: formatDuration(seconds) })}</p>}
      <div className={classes.buttons}>
        <Button
          size="compact-md"
          variant={slow || done ? 'default' : 'filled'}
          leftSection={<Play size={16} />}
          onClick={() => void session.train()}
          data-testid="lesson-train"
        >
          {begun ? t('lessons.goOn') : real}
        </Button>
        {hasRecording && !done && !begun && (
          <Button
            size="compact-md"
            variant={slow ? 'filled' : 'default'}
            leftSection={<SkipForward size={16} />}
            onClick={() => void lessons.acts.play()}
            data-testid="lesson-play"
          >
            {t('lessons.play')}
          </Button>
        )}
      </div>
    </div>
  );
}

const shown = ({ step, steps }: { step: number; steps: number }) => ({
  step: formatCount(step),
  steps: formatCount(steps),
});

/** Returns how long the step's training takes here, in seconds; null where the device's speed is not known. */
function useSeconds(train: NonNullable<LessonStep['train']>): number | null {
  const experiment = useExperiment((e) => e.experiment);
  const engine = useRuns((r) => r.engine);
  const textVocab = useRuns((r) => r.textFacts?.vocab);
  const speed = useDeviceSpeed((speeds) => speedOf(speeds, engine));
  return stepSeconds(train, experiment, speed, textVocab);
}
