/** Takes parts out of the chosen run, as it is at the moment: each head and layer in turn, or one change by itself. */
import { Button, Progress } from '@mantine/core';
import { formatCount } from '../../../format/numbers';
import { formatDuration } from '../../../format/times';
import { t } from '../../../i18n/i18n';
import { useAblation, useApp, useChosenRun, useRuns } from '../../AppContext';
import { Isolated } from '../../kit/Isolated';
import { useMoment } from '../../time/useMoment';
import type { PanelProps } from '../panel';
import { AblationResults } from './AblationResults';
import { ChangeForm } from './ChangeForm';
import classes from './InsidePanels.module.css';

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
      {grid && <AblationResults run={run} grid={grid} />}
      <div data-controls>
        <ChangeForm run={run} disabled={recorded} />
      </div>
    </section>
  );
}
