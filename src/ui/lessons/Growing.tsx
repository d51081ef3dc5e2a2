/** How far something of a step has come, in words and as a bar. */
import { Progress } from '@mantine/core';
import classes from './Lesson.module.css';

export function Growing({ label, done, total }: { label: string; done: number; total: number }) {
  return (
    <div className={classes.growing}>
      <p>{label}</p>
      <Progress value={(100 * done) / Math.max(1, total)} aria-label={label} transitionDuration={0} />
    </div>
  );
}
