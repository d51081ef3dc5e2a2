/**
 * Shows a run's name in one line, which is cut in its middle where there is little room, or in several on a touch screen: a branch, a seed and a copy are told from their
 * origin by their names' ends.
 */
import { nameParts } from '../../format/runName';
import { labelWidth, visibleText } from '../../format/visible';
import classes from './ClippedName.module.css';

/** Characters that a start may have which is not cut. */
const shortStart = 6;

interface Props {
  text: string;
  /** It stands where a touch screen has room for more lines. */
  wraps?: boolean;
}

export function ClippedName({ text, wraps = false }: Props) {
  const { start, end } = nameParts(text);
  return (
    <bdi
      className={classes.name}
      data-short={labelWidth(start) <= shortStart || undefined}
      data-wraps={wraps || undefined}
    >
      <span className={classes.start}>{visibleText(start)}</span>
      {end !== '' && <span className={classes.end}>{visibleText(end)}</span>}
    </bdi>
  );
}
