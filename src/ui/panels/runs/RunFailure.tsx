/** Says why a run failed and offers to resume it from its checkpoint; tells a learning rate that was lowered. */

import { Button } from '@mantine/core';
import { setModel, setSettings } from '../../../experiment/edit';
import type { Run } from '../../../experiment/schema';
import { formatCount } from '../../../format/numbers';
import { useApp, useExperiment, useRuns } from '../../AppContext';
import classes from './RunRow.module.css';

export function RunFailure({ run, index }: { run: Run; index: number }) {
  const { session } = useApp();
  const failure = useRuns((r) => r.failures[run.id]);
  const gentler = useRuns((r) => r.gentler[run.id]);
  const checkpointStep = useRuns((r) => r.checkpoints[run.id]?.steps ?? 0);
  const { model, optimizer } = useExperiment((e) => e.experiment);
  if (!failure && !gentler) return null;
  if (!failure) {
    const part = gentler && 1 / gentler.rateFactor;
    return (
      <p className="muted" data-testid={`gentler-${index}`}>
        Since step {formatCount(gentler?.step ?? 0)} at 1/{part} of the learning rate.
      </p>
    );
  }
  const { learningRate, minLearningRate } = optimizer;
  const half = { learningRate: learningRate / 2, minLearningRate: minLearningRate / 2 };
  return (
    <div data-testid={`failure-${index}`}>
      <p className="error">{failure.message}</p>
      <div className={classes.ways}>
        <Button
          size="compact-sm"
          variant="default"
          data-testid={`gently-${index}`}
          onClick={() => void session.resumeAtHalfRate(run.id)}
        >
          {checkpointStep > 0 ? `Go on from step ${formatCount(checkpointStep)}` : 'Start it again'} at half
          the rate
        </Button>
        {model.qkNorm ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void session.startOver(setSettings({ optimizer: { ...optimizer, ...half } }))}
          >
            Start all over at rate {half.learningRate}
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            data-testid={`qk-norm-${index}`}
            onClick={() => void session.startOver(setModel({ qkNorm: true }))}
          >
            Start all over with QK-norm
          </Button>
        )}
      </div>
    </div>
  );
}
