/** A row for each stack, a column for each task or text; sorted by any column. */
import { groupBy, orderBy, uniq } from 'es-toolkit';
import { ArrowDownWideNarrow } from 'lucide-react';
import { useState } from 'react';
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
  /** Of one size. */
  results: readonly Result[];
  /** Of each result, by its place. */
  answers: readonly (Answer | null)[];
  isDifference: boolean;
  isListed(result: Result): boolean;
  actions: CellActions;
}

export function StackTable({ results, answers, isDifference, isListed, actions }: Props) {
  const [sorted, setSorted] = useState<string | null>(null);
  const subjects = uniq(results.map(({ subject }) => subject));
  const rows = Object.entries(
    groupBy(
      results
        .map((result, i) => ({ result, answer: answers[i] ?? null }))
        .filter(({ result }) => isListed(result)),
      ({ result }) => result.stack,
    ),
  );
  const sortValue = ([, row]: [string, { result: Result; answer: Answer | null }[]]) =>
    row.find(({ result }) => result.subject === sorted)?.answer?.value ?? Number.NEGATIVE_INFINITY;
  const ordered = sorted === null ? rows : orderBy(rows, [sortValue], ['desc']);
  const cellAt = ([row, column]: GridPlace) =>
    ordered[row]?.[1].find(({ result }) => result.subject === subjects[column]);
  const { tabIndexOf, onFocus } = useGridStop(
    (place) => cellAt(place) !== undefined,
    ordered.flatMap((_, row) => subjects.map((_, column) => [row, column] as const)),
  );
  return (
    <table className={classes.grid} data-testid="atlas-table" onKeyDown={moveInGrid} onFocus={onFocus}>
      <caption className="visually-hidden">{t('atlas.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('atlas.stack')}</th>
          {subjects.map((subject) => (
            <th key={subject} scope="col" aria-sort={sorted === subject ? 'descending' : 'none'}>
              <button
                type="button"
                className={classes.sort}
                title={t('atlas.sortBy', { subject: subjectName(subject) })}
                aria-pressed={sorted === subject}
                onClick={() => setSorted(sorted === subject ? null : subject)}
              >
                {subjectName(subject)}
                {sorted === subject && <ArrowDownWideNarrow size={16} aria-hidden="true" />}
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ordered.map(([stack], row) => (
          <tr key={stack}>
            <th scope="row">{stackLabel(stack)}</th>
            {subjects.map((subject, column) => {
              const cell = cellAt([row, column]);
              return (
                <td key={subject}>
                  {cell && (
                    <AtlasCell
                      result={cell.result}
                      answer={cell.answer}
                      isDifference={isDifference}
                      label={`${stackLabel(stack)}, ${subjectName(subject)}:`}
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
