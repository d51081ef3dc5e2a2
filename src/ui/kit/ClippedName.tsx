/**
 * Shows a run's name in one line, which is cut in its middle where there is little room: a branch, a seed and a copy are told from their
 * origin by their names' ends.
 */
import { visibleText } from '../../format/visible';
import classes from './ClippedName.module.css';

/** ", from step 200", ", 1, 3 seeds", " copy 2", the file of a run of elsewhere, else the last word. */
const ending =
  /(?:(?=.{3,24}$)(?:[,，]\s?[^,，]+){1,3}|, [^,]{1,24}| copy(?: \d+)?| \([^()]{1,40}\)| \S{1,16})$/u;

export function ClippedName({ text }: { text: string }) {
  const end = ending.exec(text)?.[0] ?? '';
  return (
    <bdi className={classes.name}>
      <span className={classes.start}>{visibleText(text.slice(0, text.length - end.length))}</span>
      {end !== '' && <span className={classes.end}>{visibleText(end)}</span>}
    </bdi>
  );
}
