/** Tabulates runs × what differs between them × metrics, mean ± standard error, what is best beyond chance marked, with baselines and chance below. */

import { styleOf } from '../../../experiment/runStyles';
import { formatCount } from '../../../format/numbers';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { formatDifference, formatInterval } from '../../../measure/evals/format';
import { baselines } from '../../../measure/evals/ngrams';
import { lastEvaluated } from '../../../measure/evals/rows';
import {
  type Column,
  columnsOf,
  type Differences,
  estimateAt,
  type Property,
  type ResultRow,
  rowName,
  textAt,
  verdictOn,
} from '../../../measure/evals/table';
import type { Verdict } from '../../../measure/verdict';
import { useExperiment } from '../../AppContext';
import { DeltaNote } from '../../kit/DeltaNote';
import { DeltaText } from '../../kit/DeltaText';
import { Isolated } from '../../kit/Isolated';
import { RunColumnCells, RunColumnHeads } from '../../kit/RunColumns';
import { RunSwatch } from '../../kit/RunSwatch';
import { ScrollBox } from '../../kit/ScrollBox';
import { SeedsToggle } from '../../kit/SeedsToggle';
import { useFiguresFirst } from '../../kit/useFiguresFirst';
import { useOpenRows } from '../../kit/useOpenRows';
import { useRunColumns } from '../../kit/useRunColumns';
import { VerdictMark } from '../../kit/VerdictMark';
import classes from './EvaluationPanel.module.css';
import type { ShownRows } from './useShownRows';

interface Judged {
  column: Column;
  verdict: Verdict;
}

export function ResultsTable({ shown }: { shown: ShownRows }) {
  const { rows, judged, differences, pinned } = shown;
  const columns = columnsOf(rows).map((column): Judged => ({ column, verdict: verdictOn(judged, column) }));
  const runColumns = useRunColumns(rows);
  const figuresFirst = useFiguresFirst(runColumns);
  const firstBelow = rows.findIndex((row) => !row.ranked);
  const { isOpen, toggle } = useOpenRows();
  return (
    <>
      <ScrollBox label={t('evaluation.results.label')}>
        <table className={classes.table}>
          <caption className="visually-hidden">{t('evaluation.results.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('kit.run')}</th>
              {!figuresFirst && <RunColumnHeads of={runColumns} />}
              <th scope="col" className={classes.step}>
                {t('kit.step')}
              </th>
              {columns.map(({ column: { metric } }) => (
                <th scope="col" key={metric.id}>
                  {entryName('metrics', metric)}
                  <span className={classes.direction}>
                    {metric.better && t(`evaluation.results.${metric.better}`)}
                  </span>
                </th>
              ))}
              {figuresFirst && <RunColumnHeads of={runColumns} />}
            </tr>
          </thead>
          <tbody>
            {rows.flatMap((row, i) => {
              const open = row.members !== undefined && isOpen(row.id);
              return [
                <Row
                  key={row.id}
                  row={row}
                  runColumns={runColumns}
                  columns={columns}
                  differences={differences}
                  isPinned={row === pinned}
                  className={i === firstBelow ? classes.below : undefined}
                  testId={`evaluation-${i}`}
                  open={open}
                  onToggle={() => toggle(row.id)}
                />,
                ...(open ? (row.members ?? []) : []).map((member) => (
                  <Row
                    key={`seed ${member.id}`}
                    row={member}
                    runColumns={runColumns}
                    columns={columns}
                    differences={null}
                    className={classes.member}
                    testId={`evaluation-seed-${member.id}`}
                  />
                )),
              ];
            })}
          </tbody>
        </table>
      </ScrollBox>
      <Notes shown={shown} columns={columns} />
    </>
  );
}

interface RowProps {
  row: ResultRow;
  runColumns: readonly Property[];
  columns: readonly Judged[];
  differences: Differences | null;
  isPinned?: boolean;
  className?: string | undefined;
  testId: string;
  /** Of a row of several seeds: whether it shows them. */
  open?: boolean;
  onToggle?(): void;
}

function Row(props: RowProps) {
  const {
    row,
    runColumns,
    columns,
    differences,
    isPinned,
    className,
    testId,
    open = false,
    onToggle,
  } = props;
  const style = useExperiment((e) => styleOf(e.experiment.runs, row.id));
  const figuresFirst = useFiguresFirst(runColumns);
  const settings = <RunColumnCells of={runColumns} rowId={row.id} className={classes.setting} />;
  const { members } = row;
  const counted = members && lastEvaluated(members).length;
  return (
    <tr className={className} data-testid={testId}>
      <th scope="row">
        <span className={classes.name}>
          {row.ranked && <RunSwatch style={row.elsewhere ?? style} elsewhere={row.elsewhere !== undefined} />}
          {members && onToggle ? (
            <SeedsToggle name={rowName(row)} open={open} onToggle={onToggle} testId={`seeds-of-${testId}`} />
          ) : (
            <Isolated text={rowName(row)} />
          )}
        </span>
        {isPinned && <small className={classes.direction}>{t('curves.table.pinned')}</small>}
        {members && counted !== undefined && counted < members.length && (
          <small className={classes.direction}>
            {t('evaluation.results.counted', {
              counted: formatCount(counted),
              all: formatCount(members.length),
            })}
          </small>
        )}
      </th>
      {!figuresFirst && settings}
      <td>{row.step === null ? '–' : formatCount(row.step)}</td>
      {columns.map(({ column, verdict }) => (
        <Cell
          key={column.metric.id}
          row={row}
          column={column}
          verdict={className === classes.member ? null : verdict}
          differences={differences}
        />
      ))}
      {figuresFirst && settings}
    </tr>
  );
}

interface CellProps {
  row: ResultRow;
  column: Column;
  /** null where the row is not judged for itself. */
  verdict: Verdict | null;
  differences: Differences | null;
}

function Cell({ row, column, verdict, differences }: CellProps) {
  const { unit } = column.metric;
  const estimate = estimateAt(row, column);
  const interval = estimate && formatInterval(unit, estimate);
  const text = textAt(row, column);
  const delta = estimate && differences?.at(row, column);
  return (
    <td>
      {estimate || text === null ? (text ?? '–') : <span className={classes.reason}>{text}</span>}
      {interval && <span className={classes.interval}>{t('evaluation.results.interval', { interval })}</span>}
      {delta && <DeltaText delta={delta} write={(value) => formatDifference(unit, value, estimate)} />}
      <div>{verdict && <VerdictMark verdict={verdict} id={row.id} best="best" />}</div>
    </td>
  );
}

/** What the errors are of, what the differences are, and what the baselines are. */
function Notes({ shown, columns }: { shown: ShownRows; columns: readonly Judged[] }) {
  const { rows, differences, together } = shown;
  const isGrouped = together !== null && rows.some(({ members }) => members);
  return (
    <>
      <p className={`muted ${classes.notes}`}>
        {[
          t('evaluation.results.errors'),
          ...(isGrouped ? [t(`kit.seeds.${together}`)] : []),
          ...(rows.some(({ elsewhere }) => elsewhere !== undefined)
            ? [t('evaluation.results.elsewhere')]
            : []),
          ...baselines.map(({ id, note }) => words(`baselines.${id.replace(/^baseline:/, '')}.note`, note)),
        ].join(' ')}
      </p>
      {differences && (
        <DeltaNote
          against={differences.name}
          columns={columns.map(({ column }) => ({
            name: entryName('metrics', column.metric),
            deltas: rows.map((row) => differences.at(row, column)),
          }))}
          testId="evaluation-delta-note"
        />
      )}
    </>
  );
}
