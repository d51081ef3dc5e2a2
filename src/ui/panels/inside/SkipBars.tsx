/** Pictures the skip (paper §4.2): for each part that is left out a pair of bars, the loss with it and without. */
import { partKey } from '../../../app/session/ablationStudy';
import type { Run } from '../../../experiment/schema';
import { formatCount, formatPercent } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import type { AblatedLoss } from '../../../runtime/protocol';
import { useExperiment } from '../../AppContext';
import { writeLoss } from '../../charts/excessScale';
import { DeltaNote } from '../../kit/DeltaNote';
import { DeltaText } from '../../kit/DeltaText';
import { ScrollBox } from '../../kit/ScrollBox';
import classes from './InsidePanels.module.css';
import { deltaToPinned, errorSentence, type ShownGrid } from './shownGrid';
import { highestLoss, skipRows } from './skipRows';

/** Of the drawing of the longest bar; on the page it is as wide as there is room. */
const width = 220;

interface Props {
  run: Run;
  grid: ShownGrid;
  /** Of the pinned run, whose losses the others are held against; null where no other is. */
  pinned: ShownGrid | null;
}

export function SkipBars({ run, grid, pinned }: Props) {
  const experiment = useExperiment((e) => e.experiment);
  const rows = skipRows(run, grid);
  const { whole } = grid;
  const deltas = rows.map(({ layers }) =>
    pinned ? deltaToPinned(experiment, grid, pinned, partKey({ layers })) : null,
  );
  const highest = highestLoss(whole.loss, rows);
  const length = (loss: number) => (Number.isFinite(loss) ? (width * loss) / highest : 0);
  return (
    <ScrollBox label={t('inside.skip.title')}>
      <table className={classes.changes} data-testid="skip-bars">
        <caption className="muted">
          {t('inside.ablation.whole', {
            step: formatCount(grid.step),
            loss: writeLoss(whole.loss),
          })}{' '}
          {grid.seeds.length === 1 && errorSentence(grid)}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('inside.skip.leftOut')}</th>
            <td />
            <th scope="col" className={classes.key}>
              <Key without={false} /> {t('inside.skip.with')}
            </th>
            <th scope="col" className={classes.key}>
              <Key without /> {t('inside.skip.without')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kind, name, without, difference }, i) => (
            <tr key={name} data-testid={`skip-${kind}`}>
              <th scope="row">{name}</th>
              <td>
                <svg
                  className={classes.pair}
                  viewBox={`-1 0 ${width + 2} 34`}
                  preserveAspectRatio="none"
                  aria-hidden="true"
                >
                  <path d="M0 0V34" stroke="var(--line)" vectorEffect="non-scaling-stroke" />
                  <Bar length={length(whole.loss)} without={false} />
                  {without && <Bar length={length(without.loss)} without />}
                </svg>
              </td>
              <td>{lossText(whole)}</td>
              <td>
                {without ? lossText(without) : '–'}{' '}
                {difference && <small className="muted">{difference}</small>}
                {deltas[i] && <DeltaText delta={deltas[i]} write={writeLoss} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pinned && deltas.some(Boolean) && (
        <DeltaNote
          against={pinned.name}
          columns={[{ name: t('inside.skip.without'), deltas }]}
          testId="skip-delta-note"
        />
      )}
    </ScrollBox>
  );
}

/** The loss with the part is hollow, that without it full: told without colour. */
function Bar({ length, without }: { length: number; without: boolean }) {
  return (
    <rect
      x={0}
      y={without ? 19 : 3}
      width={length}
      height={12}
      fill={without ? 'var(--accent)' : 'var(--surface-2)'}
      stroke="var(--accent)"
      strokeWidth={1.5}
      vectorEffect="non-scaling-stroke"
      data-bar={without ? 'without' : 'with'}
    />
  );
}

const Key = ({ without }: { without: boolean }) => (
  <svg width={18} height={12} viewBox="-1 -1 18 14" aria-hidden="true">
    <rect
      width={16}
      height={12}
      fill={without ? 'var(--accent)' : 'var(--surface-2)'}
      stroke="var(--accent)"
      strokeWidth={1.5}
    />
  </svg>
);

const lossText = ({ loss, accuracy }: AblatedLoss): string =>
  accuracy === null ? writeLoss(loss) : `${writeLoss(loss)} · ${formatPercent(accuracy, 1)}`;
