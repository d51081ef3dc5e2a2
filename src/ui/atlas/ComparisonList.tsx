/** The comparisons of a question, ranked by effect over error, each with how sure it is. */
import { type Comparison, level, ranked } from '../../atlas/comparisons';
import { formatCount, formatScientific } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { formatEstimate } from '../../measure/evals/format';
import { ScrollBox } from '../kit/ScrollBox';
import classes from './Atlas.module.css';
import { subjectName } from './names';
import { stackLabel } from './stackLabel';

/** Rows that are listed. */
const listed = 12;

export function ComparisonList({
  comparisons,
  isTask,
}: {
  comparisons: readonly Comparison[];
  isTask: (subject: string) => boolean;
}) {
  if (comparisons.length === 0) return <p className="muted">{t('atlas.comparisons.none')}</p>;
  const clear = comparisons.filter(({ corrected }) => corrected < level).length;
  const columns = (['subject', 'first', 'second', 'effect', 'p'] as const).map((key) =>
    t(`atlas.comparisons.${key}`),
  );
  return (
    <>
      <p className="muted">
        {t('atlas.comparisons.clear', { count: comparisons.length, clear: formatCount(clear) })}{' '}
        {t('atlas.comparisons.rule', { level })}
      </p>
      <ScrollBox label={t('atlas.comparisons.table')} className={classes.scroll}>
        <table className={classes.comparisons} data-testid="atlas-comparisons">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ranked(comparisons)
              .slice(0, listed)
              .map(({ subject, stacks, value, stderr, corrected }) => (
                <tr key={`${subject}/${stacks.join('/')}`} data-clear={corrected < level}>
                  <th scope="row">{subjectName(subject)}</th>
                  <td>{stackLabel(stacks[0])}</td>
                  <td>{stackLabel(stacks[1])}</td>
                  <td>{formatEstimate(isTask(subject) ? 'share' : 'nats', { value, stderr })}</td>
                  <td>{formatScientific(corrected, 1)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
