/** All pairs of two layers on one task: the lower layer's variant down, the upper one's across. */
import { uniq } from 'es-toolkit';
import type { Result } from '../../atlas/results';
import { t } from '../../i18n/i18n';
import { moveInGrid } from '../kit/gridKeys';
import { type GridPlace, useGridStop } from '../kit/useGridStop';
import classes from './Atlas.module.css';
import { AtlasCell, type CellActions } from './AtlasCell';
import { subjectName } from './names';
import type { Answer } from './questions';
import { stackLabel } from './stackLabel';

interface Props {
  /** Of one subject and size, each of two layers. */
  results: readonly Result[];
  /** Of each result, by its place. */
  answers: readonly (Answer | null)[];
  isDifference: boolean;
  subject: string;
  actions: CellActions;
}

export function PairMatrix({ results, answers, isDifference, subject, actions }: Props) {
  const cells = results.map((result, i) => ({
    result,
    answer: answers[i] ?? null,
    layers: result.stack.split('+') as [string, string],
  }));
  const lower = uniq(cells.map(({ layers }) => layers[0]));
  const upper = uniq(cells.map(({ layers }) => layers[1])).sort(
    (a, b) => lower.indexOf(a) - lower.indexOf(b),
  );
  const cellAt = ([row, column]: GridPlace) =>
    cells.find(({ layers }) => layers[0] === lower[row] && layers[1] === upper[column]);
  const { tabIndexOf, onFocus } = useGridStop(
    (place) => cellAt(place) !== undefined,
    lower.flatMap((_, row) => upper.map((_, column) => [row, column] as const)),
  );
  return (
    <table className={classes.grid} data-testid="atlas-matrix" onKeyDown={moveInGrid} onFocus={onFocus}>
      <caption className="visually-hidden">{t('atlas.matrix', { subject: subjectName(subject) })}</caption>
      <thead>
        <tr>
          <td />
          <th scope="colgroup" colSpan={upper.length} className={classes.axis}>
            {t('atlas.above')}
          </th>
        </tr>
        <tr>
          <th scope="col" className={classes.axis}>
            {t('atlas.below')}
          </th>
          {upper.map((layer) => (
            <th key={layer} scope="col">
              {stackLabel(layer)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lower.map((below, row) => (
          <tr key={below}>
            <th scope="row">{stackLabel(below)}</th>
            {upper.map((above, column) => {
              const cell = cellAt([row, column]);
              return (
                <td key={above}>
                  {cell && (
                    <AtlasCell
                      result={cell.result}
                      answer={cell.answer}
                      isDifference={isDifference}
                      label={`${stackLabel(cell.result.stack)}:`}
                      place={[row, column]}
                      tabIndex={tabIndexOf([row, column])}
                      actions={actions}
                    />
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
