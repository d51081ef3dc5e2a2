/** A table of a sweep's runs: filtered, sorted, with what differs between them as columns. */
import { TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Sweep, SweepResult } from '../../../document/sweepsSchema';
import { differingColumns, sortedRows } from '../../../experiment/runsTable/columns';
import { runFilter, textOfRun } from '../../../experiment/runsTable/filter';
import { experimentOfRuns } from '../../../experiment/sweeps/choice';
import { formatCount, formatFixed, formatPercent } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { worded } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useWorded } from '../../useLanguage';
import classes from './SweepsPanel.module.css';

interface Column {
  id: string;
  name: string;
  text(result: SweepResult): string;
  value(result: SweepResult): number | string | null;
}

const numberColumn = (
  id: 'loss' | 'best' | 'accuracy' | 'steps',
  read: (result: SweepResult) => number | null,
  write: (value: number) => string,
): Column => ({
  id,
  name: t(`sweeps.column.${id}`),
  value: read,
  text(result) {
    const value = read(result);
    return value === null ? '–' : write(value);
  },
});

function useColumns({ experiment, results }: Sweep): Column[] {
  return useWorded(() => {
    const runs = results.map(({ run }) => run);
    const all = experimentOfRuns(experiment, runs);
    return [
      {
        id: 'name',
        name: t('sweeps.column.run'),
        text: ({ run }) => isolated(run.name),
        value: ({ run }) => run.name,
      },
      ...differingColumns(all, runs).map(
        ({ id, name, cell }): Column => ({
          id,
          name,
          text: ({ run }) => cell(run)?.text ?? '–',
          value: ({ run }) => cell(run)?.value ?? null,
        }),
      ),
      numberColumn('steps', ({ steps }) => steps, formatCount),
      ...(experiment.task
        ? [
            numberColumn(
              'accuracy',
              ({ accuracy }) => accuracy,
              (value) => formatPercent(value, 1),
            ),
          ]
        : []),
      numberColumn(
        'best',
        ({ best }) => best?.loss ?? null,
        (value) => formatFixed(value, 4),
      ),
      numberColumn(
        'loss',
        ({ loss }) => loss,
        (value) => formatFixed(value, 4),
      ),
    ];
  }, [experiment, results]);
}

export function SweepTable({ sweep }: { sweep: Sweep }) {
  const { experiment, results } = sweep;
  const columns = useColumns(sweep);
  const [typed, setTyped] = useState('');
  const [sort, setSort] = useState<{ id: string; direction: 'rising' | 'falling' } | null>(null);
  const filter = useMemo(() => runFilter(typed), [typed]);
  const shown = useMemo(() => {
    const found = filter.ok
      ? results.filter(({ run }) => filter.matches(textOfRun(experimentOfRuns(experiment, [run]), run)))
      : results;
    const column = columns.find(({ id }) => id === sort?.id);
    return column && sort ? sortedRows(found, column.value, sort.direction) : found;
  }, [experiment, results, filter, columns, sort]);
  // Hundreds of rows do not hold up what is typed.
  const rows = useDeferredValue(shown);
  if (results.length === 0) return null;
  return (
    <>
      <TextInput
        size="sm"
        maw={420}
        label={t('sweeps.filter')}
        description={t('sweeps.filterHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data-testid="sweep-filter"
        value={typed}
        error={filter.ok ? null : filter.message}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which takes the focus */}
      <section className={classes.tableBox} aria-label={t('sweeps.table')} tabIndex={0}>
        <table className={classes.table} data-testid="sweep-table">
          <caption className="muted">
            {t('sweeps.rows', {
              count: results.length,
              shown: formatCount(rows.length),
              all: formatCount(results.length),
            })}
          </caption>
          <thead>
            <tr>
              {columns.map(({ id, name }) => {
                const direction = sort?.id === id ? sort.direction : null;
                return (
                  <th
                    key={id}
                    scope="col"
                    aria-sort={
                      direction === null ? 'none' : direction === 'rising' ? 'ascending' : 'descending'
                    }
                  >
                    <button
                      type="button"
                      className={classes.sort}
                      onClick={() =>
                        setSort({ id, direction: direction === 'rising' ? 'falling' : 'rising' })
                      }
                    >
                      {name}
                      {direction === 'rising' && <ArrowUp size={14} aria-hidden="true" />}
                      {direction === 'falling' && <ArrowDown size={14} aria-hidden="true" />}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map((result) => (
              <tr key={result.run.id}>
                {columns.map(({ id, text }, i) =>
                  i === 0 ? (
                    <th key={id} scope="row">
                      {text(result)}
                      {result.failed && <small className="error">{worded(result.failed)}</small>}
                    </th>
                  ) : (
                    <td key={id}>{text(result)}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
