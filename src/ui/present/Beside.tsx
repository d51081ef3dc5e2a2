/** What stands beside the curves: the step's question, its exercise, or one panel. */
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
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it may scroll, and has nothing that takes the focus before it is solved
      <div className={classes.beside} tabIndex={0} data-testid="beside">
        <PartBoundary title={t('present.exercise')}>
          <div className={classes.card}>
            <MarkdownText text={step.body} />
            <ExerciseStep exercise={step.exercise} />
          </div>
        </PartBoundary>
      </div>
    );
  if (!panel) return null;
  return (
    // It scrolls, which the keyboard does to what has the focus; the panel in it is a landmark by itself.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: not every panel has something that takes the focus
    <div className={classes.beside} tabIndex={0} data-testid="beside">
      <PanelPlace panel={panel} />
    </div>
  );
}
