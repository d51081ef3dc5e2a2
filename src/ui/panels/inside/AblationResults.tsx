/** What a run comes to without its parts: the grid of heads and layers, and the skip as pairs of bars. */
import type { Run } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment } from '../../AppContext';
import { excessScale } from '../../charts/excessScale';
import { ablationFigure } from '../../figures/ablationFigure';
import { figureFacts } from '../../figures/facts';
import { skipFigure } from '../../figures/skipFigure';
import { CopyTable } from '../../kit/CopyButtons';
import { SaveFigure } from '../../kit/SaveFigure';
import { type AblationGridProps, AblationGridTable, gridScale, keyOf } from './AblationGridTable';
import { ablationTable, skipTable } from './ablationData';
import { ExcessLegend, scaleWords } from './ExcessLegend';
import classes from './InsidePanels.module.css';
import { SkipBars } from './SkipBars';
import { differenceText, errorSentence, type ShownGrid } from './shownGrid';
import { highestLoss, skipRows } from './skipRows';

interface Props {
  run: Run;
  grid: ShownGrid;
  /** Of the pinned run; null where no other is. */
  pinned: ShownGrid | null;
}

interface PartsProps
  extends Pick<AblationGridProps, 'pinned' | 'parts' | 'principles' | 'disabled' | 'onToggle'> {
  run: Run;
  /** null where nothing is measured. */
  grid: ShownGrid | null;
}

export function AblationResults({ run, grid, pinned, ...switches }: PartsProps) {
  return (
    <>
      {grid && Object.keys(grid.without).length > 0 ? (
        <Parts run={run} grid={grid} pinned={pinned} {...switches} />
      ) : (
        !switches.disabled && (
          <AblationGridTable run={run} grid={grid} pinned={null} scale={excessScale([])} {...switches} />
        )
      )}
      {grid && (
        <>
          <h3 className={classes.next}>{t('inside.skip.title')}</h3>
          <Skips run={run} grid={grid} pinned={pinned} />
        </>
      )}
    </>
  );
}

function Parts({ run, grid, pinned, ...switches }: PartsProps & { grid: ShownGrid }) {
  const app = useApp();
  const experiment = useExperiment((e) => e.experiment);
  const { heads } = experiment.model;
  const scale = gridScale(grid);
  const figure = () =>
    ablationFigure({
      run,
      name: grid.name,
      heads,
      scale,
      step: grid.step,
      whole: grid.whole.loss,
      without: (layer, head) => grid.without[keyOf(layer, head)]?.loss,
      difference: (layer, head) => differenceText(grid, keyOf(layer, head)),
      over: errorSentence(grid),
      scaleWords: scaleWords(scale),
      facts: figureFacts(app),
    });
  return (
    <>
      <div className={`${classes.row} ${classes.noWrap}`}>
        <ExcessLegend scale={scale} />
        <SaveFigure what={t('inside.ablation.save')} testId="save-ablation" figure={figure} />
      </div>
      <AblationGridTable run={run} grid={grid} pinned={pinned} scale={scale} {...switches} />
      <CopyTable
        what={t('inside.ablation.copy')}
        testId="copy-ablation"
        table={() => ablationTable(experiment, grid, pinned)}
      />
    </>
  );
}

function Skips({ run, grid, pinned }: Props) {
  const app = useApp();
  const experiment = useExperiment((e) => e.experiment);
  const figure = () => {
    const rows = skipRows(run, grid);
    return skipFigure({
      run: grid.name,
      step: grid.step,
      whole: grid.whole.loss,
      rows: rows.map(({ name, without, difference }) => ({ name, loss: without?.loss ?? null, difference })),
      over: errorSentence(grid),
      highest: highestLoss(grid.whole.loss, rows),
      facts: figureFacts(app),
    });
  };
  return (
    <>
      <div className={`${classes.row} ${classes.noWrap}`}>
        <p className="muted">{t('inside.skip.about')}</p>
        <SaveFigure what={t('inside.skip.save')} testId="save-skip" figure={figure} />
      </div>
      <SkipBars run={run} grid={grid} pinned={pinned} />
      <CopyTable
        what={t('inside.skip.copy')}
        testId="copy-skip"
        table={() => skipTable(experiment, grid, pinned)}
      />
    </>
  );
}
