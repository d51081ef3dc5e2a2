/** Tabulates what differs between the runs and their losses at the moment, best first if wanted, each with its difference to the pinned run's. */

import { ArrowDownUp } from 'lucide-react';
import { chosenTask } from '../../../data/tasks';
import { styleOf } from '../../../experiment/runStyles';
import { formatCount, formatMeasured, formatPercent } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { formatDifference } from '../../../measure/evals/format';
import type { Property } from '../../../measure/evals/table';
import type { Verdict } from '../../../measure/verdict';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { comparedSteps } from '../../charts/trainDelta';
import { useReading } from '../../charts/units';
import { useHiddenRuns } from '../../charts/useHiddenRuns';
import { BandText } from '../../kit/BandText';
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
import { useMoment } from '../../time/useMoment';
import { useWorded } from '../../useLanguage';
import classes from './LossTable.module.css';
import { bestColumn, type LossColumn, type LossRow, type LossRows, shownColumns } from './lossRows';
import { lossVerdict } from './lossVerdict';
import { useCurvesAt } from './useLossRows';

export function LossTable({ table }: { table: LossRows }) {
  const { unit } = useReading();
  const task = useExperiment((e) => e.experiment.task);
  const bestFirst = useView((v) => v.bestFirst);
  const set = useView((v) => v.set);
  const verdict = useVerdict();
  const { rows, against } = table;
  const { isOpen, toggle } = useOpenRows();
  const runColumns = useRunColumns(rows);
  const figuresFirst = useFiguresFirst(runColumns);
  const places = rows.map((_, i) => i);
  const best = rows.map(({ cells }) => cells[bestColumn(task !== null)].value);
  const order = bestFirst ? ranked(best, task ? 'highest' : 'lowest') : places;
  return (
    <>
      <ScrollBox label={t('curves.table.label')}>
        <table className={classes.table}>
          <caption className="visually-hidden">
            {unit.id === 'perplexity'
              ? t(task ? 'curves.table.perplexityAndAccuracy' : 'curves.table.perplexity')
              : t(task ? 'curves.table.lossAndAccuracy' : 'curves.table.loss', {
                  unit: unit.isAccuracy ? t('charts.units.loss.axis') : unit.axis(),
                })}
          </caption>
          <thead>
            <tr className={classes.heading}>
              <th scope="col" className={classes.run}>
                {t('kit.run')}
              </th>
              {!figuresFirst && <RunColumnHeads of={runColumns} />}
              <th scope="col">{t('charts.values.train')}</th>
              <th scope="col">{t('charts.values.validation')}</th>
              <th scope="col" aria-sort={bestFirst ? (task ? 'descending' : 'ascending') : 'none'}>
                <button
                  type="button"
                  className={classes.sort}
                  title={t(bestFirst ? 'curves.table.inOrder' : 'curves.table.bestFirst')}
                  data-testid="best-first"
                  onClick={() => set({ bestFirst: !bestFirst })}
                >
                  {task
                    ? t('curves.table.accuracy', { chance: formatPercent(chosenTask(task).chance) })
                    : t('curves.table.bestValidation')}
                  <ArrowDownUp size={14} aria-hidden="true" />
                </button>
              </th>
              {figuresFirst && <RunColumnHeads of={runColumns} />}
            </tr>
          </thead>
          <tbody>
            {order.flatMap((i) => {
              const row = rows[i] as LossRow;
              const open = row.members.length > 0 && isOpen(row.id);
              return [
                <Row
                  key={row.id}
                  row={row}
                  runColumns={runColumns}
                  verdict={verdict}
                  isPinned={row.id === against?.id}
                  open={open}
                  onToggle={() => toggle(row.id)}
                />,
                ...(open
                  ? row.members.map((member) => (
                      <Row
                        key={`seed ${member.id}`}
                        row={member}
                        runColumns={runColumns}
                        verdict={verdict}
                        isMember
                      />
                    ))
                  : []),
              ];
            })}
          </tbody>
        </table>
      </ScrollBox>
      <Notes table={table} />
    </>
  );
}

function useVerdict(): Verdict {
  const experiment = useExperiment((e) => e.experiment);
  const curves = useCurvesAt(useMoment());
  const heldOut = useRuns((r) => r.heldOut);
  const failures = useRuns((r) => r.failures);
  return useWorded(
    () => lossVerdict(experiment, { curves, heldOut, failures }),
    [experiment, curves, heldOut, failures],
  );
}

interface RowProps {
  row: LossRow;
  runColumns: readonly Property[];
  verdict: Verdict;
  isPinned?: boolean;
  /** It is one of several seeds, below their row. */
  isMember?: boolean;
  /** Of a row of several seeds: whether it shows them. */
  open?: boolean;
  onToggle?(): void;
}

