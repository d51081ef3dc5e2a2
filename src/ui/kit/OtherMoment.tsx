/** Says that what stands below is of another moment than the page shows. */
import { TriangleAlert } from 'lucide-react';
import classes from './OtherMoment.module.css';

export function OtherMoment({ text, testId }: { text: string; testId: string }) {
  return (
    <p className={classes.other} data-testid={testId}>
      <TriangleAlert size={18} aria-hidden="true" />
      {text}
    </p>
  );
}
