/** The evaluation of a step: made here, or shown of the recording, once the prediction is locked in and the training is at its end. */
import { Button } from '@mantine/core';
import { Gauge, Square } from 'lucide-react';
import { asksFirst, isStepEvaluated, isStepTrained } from '../../app/lessons/lessonState';
import { formatDuration } from '../../format/times';
import { entryName } from '../../format/words';
import { t } from '../../i18n/i18n';
import type { LessonStep } from '../../lessons/schema';
import { getEvaluations } from '../../measure/evals';
import { useApp, useEvaluation, useExperiment, useLesson, useRuns } from '../AppContext';
import { Growing } from './Growing';
import classes from './Lesson.module.css';

export function EvaluateStep({ step }: { step: LessonStep }) {
  const { lessons, session } = useApp();
  const lesson = useLesson();
  const runs = useRuns();
  const experiment = useExperiment((e) => e.experiment);
  const { progress, note } = useEvaluation();
  const names = getEvaluations(step.evaluate ?? [])
    .map((one) => entryName('evaluations', one))
    .join(', ');
  // With a training of its own that one says it.
  if (asksFirst(lesson)) return step.train ? null : <Waits sentence={t('lessons.evaluate.predictFirst')} />;
  if (progress)
    return (
      <div className={classes.training} data-testid="lesson-evaluating">
        <Growing
          label={
            progress.total === 0
              ? t('lessons.evaluate.preparing')
              : t('lessons.evaluate.progress', { time: formatDuration(progress.secondsLeft) })
          }
          {...progress}
        />
        <Button
          size="compact-md"
          variant="default"
          leftSection={<Square size={16} />}
          onClick={() => void session.evaluation.cancel()}
          data-testid="lesson-stop-evaluating"
        >
          {t('lessons.evaluate.stop')}
        </Button>
      </div>
    );
  if (!isStepTrained(lesson, runs) || (!runs.recorded && runs.state === 'empty'))
    return <Waits sentence={t(step.train ? 'lessons.evaluate.trainFirst' : 'lessons.evaluate.untrained')} />;
  if (isStepEvaluated(step, experiment, runs))
    return <Waits sentence={t('lessons.evaluate.done', { evaluations: names })} />;
  return (
    <div className={classes.training}>
      <p className="muted">{t('lessons.evaluate.what', { evaluations: names })}</p>
      <div className={classes.buttons}>
        <Button
          size="compact-md"
          leftSection={<Gauge size={16} />}
          onClick={() => void lessons.acts.evaluate()}
          data-testid="lesson-evaluate"
        >
          {t(runs.recorded ? 'lessons.evaluate.recorded' : 'lessons.evaluate.start')}
        </Button>
      </div>
      {note.error && (
        <p className="error" role="alert">
          {note.error}
        </p>
      )}
    </div>
  );
}

function Waits({ sentence }: { sentence: string }) {
  return (
    <p className="muted" role="status" data-testid="evaluate-status">
      {sentence}
    </p>
  );
}
