/** A table of a sweep's runs: filtered, sorted, grouped by all but the seed, compared with a pinned one. */
import { Button, Switch, TextInput } from '@mantine/core';
import { uniq } from 'es-toolkit';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import type { Sweep, SweepResult } from '../../../document/sweepsSchema';
import type { SweepLook } from '../../../document/viewFieldKinds';
import { sortedRows } from '../../../experiment/runsTable/columns';
import { inEnglish } from '../../../format/language';
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useApp } from '../../AppContext';
import { CopyTable } from '../../kit/CopyButtons';
import { useLatest } from '../../kit/useLatest';
import { useLanguage, useWorded } from '../../useLanguage';
import type { Sorting } from './ColumnHeads';
import { SweepRows } from './SweepRows';
import classes from './SweepTable.module.css';
import { type Column, sweepColumns } from './sweepColumns';
import type { SweepRow } from './sweepRows';
import { type TableRow, tableRows } from './tableRows';

interface Props {
  sweep: Sweep;
  /** Those that are not hidden. */
  rows: readonly SweepRow[];
  look: SweepLook;
  change(look: Partial<SweepLook>): void;
  filter: {
    typed: string;
    onType(typed: string): void;
    /** What is wrong with it; null for nothing. */
    refusal: string | null;
    finds(result: SweepResult): boolean;
  };
  /** Keys of the variations that are marked, and pointed at in the picture. */
  marked: string | null;
  pointed: string | null;
  onMark(key: string): void;
}

export function SweepTable({ sweep, rows, look, change, filter, marked, pointed, onMark }: Props) {
  const { session } = useApp();
  const hasSeeds = rows.some(({ results }) => results.length > 1);
  const grouped = look.grouped && hasSeeds;
  const all = useMemo(() => tableRows(rows, grouped), [rows, grouped]);
  const pinned = all.find(({ results }) => results.some(({ run }) => run.id === look.pinned)) ?? null;
  const columns = useWorded(
    () => sweepColumns(sweep, { rows: all, grouped, pinned }),
    [sweep, all, grouped, pinned],
  );
  const [sort, setSort] = useState<Sorting | null>(null);
  const { finds } = filter;
  // Hundreds of rows do not hold up what is typed.
  const { shown, found } = useDeferredValue(
    useMemo(() => {
      const matching = all.filter(({ results }) => results.some(finds));
      const column = columns.find(({ id }) => id === sort?.id);
      const sorted = column && sort ? sortedRows(matching, column.value, sort.direction) : matching;
      return {
        shown: pinned ? [pinned, ...sorted.filter(({ id }) => id !== pinned.id)] : sorted,
        found: matching.length,
      };
    }, [all, finds, columns, sort, pinned]),
  );
  const act = useLatest((what: 'pin' | 'hide' | 'remove', { id, results }: TableRow) => {
    const ids = results.map(({ run }) => run.id);
    if (what === 'pin') change({ pinned: id === pinned?.id ? null : (ids[0] ?? null) });
    if (what === 'hide') change({ hidden: uniq([...look.hidden, ...ids]) });
    if (what === 'remove') session.sweepEdits.removeResults(sweep.id, ids);
  });
  const actions = useMemo(
    () => ({
      pin: (row: TableRow) => act('pin', row),
      hide: (row: TableRow) => act('hide', row),
      remove: (row: TableRow) => act('remove', row),
      mark: onMark,
    }),
    [act, onMark],
  );
  const hidden = sweep.results.filter(({ run }) => look.hidden.includes(run.id)).length;
  if (sweep.results.length === 0) return null;
  return (
    <>
      <div className={classes.controls}>
        <TextInput
          size="sm"
          className={classes.filter}
          label={t('sweeps.filter')}
          description={t('sweeps.filterHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data-testid="sweep-filter"
          value={filter.typed}
          error={filter.refusal}
          onChange={(event) => filter.onType(event.currentTarget.value)}
        />
        {hasSeeds && (
          <Switch
            label={t('sweeps.grouped')}
            data-testid="sweep-grouped"
            checked={look.grouped}
            onChange={(event) => change({ grouped: event.currentTarget.checked })}
          />
        )}
        <CopyTable
          what={t('sweeps.copy')}
          testId="copy-sweep"
          table={() => ({
            columns: inEnglish(() => columns.flatMap(copiedNames)),
            rows: shown.map((row) => columns.flatMap((column) => copiedCells(column, row))),
          })}
        />
      </div>
      <p className="muted" data-testid="sweep-rows">
        {t(grouped ? 'sweeps.groupedRows' : 'sweeps.rows', {
          count: all.length,
          shown: formatCount(found),
          all: formatCount(all.length),
        })}
        {/* The pinned row stands first whether it is found or not. */}
        {shown.length > found && <> · {t('sweeps.pinnedNotFound')}</>}
        {hidden > 0 && (
          <>
            {' · '}
            {t('sweeps.hidden', { count: hidden, hidden: formatCount(hidden) })}{' '}
            <Button
              size="compact-xs"
              variant="default"
              data-testid="show-hidden"
              onClick={() => change({ hidden: [] })}
            >
              {t('sweeps.showHidden')}
            </Button>
          </>
        )}
      </p>
      {pinned && <HowPaired columns={columns} rows={shown} pinned={pinned} />}
      <SweepRows
        columns={columns}
        rows={shown}
        pinned={pinned}
        marked={marked}
        pointed={pointed}
        sort={sort}
        onSort={setSort}
        actions={actions}
      />
    </>
  );
}

/** Sentences, each with what differences are paired over; null for the two errors together. */
const pairings = [
  ['items', 'items'],
  ['seeds', 'seeds'],
  ['apart', null],
] as const;

/** Says what the differences of each column are paired over, of those that are shown. */
const HowPaired = memo(function HowPaired({
  columns,
  rows,
  pinned,
}: {
  columns: readonly Column[];
  rows: readonly TableRow[];
  pinned: TableRow;
}) {
  useLanguage();
  const compared = columns.map(({ name, delta }) => ({
    name,
    deltas: rows.flatMap((row) => delta?.(row) ?? []),
  }));
  const deltas = compared.flatMap((column) => column.deltas);
  if (deltas.length === 0) return null;
  const sentences = pairings.flatMap(([way, over]) => {
    const names = compared
      .filter((column) => column.deltas.some(({ pairedOver }) => pairedOver === over))
      .map(({ name }) => name);
    return names.length === 0 ? [] : [t(`sweeps.paired.${way}`, { columns: names.join(', ') })];
  });
  if (deltas.some(({ isClear }) => isClear)) sentences.push(t('sweeps.clear'));
  return (
    <p className="muted" data-testid="sweep-paired">
      {[t('sweeps.paired.to', { run: isolated(pinned.name) }), ...sentences].join(' ')}
    </p>
  );
});

/** A column of differences or of means is copied with its errors. */
const copiedNames = ({ id, error }: Column) => (error ? [id, `${id}Error`] : [id]);
const copiedCells = ({ value, error }: Column, row: TableRow) =>
  error ? [value(row), error(row)] : [value(row)];
