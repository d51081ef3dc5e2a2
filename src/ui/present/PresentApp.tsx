/**
 * Renders the page for a hall (`?present`): the claim, the curves with one panel beside them, the stacks and the time. What is read
 * from the back row is half as large again.
 */
import type { MouseEvent } from 'react';
import { openStep } from '../../app/lessons/lessonState';
import { t } from '../../i18n/i18n';
import { useAutosave, useLesson, usePresent } from '../AppContext';
import { PartBoundary } from '../failure/Failure';
import { PanelPlace } from '../layout/TabbedPanels';
import { plainText } from '../lessons/lessonText';
import { panels } from '../panels';
import { TimeSlider } from '../time/TimeSlider';
import { Beside, useUntriedExercise } from './Beside';
import { Covers } from './Covers';
import { HallTools } from './HallTools';
import classes from './Present.module.css';
import { Stacks } from './Stacks';
import { useLook } from './useLook';

/** Default export, as it is a chunk of its own. */
export default function PresentApp() {
  const claim = useClaim();
  const unlocked = usePresent((p) => p.unlocked);
  const step = useLesson(openStep);
  const hidden = useLesson(({ open }) => open?.stage.hidden.join(' ') ?? '');
  const error = useLesson((l) => l.error);
  const isUntried = useUntriedExercise();
  const curves = panels.find(({ place }) => place === 'curves');
  useLook(claim);
  return (
    <div
      className={classes.hall}
      data-unlocked={unlocked || undefined}
      onClickCapture={blurAfterPointer}
      data-testid="hall"
    >
      <header>
        <h1 className={classes.claim} title={claim} data-testid="claim">
          {claim}
        </h1>
      </header>
      <main className={classes.main} data-hidden={hidden}>
        {curves && !hidden.includes('curves') && !isUntried && (
          <section className={classes.curves} aria-label={t('layout.regions.curves')}>
            <PanelPlace panel={curves} />
          </section>
        )}
        {/* What was begun on a step does not go on to the next. */}
        <Beside key={step?.id} />
      </main>
      <footer className={classes.foot}>
        <PartBoundary title={t('present.stacks')}>
          <Stacks />
        </PartBoundary>
        <div className={classes.time}>
          <TimeSlider />
        </div>
        <HallTools />
      </footer>
      <Remark error={error} />
      <Covers />
    </div>
  );
}

/** The title of the step; without a lesson the experiment's name. */
function useClaim(): string {
  const name = useAutosave(({ current }) => current.name);
  const step = useLesson(openStep);
  return step ? plainText(step.title) : name;
}

/** Says what a key could not do, and why a step or its recording is not there. */
function Remark({ error }: { error: string | null }) {
  const remark = usePresent((p) => p.remark);
  return (
    <p className={classes.remark} role="status" data-testid="remark">
      {error ?? (remark && t(`present.says.${remark}`))}
    </p>
  );
}

/** What was clicked does not keep the focus, which would take the next key from the clicker. Text fields do. */
function blurAfterPointer({ detail, target }: MouseEvent<HTMLElement>): void {
  if (detail === 0) return;
  setTimeout(() => {
    const { activeElement } = document;
    const writes = activeElement?.matches('input:not([type="radio"], [type="checkbox"]), textarea');
    if (activeElement instanceof HTMLElement && !writes && (target as Element).isConnected)
      activeElement.blur();
  });
}
