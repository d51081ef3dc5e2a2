/** Measures here what the formulas count: time and memory of a training step with one layer of each variant, by length. */
import { Button, Progress } from '@mantine/core';
import { formatCount } from '../../../format/numbers';
import { formatDuration } from '../../../format/times';
import { t } from '../../../i18n/i18n';
import { useApp, useCostMeasurement, useExperiment } from '../../AppContext';
import { usePageState } from '../../actions/action';
import { isTraining } from '../../actions/trainingActions';
import classes from './CostsPanel.module.css';
import { MeasuredTable } from './MeasuredTable';

export function MeasuredCosts() {
  const { session } = useApp();
  const experiment = useExperiment((e) => e.experiment);
  const progress = useCostMeasurement((m) => m.progress);
  const error = useCostMeasurement((m) => m.error);
  const training = usePageState(isTraining);
  return (
    <div className={classes.part}>
      <h2>{t('costs.measured.title')}</h2>
      <p className={classes.row}>
        {progress ? (
          <Button size="xs" variant="default" data-testid="stop-costs" onClick={() => session.costs.stop()}>
            {t('costs.measured.stop')}
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            data-testid="measure-costs"
            disabled={training}
            onClick={() => void session.costs.measure(experiment)}
          >
            {t('costs.measured.start')}
          </Button>
        )}
        <span className="muted" role="status">
          {progress
            ? t('costs.measured.progress', {
                done: formatCount(progress.done),
                total: formatCount(progress.total),
                left: progress.secondsLeft === null ? '…' : formatDuration(progress.secondsLeft),
              })
            : training
              ? t('costs.measured.training')
              : t('costs.measured.about')}
        </span>
      </p>
      {progress && (
        <Progress value={(100 * progress.done) / progress.total} aria-label={t('costs.measured.title')} />
      )}
      {error && (
        <p className="error" role="alert">
          {t('costs.measured.failed')} {error}
        </p>
      )}
      <MeasuredTable />
    </div>
  );
}
