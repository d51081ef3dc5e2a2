/** Parts of a trained run that the step switches off, and what the run comes to without them. */
import { Button } from '@mantine/core';
import { ToggleLeft } from 'lucide-react';
import { asksFirst, isStepTrained } from '../../app/lessons/lessonState';
import { partsName } from '../../app/lessons/withoutParts';
import { formatFixed, formatPercent } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import type { LessonStep } from '../../lessons/schema';
import type { AblatedLoss } from '../../runtime/protocol';
import { useAblation, useApp, useLesson, useRuns } from '../AppContext';
import classes from './Lesson.module.css';

export function WithoutStep({ without }: { without: NonNullable<LessonStep['without']> }) {
  const { lessons } = useApp();
  const lesson = useLesson();
  const runs = useRuns();
  const measuring = useAblation((a) => a.measuring);
  const error = useAblation((a) => a.error);
  const parts = partsName(without);
  // Of the weights that the run has now, not of an earlier training.
  const found = useAblation((a) =>
    a.changes.find(
      ({ runId, name, step }) =>
        runId === without.run && name === parts && step === (runs.progress?.step ?? null),
    ),
  );
  const waits = asksFirst(lesson)
    ? 'predictFirst'
    : runs.recorded
      ? 'recorded'
      : runs.state === 'empty' || !isStepTrained(lesson, runs)
        ? 'trainFirst'
        : null;
  if (waits)
    return (
      <p className="muted" data-testid="without-waits">
        {t(`lessons.without.${waits}`)}
      </p>
    );
  return (
    <div className={classes.training}>
      <div className={classes.buttons}>
        <Button
          size="compact-md"
          leftSection={<ToggleLeft size={16} />}
          loading={measuring}
          onClick={() => void lessons.acts.switchOff()}
          data-testid="switch-off"
        >
          {t('lessons.without.start', { parts })}
        </Button>
      </div>
      <p role="status" data-testid="without-result">
        {found &&
          t('lessons.without.result', {
            whole: lossText(found.whole),
            without: lossText(found.without),
            parts,
          })}
      </p>
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

const lossText = ({ loss, accuracy }: AblatedLoss): string =>
  accuracy === null
    ? t('lessons.without.loss', { loss: formatFixed(loss, 3) })
    : t('lessons.without.accuracy', { loss: formatFixed(loss, 3), accuracy: formatPercent(accuracy, 1) });
