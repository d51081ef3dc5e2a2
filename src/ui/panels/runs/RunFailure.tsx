/** Says why a run failed and offers to resume it from its checkpoint; tells a learning rate that was lowered. */

import { Button } from '@mantine/core';
import { setModel, setSettings } from '../../../experiment/edit';
import type { Run } from '../../../experiment/schema';
import { formatCount, formatExact } from '../../../format/numbers';
import { worded } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment, useRuns } from '../../AppContext';
import classes from './RunRow.module.css';

export function RunFailure({ run, index }: { run: Run; index: number }) {
  const { session } = useApp();
  const failure = useRuns((r) => r.failures[run.id]);
  const gentler = useRuns((r) => r.gentler[run.id]);
  const checkpointStep = useRuns((r) => r.checkpoints[run.id]?.steps ?? 0);
  const { model, optimizer } = useExperiment((e) => e.experiment);
  if (!failure) {
    if (!gentler) return null;
    return (
      <p className="muted" data-testid={`gentler-${index}`}>
        {t('runs.failure.gentler', { step: formatCount(gentler.step), part: 1 / gentler.rateFactor })}
      </p>
    );
  }
  const { learningRate, minLearningRate } = optimizer;
  const half = { learningRate: learningRate / 2, minLearningRate: minLearningRate / 2 };
  return (
    <div data-testid={`failure-${index}`}>
      <p className="error">{worded(failure.message)}</p>
      <div className={classes.ways}>
        <Button
          size="compact-sm"
          variant="default"
          data-testid={`gently-${index}`}
          onClick={() => void session.resumeAtHalfRate(run.id)}
        >
          {checkpointStep > 0
            ? t('runs.failure.resumeAtHalfRate', { step: formatCount(checkpointStep) })
            : t('runs.failure.startAtHalfRate')}
        </Button>
        {model.qkNorm ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void session.startOver(setSettings({ optimizer: { ...optimizer, ...half } }))}
          >
            {t('runs.failure.overAtRate', { rate: formatExact(half.learningRate) })}
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            data-testid={`qk-norm-${index}`}
            onClick={() => void session.startOver(setModel({ qkNorm: true }))}
          >
            {t('runs.failure.overWithQkNorm')}
          </Button>
        )}
      </div>
    </div>
  );
}
