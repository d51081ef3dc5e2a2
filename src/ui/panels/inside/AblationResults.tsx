/** What a run comes to without its parts: the grid of heads and layers, and the skip as pairs of bars. */
import { type AblationGrid, partKey } from '../../../app/session/ablationStudy';
import type { Run } from '../../../experiment/schema';
import type { DataTable } from '../../../format/dataTable';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment } from '../../AppContext';
import { excessScale } from '../../charts/excessScale';
import { ablationFigure } from '../../figures/ablationFigure';
import { figureFacts } from '../../figures/facts';
import { skipFigure } from '../../figures/skipFigure';
import { CopyTable } from '../../kit/CopyButtons';
import { SaveFigure } from '../../kit/SaveFigure';
import { type AblationGridProps, AblationGridTable, gridScale, keyOf } from './AblationGridTable';
import { ExcessLegend, scaleWords } from './ExcessLegend';
import classes from './InsidePanels.module.css';
import { SkipBars } from './SkipBars';
import { differenceOf, differenceText, errorSentence, type ShownGrid } from './shownGrid';
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

function Parts({ run, grid, ...switches }: PartsProps & { grid: ShownGrid }) {
  const app = useApp();
  const heads = useExperiment((e) => e.experiment.model.heads);
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
      <AblationGridTable run={run} grid={grid} scale={scale} {...switches} />
      <CopyTable what={t('inside.ablation.copy')} testId="copy-ablation" table={() => ablationTable(grid)} />
    </>
  );
}

function Skips({ run, grid, pinned }: Props) {
  const app = useApp();
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
      <CopyTable what={t('inside.skip.copy')} testId="copy-skip" table={() => skipTable(grid)} />
    </>
  );
}

/** The whole run first; a layer left out whole has no head. Of several seeds each has its own rows. */
const ablationTable = ({ seeds }: ShownGrid): DataTable => ({
  columns: ['run', 'step', 'layer', 'head', 'loss', 'accuracy', 'difference', 'standardError'],
  rows: seeds.flatMap(({ run: { name }, grid }) => [
    [name, grid.step, null, null, grid.whole.loss, grid.whole.accuracy, null, null],
    ...Object.entries(grid.without).flatMap(([key, { part, loss, accuracy }]) => {
      const figures = [loss, accuracy, ...differenceCells(grid, key)];
      if ('head' in part) return [[name, grid.step, part.layer + 1, part.head + 1, ...figures]];
      const [layer = 0, ...others] = part.layers;
      return others.length > 0 ? [] : [[name, grid.step, layer + 1, null, ...figures]];
    }),
  ]),
});

/** How much higher the loss is without a part, and the standard error of that. */
function differenceCells(grid: AblationGrid, key: string): [number | null, number | null] {
  const delta = differenceOf(grid, key);
  return [delta?.value ?? null, delta?.error?.stderr ?? null];
}

/** Layers that are left out together by spaces, counted from 1. Of several seeds each has its own rows. */
const skipTable = (shown: ShownGrid): DataTable => ({
  columns: [
    ...['run', 'step', 'leftOut', 'layers', 'loss', 'lossWithout', 'accuracy', 'accuracyWithout'],
    ...['difference', 'standardError'],
  ],
  rows: shown.seeds.flatMap(({ run, grid }) =>
    skipRows(run, shown).map(({ kind, layers }) => {
      const { step, whole, without } = grid;
      const key = partKey({ layers });
      const own = without[key];
      return [
        run.name,
        step,
        kind,
        layers.map((l) => l + 1).join(' '),
        whole.loss,
        own?.loss ?? null,
        whole.accuracy,
        own?.accuracy ?? null,
        ...differenceCells(grid, key),
      ];
    }),
  ),
});
