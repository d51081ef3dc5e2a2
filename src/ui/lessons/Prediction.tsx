/** The question of a step: answered, locked in, and then held against what the training came to. */
import { Button } from '@mantine/core';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { isStepDone, outcomeOf } from '../../app/lessons/lessonState';
import { t } from '../../i18n/i18n';
import { answerHolds, questionTruth, readAnswer } from '../../lessons/questions';
import type { LessonStep } from '../../lessons/schema';
import { useApp, useExperiment, useLesson, useRuns } from '../AppContext';
import { useDark } from '../kit/useDark';
import classes from './Lesson.module.css';
import { plainText } from './lessonText';
import { widgetOf } from './questions';
import { runNames } from './questions/widget';

export function Prediction({
  step,
  question,
  room,
}: {
  step: LessonStep;
  question: NonNullable<LessonStep['question']>;
  /** How many of the room chose each option; undefined where that is not shown. */
  room?: readonly number[] | undefined;
}) {
  const { lessons } = useApp();
  const state = useLesson();
  const runs = useRuns();
  const experiment = useExperiment((e) => e.experiment);
  const names = runNames(experiment.runs, useDark());
  const [missing, setMissing] = useState(false);
  const given = state.answers[step.id];
  const locked = given?.locked ?? false;
  const answer = given ? readAnswer(question, given.value) : null;
  const outcome = locked ? outcomeOf(experiment, runs) : null;
  const known = locked && isStepDone(state, runs);
  const truth = outcome && known ? questionTruth(question, outcome) : null;
  const holds = outcome && known && answer !== null ? answerHolds(question, answer, outcome) : null;
  const Widget = widgetOf(question);
  return (
    <section className={classes.question} aria-label={t('lessons.yourPrediction')} data-testid="prediction">
      <h3>{plainText(question.prompt)}</h3>
      <Widget
        question={question}
        answer={answer}
        locked={locked}
        onAnswer={(value) => {
          setMissing(false);
          lessons.acts.answer(value);
        }}
        truth={truth}
        outcome={outcome}
        names={names}
        room={room}
      />
      {locked ? (
        <p className="muted" role="status" data-testid="locked-in">
          {holds === true ? t('lessons.right') : t('lessons.lockedIn')}
        </p>
      ) : (
        <Button
          size="compact-md"
          leftSection={<Lock size={16} />}
          onClick={() => setMissing(!lessons.acts.lockIn())}
          data-testid="lock-in"
        >
          {t('lessons.lockIn')}
        </Button>
      )}
      {missing && (
        <p className="error" role="alert">
          {t('lessons.giveFirst')}
        </p>
      )}
    </section>
  );
}