function Row(props: RowProps) {
  const { row, runColumns, verdict, isPinned = false, isMember = false, open = false, onToggle } = props;
  const { id, index, name, elsewhere, members, counted } = row;
  const style = useExperiment((e) => styleOf(e.experiment.runs, id));
  const onTask = useExperiment((e) => e.experiment.task !== null);
  const hiddenRuns = useHiddenRuns();
  const isGroup = members.length > 0;
  const ids = isGroup ? members.map((member) => member.id) : [id];
  const figuresFirst = useFiguresFirst(runColumns);
  const settings = <RunColumnCells of={runColumns} rowId={id} className={classes.setting} />;
  return (
    <tr data-member={isMember || undefined} data-pinned={isPinned || undefined}>
      <th scope="row" className={classes.run}>
        <span className={classes.name}>
          <RunSwatch
            style={elsewhere ?? style}
            elsewhere={elsewhere !== undefined}
            hidden={ids.every((own) => hiddenRuns.includes(own))}
          />
          {isGroup && onToggle ? (
            <SeedsToggle name={name} open={open} onToggle={onToggle} testId={`loss-seeds-${index}`} />
          ) : (
            <Isolated text={name} />
          )}
        </span>
        {isGroup && counted < members.length && (
          <small className={classes.note}>
            {t('curves.table.counted', { counted: formatCount(counted), all: formatCount(members.length) })}
          </small>
        )}
        {isPinned && <small className={classes.note}>{t('curves.table.pinned')}</small>}
      </th>
      {!figuresFirst && settings}
      {shownColumns(onTask).map((column) => (
        <Cell key={column} row={row} column={column} verdict={isMember ? null : verdict} />
      ))}
      {figuresFirst && settings}
    </tr>
  );
}

const testIds: Record<LossColumn, string> = {
  train: 'train',
  validation: 'val',
  lowest: 'best',
  accuracy: 'best',
};

/** @param verdict null where the row is not judged for itself */
function Cell({ row, column, verdict }: { row: LossRow; column: LossColumn; verdict: Verdict | null }) {
  const onTask = useExperiment((e) => e.experiment.task !== null);
  const kind = useView((v) => v.seedDrawing);
  const { unit } = useReading();
  const { value, band, delta } = row.cells[column];
  const isShare = column === 'accuracy';
  const write = (of: number) => (isShare ? formatPercent(of) : formatMeasured(of, unit.digits));
  const writeDifference = (of: number) =>
    isShare ? formatDifference('share', of, { value: of }) : formatMeasured(of, unit.digits);
  const testId = `${row.members.length > 0 ? 'seeds-' : ''}${testIds[column]}-${row.index}`;
  return (
    <td data-testid={testId}>
      {column === bestColumn(onTask) && verdict && (
        <VerdictMark verdict={verdict} id={row.id} best={onTask ? 'highest' : 'lowest'} />
      )}
      {value === null ? '–' : write(value)}
      {band && kind !== 'each' && <BandText band={band} kind={kind} write={write} />}
      {delta && <DeltaText delta={delta} write={writeDifference} testId={`delta-${testId}`} />}
    </td>
  );
}

/** What the rows of several seeds tell, and what the differences are. */
function Notes({ table: { rows, against } }: { table: LossRows }) {
  const onTask = useExperiment((e) => e.experiment.task !== null);
  const kind = useView((v) => v.seedDrawing);
  const names: Record<LossColumn, string> = {
    train: t('charts.values.train'),
    validation: t('charts.values.validation'),
    lowest: t('curves.table.bestValidation'),
    accuracy: t('charts.values.accuracy'),
  };
  const deltas = (column: LossColumn) => rows.map(({ cells }) => cells[column].delta);
  const single = rows.filter(({ members }) => members.length === 0);
  const comparesSteps = against?.members.length === 0 && single.some(({ cells }) => cells.train.delta);
  return (
    <>
      {kind !== 'each' && rows.some(({ members }) => members.length > 0) && (
        <p className={`muted ${classes.below}`} data-testid="loss-seeds-note">
          {t(`kit.seeds.${kind}`)}
        </p>
      )}
      {against && (
        <DeltaNote
          against={against.name}
          columns={shownColumns(onTask).map((column) => ({ name: names[column], deltas: deltas(column) }))}
          more={
            comparesSteps
              ? [
                  t('curves.table.compared', {
                    column: t('charts.values.train'),
                    steps: formatCount(comparedSteps),
                  }),
                ]
              : []
          }
          testId="loss-delta-note"
        />
      )}
    </>
  );
}

/** Returns the indices of the values, the best first and nulls last; a stable sort. */
export function ranked(values: readonly (number | null)[], best: 'lowest' | 'highest'): number[] {
  const sign = best === 'lowest' ? 1 : -1;
  const worth = (value: number | null) => (value === null ? Number.POSITIVE_INFINITY : sign * value);
  return values
    .map((value, place) => ({ place, worth: worth(value) }))
    .sort((a, b) => (a.worth === b.worth ? 0 : a.worth - b.worth))
    .map(({ place }) => place);
}
