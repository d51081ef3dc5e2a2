/** The lesson that is on the page, at one of its steps. */
import { lazy, Suspense } from 'react';
import { useLesson } from '../AppContext';
import type { PanelProps } from '../panels/panel';
import classes from './Lesson.module.css';

const OpenStep = lazy(() => import('./OpenStep'));

export function LessonPanel({ id, title }: PanelProps) {
  const open = useLesson((l) => l.open);
  if (!open) return null;
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <Suspense>
        {/* What was begun on a step, leaving say, does not go on to the next. */}
        <OpenStep key={open.lesson.steps[open.at]?.id} />
      </Suspense>
    </section>
  );
}
