/** What stands beside the curves: the step's question, its exercise, or one panel. */
import type { ReactNode } from 'react';
import { openStep } from '../../app/lessons/lessonState';
import { stepKey } from '../../app/present/presentState';
import { t } from '../../i18n/i18n';
import { useLesson, usePresent } from '../AppContext';
import { usePageState } from '../actions/action';
import { PartBoundary } from '../failure/Failure';
import { PanelPlace } from '../layout/TabbedPanels';
import { ExerciseStep } from '../lessons/ExerciseStep';
import { MarkdownText } from '../lessons/MarkdownText';
import { Prediction } from '../lessons/Prediction';
import { besidePanel } from './besidePanel';
import classes from './Present.module.css';

export function Beside() {
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
  if (step?.exercise)
    return (
      <Scrolled>
        <PartBoundary title={t('present.exercise')}>
          <div className={classes.card}>
            <MarkdownText text={step.body} />
            <ExerciseStep exercise={step.exercise} />
          </div>
        </PartBoundary>
      </Scrolled>
    );
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
