/** What stands beside the curves: the step's question, its exercise, or one panel. An exercise that was not tried has their place too. */
import type { ReactNode } from 'react';
import { openStep, outcomeOf } from '../../app/lessons/lessonState';
import { stepKey } from '../../app/present/presentState';
import { t } from '../../i18n/i18n';
import { isTried } from '../../lessons/exercise';
import { useExperiment, useLesson, usePresent, useRuns } from '../AppContext';
import { usePageState } from '../actions/action';
import { PartBoundary } from '../failure/Failure';
import { PanelPlace } from '../layout/TabbedPanels';
import { ExerciseStep } from '../lessons/ExerciseStep';
import { MarkdownText } from '../lessons/MarkdownText';
import { Prediction } from '../lessons/Prediction';
import { besidePanel } from './besidePanel';
import classes from './Present.module.css';

/** Tells whether the step's exercise was not tried yet: the curves are empty, and it takes their place. */
export function useUntriedExercise(): boolean {
  const isExercise = useLesson((state) => {
    const step = openStep(state);
    return step?.exercise !== undefined && !step.question;
  });
  const experiment = useExperiment((e) => e.experiment);
  const isUntried = useRuns((runs) => !isTried(outcomeOf(experiment, runs)));
  return isExercise && isUntried;
}

export function Beside() {
  const isUntried = useUntriedExercise();
  const step = useLesson(openStep);
  const key = useLesson(({ open }) => stepKey(open));
  const counts = usePresent(({ room, roomShown }) => (roomShown === key ? room[key] : undefined));
  const panel = usePageState(besidePanel);
  if (step?.question)
    return (
      <div className={classes.beside} data-testid="beside">
        <PartBoundary title={t('present.question')}>
          <div className={classes.card}>
            <Prediction step={step} question={step.question} room={counts} />
          </div>
        </PartBoundary>
      </div>
    );
  if (step?.exercise) {
    const text = (
      <div className={classes.text}>
        <MarkdownText text={step.body} />
      </div>
    );
    return (
      <Scrolled>
        <PartBoundary title={t('present.exercise')}>
          <div className={isUntried ? classes.wideCard : classes.card}>
            <h2 className="visually-hidden">{t('present.exercise')}</h2>
            {isUntried && text}
            <ExerciseStep exercise={step.exercise} />
            {/* Once it was tried, what is asked and what it came to are read first. */}
            {!isUntried && text}
          </div>
        </PartBoundary>
      </Scrolled>
    );
  }
  if (!panel) return null;
  return (
    <Scrolled>
      <PanelPlace panel={panel} />
    </Scrolled>
  );
}

/** It scrolls, which the keyboard does to what has the focus; not every part in it has something that takes it. */
function Scrolled({ children }: { children: ReactNode }) {
  return (
    // A panel in it is a landmark by itself.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <div className={classes.beside} tabIndex={0} data-testid="beside">
      {children}
    </div>
  );
}
