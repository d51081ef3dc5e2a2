/** Takes parts out of the chosen run, as it is at the moment: each head and layer in turn, or one change by itself. */
import { Button, Progress } from '@mantine/core';
import type { AblationGrid } from '../../../app/session/ablationStudy';
import type { Run } from '../../../experiment/schema';
import type { DataTable } from '../../../format/dataTable';
import { formatCount } from '../../../format/numbers';
import { formatDuration } from '../../../format/times';
import { t } from '../../../i18n/i18n';
import { useAblation, useApp, useChosenRun, useExperiment, useRuns } from '../../AppContext';
import { ablationFigure } from '../../figures/ablationFigure';
import { figureFacts } from '../../figures/facts';
import { skipFigure } from '../../figures/skipFigure';
import { CopyTable } from '../../kit/CopyButtons';
import { Isolated } from '../../kit/Isolated';
import { SaveFigure } from '../../kit/SaveFigure';
import { useMoment } from '../../time/useMoment';
import type { PanelProps } from '../panel';
import { AblationGridTable, gridScale, lossWithout } from './AblationGridTable';
import { ChangeForm } from './ChangeForm';
import { scaleWords } from './ExcessLegend';
import classes from './InsidePanels.module.css';
import { SkipBars } from './SkipBars';
import { highestLoss, skipRows } from './skipRows';

export function AblationPanel({ id, title }: PanelProps) {
  const { session } = useApp();
  const run = useChosenRun();
  const moment = useMoment();
  const recorded = useRuns((r) => r.recorded);
  const grid = useAblation((a) => a.grids[run.id] ?? null);
  const progress = useAblation((a) => a.progress);
  const error = useAblation((a) => a.error);
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <h2>
        {title}: <Isolated text={run.name} />
      </h2>
      <p className="muted">
        {t('inside.ablation.about')}{' '}
        {moment === null
          ? t('inside.ablation.now')
          : t('inside.ablation.moment', { step: formatCount(moment) })}
      </p>
      <div className={classes.row}>
        {progress ? (
          <Button
            size="xs"
            variant="default"
            data-testid="stop-ablation"
            onClick={() => void session.ablation.stop()}
          >
            {t('inside.ablation.stop')}
          </Button>
        ) : (
          <Button
            size="xs"
            data-testid="start-ablation"
            disabled={recorded}
            onClick={() => void session.ablation.grid(run.id, moment)}
          >
            {t('inside.ablation.start')}
          </Button>
        )}
        {recorded && <span className="muted">{t('inside.ablation.recorded')}</span>}
        {progress && (
          <span className="muted" role="status">
            {progress.total === 0
              ? t('inside.ablation.preparing')
              : t('inside.ablation.progress', {
                  done: formatCount(progress.done),
                  total: formatCount(progress.total),
                  left: formatDuration(progress.secondsLeft),
                })}
          </span>
        )}
      </div>
      {progress && progress.total > 0 && (
        <Progress value={(100 * progress.done) / progress.total} aria-label={title} />
      )}
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      {grid && <Measured run={run} grid={grid} />}
      <div data-controls>
        <ChangeForm run={run} disabled={recorded} />
      </div>
    </section>
  );
}

function Measured({ run, grid }: { run: Run; grid: AblationGrid }) {
  const app = useApp();
  const heads = useExperiment((e) => e.experiment.model.heads);
  return (
    <>
      <div className={classes.row}>
        <h3 className={classes.next}>{t('inside.ablation.grid')}</h3>
        <SaveFigure
          what={t('inside.ablation.save')}
          testId="save-ablation"
          figure={() => {
            const scale = gridScale(grid);
            return ablationFigure({
              run,
              heads,
              scale,
              step: grid.step,
              whole: grid.whole.loss,
              without: (layer, head) => lossWithout(grid, layer, head)?.loss,
              scaleWords: scaleWords(scale),
              facts: figureFacts(app),
            });
          }}
        />
      </div>
      <AblationGridTable run={run} grid={grid} />
      <CopyTable
        what={t('inside.ablation.copy')}
        testId="copy-ablation"
        table={() => ablationTable(run, grid)}
      />
      <div className={classes.row}>
        <h3 className={classes.next}>{t('inside.skip.title')}</h3>
        <SaveFigure
          what={t('inside.skip.save')}
          testId="save-skip"
          figure={() => {
            const rows = skipRows(run, grid);
            return skipFigure({
              run: run.name,
              step: grid.step,
              whole: grid.whole.loss,
              rows: rows.map(({ name, without }) => ({ name, loss: without?.loss ?? null })),
              highest: highestLoss(grid.whole.loss, rows),
              facts: figureFacts(app),
            });
          }}
        />
      </div>
      <p className="muted">{t('inside.skip.about')}</p>
      <SkipBars run={run} grid={grid} />
      <CopyTable what={t('inside.skip.copy')} testId="copy-skip" table={() => skipTable(run, grid)} />
    </>
  );
}

/** The whole run first; a layer left out whole has no head. */
const ablationTable = ({ name }: Run, { step, whole, without }: AblationGrid): DataTable => ({
  columns: ['run', 'step', 'layer', 'head', 'loss', 'accuracy'],
  rows: [
    [name, step, null, null, whole.loss, whole.accuracy],
    ...Object.values(without).flatMap(({ part, loss, accuracy }) => {
      if ('head' in part) return [[name, step, part.layer + 1, part.head + 1, loss, accuracy]];
      const [layer = 0, ...others] = part.layers;
      return others.length > 0 ? [] : [[name, step, layer + 1, null, loss, accuracy]];
    }),
  ],
});

/** Layers that are left out together by spaces, counted from 1. */
function skipTable(run: Run, grid: AblationGrid): DataTable {
  const { step, whole } = grid;
  return {
    columns: ['run', 'step', 'leftOut', 'layers', 'loss', 'lossWithout', 'accuracy', 'accuracyWithout'],
    rows: skipRows(run, grid).map(({ kind, layers, without }) => [
      run.name,
      step,
      kind,
      layers.map((l) => l + 1).join(' '),
      whole.loss,
      without?.loss ?? null,
      whole.accuracy,
      without?.accuracy ?? null,
    ]),
  };
}
