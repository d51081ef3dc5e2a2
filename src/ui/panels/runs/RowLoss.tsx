/** The loss of a row of the list of runs, with its difference to that of the pinned run. */
import type { Run } from '../../../experiment/schema';
import classes from './RunRow.module.css';
import { useLossDelta } from './useLossDelta';

interface Props {
  /** Of the row: a run, or the seeds of one. */
  members: readonly Run[];
  text: string;
  title: string;
  testId: string;
}

export function RowLoss({ members, text, title, testId }: Props) {
  const against = useLossDelta(members);
  return (
    <span className={classes.loss}>
      <span data-testid={testId} title={title}>
        {text}
      </span>
      {against && (
        <small
          className={classes.delta}
          title={against.sentence}
          data-clear={against.delta.isClear ?? undefined}
          data-testid={`delta-${testId}`}
        >
          <span aria-hidden="true">{against.text}</span>
          <span className="visually-hidden">{against.sentence}</span>
        </small>
      )}
    </span>
  );
}
