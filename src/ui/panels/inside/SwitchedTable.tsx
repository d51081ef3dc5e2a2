/** The loss with all on and without what is switched off, of each shown run, with their difference and its error. */
import { styleOf } from '../../../experiment/runStyles';
import { formatCount, formatMeasured, formatPercent } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { Delta } from '../../../measure/deltas';
import type { AblatedLoss } from '../../../runtime/protocol';
import { stepOf } from '../../../runtime/raceStanding';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { DeltaNote } from '../../kit/DeltaNote';
import { DeltaText } from '../../kit/DeltaText';
import { RunSwatch } from '../../kit/RunSwatch';
import { ScrollBox } from '../../kit/ScrollBox';
import classes from './InsidePanels.module.css';
import type { SwitchedRow } from './switchedRows';

const sides = ['whole', 'without'] as const;

export function SwitchedTable({ rows }: { rows: readonly SwitchedRow[] }) {
  const runs = useExperiment((e) => e.experiment.runs);
  const pinnedRun = useView((v) => v.pinnedRun);
  const against = runs.find(({ id }) => id === pinnedRun);
  const isPaired = rows.some(({ found }) => found?.delta?.error);
  const isCompared = rows.some(({ found }) => found?.toPinned);
  return (
    <>
      <ScrollBox label={t('inside.switched.table')}>
        <table className={classes.changes} data-testid="switched-table">
          <thead>
            <tr>
              <th scope="col">{t('inside.byLayer.run')}</th>
              <th scope="col">{t('inside.step')}</th>
              <th scope="col">{t('inside.switched.whole')}</th>
              <th scope="col">{t('inside.switched.without')}</th>
              <th scope="col">{t('inside.switched.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.run.id} row={row} style={styleOf(runs, row.run.id)} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {isPaired && <p className="muted">{t('inside.switched.paired')}</p>}
      {against && isCompared && (
        <DeltaNote
          against={against.name}
          columns={sides.map((side) => ({
            name: t(`inside.switched.${side}`),
            deltas: rows.map(({ found }) => found?.toPinned?.[side] ?? null),
          }))}
          testId="switched-delta-note"
        />
      )}
    </>
  );
}

function Row({ row: { run, name, wanted, found }, style }: { row: SwitchedRow; style: number }) {
  const isTrained = useRuns(({ curves, checkpoints }) =>
    wanted.some(({ id }) => stepOf(curves[id], checkpoints[id]) > 0),
  );
  const why = wanted.length === 0 ? 'lacks' : isTrained ? 'waits' : 'untrained';
  return (
    <tr data-testid={`switched-${run.id}`}>
      <th scope="row">
        <RunSwatch style={style} /> {isolated(name)}
      </th>
      {found ? (
        <>
          <td>{formatCount(found.step)}</td>
          {sides.map((side) => (
            <td key={side}>
              {lossText(found[side])}
              <ToPinned delta={found.toPinned?.[side] ?? null} />
            </td>
          ))}
          <td>{found.delta && <DeltaText delta={found.delta} write={write} />}</td>
        </>
      ) : (
        <td colSpan={4} className="muted">
          {t(`inside.switched.${why}`)}
        </td>
      )}
    </tr>
  );
}

const ToPinned = ({ delta }: { delta: Delta | null }) => delta && <DeltaText delta={delta} write={write} />;

const write = (value: number) => formatMeasured(value, 4);

const lossText = ({ loss, accuracy }: AblatedLoss): string =>
  accuracy === null ? write(loss) : `${write(loss)} · ${formatPercent(accuracy, 1)}`;
