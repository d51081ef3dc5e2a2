/**
 * Shows a run's name in one line, which is cut in its middle where there is little room: a branch, a seed and a copy are told from their
 * origin by their names' ends.
 */
import { nameParts } from '../../format/runName';
import { labelWidth, visibleText } from '../../format/visible';
import classes from './ClippedName.module.css';

/** Characters that a start may have which is not cut. */
const shortStart = 6;

export function ClippedName({ text }: { text: string }) {
  const { start, end } = nameParts(text);
  return (
    <bdi className={classes.name} data-short={labelWidth(start) <= shortStart || undefined}>
      <span className={classes.start}>{visibleText(start)}</span>
      {end !== '' && <span className={classes.end}>{visibleText(end)}</span>}
    </bdi>
  );
}
