/** Train, pause, step, reset, and how far it is. */
import { Button, Progress } from '@mantine/core';
import { Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import { useExperiment } from '../app/document/experimentStore';
import { type Preparing, stepToGoOnFrom, useRuns } from '../app/session/runsStore';
import { session } from '../app/session/session';
import { setSettings } from '../experiment/edit';
import { amount, count, duration } from './kit/format';
import classes from './RunBar.module.css';

export function RunBar() {
  const state = useRuns((r) => r.state);
  const progress = useRuns((r) => r.progress);
  const steps = useExperiment((e) => e.experiment.steps);
  const running = state === 'training' || state === 'loading';
  const step = progress?.step ?? 0;
  const kept = useRuns((r) => r.state === 'failed' && stepToGoOnFrom(r) !== null);
  const goesOn = kept || (step > 0 && state === 'paused');
  return (
    <section className={classes.bar} aria-label="Training">
      <div className={classes.buttons}>
        {running ? (
          <Button
            data-testid="pause"
            leftSection={<Pause size={18} />}
            disabled={state === 'loading'}
            onClick={() => void session.pause()}
          >
            Pause
          </Button>
        ) : (
          <Button
            data-testid="train"
            leftSection={<Play size={18} />}
            disabled={state === 'finished'}
            onClick={() => void session.train()}
          >
            {goesOn ? 'Resume' : 'Train'}
          </Button>
        )}
        <Button
          data-testid="step"
          variant="default"
          leftSection={<StepForward size={18} />}
          disabled={running || state === 'finished'}
          onClick={() => void session.step()}
        >
          Step
        </Button>
        <Button
          data-testid="reset"
          variant="default"
          leftSection={<RotateCcw size={18} />}
          onClick={() => void session.reset()}
        >
          Reset
        </Button>
      </div>
      <div className={classes.progress}>
        <Progress value={(100 * step) / steps} aria-label={`Training progress, step ${step} of ${steps}`} />
        <p className={classes.numbers} data-testid="progress">
          <span>
            Step {count(step)} of {count(steps)}
          </span>
          {progress && running && (
            <>
              {progress.secondsLeft !== null && <span>{duration(progress.secondsLeft)} left</span>}
              <span>{count(Math.round(progress.tokensPerSecond))} tokens/s</span>
            </>
          )}
        </p>
        <StateLine />
        <SmallerBatch />
      </div>
    </section>
  );
}

const sentences = {
  empty: 'Ready. Press Train, or T.',
  loading: 'Preparing',
  ready: 'Loaded.',
  training: 'Training.',
  paused: 'Paused.',
  finished: 'Finished. Change a layer or a setting, or reset, to train again.',
  failed: 'Training stopped.',
};

function StateLine() {
  const state = useRuns((r) => r.state);
  const message = useRuns((r) => r.message);
  const preparing = useRuns((r) => r.preparing);
  const what = preparing && `${preparing.what} (${part(preparing)})…`;
  return (
    <p className={message ? classes.trouble : classes.state} data-testid="message" aria-live="polite">
      {message ?? what ?? sentences[state]}
    </p>
  );
}

/** The way on where an experiment is too large for the device. */
function SmallerBatch() {
  const tooLarge = useRuns((r) => r.tooLarge);
  const batch = useExperiment((e) => e.experiment.batch);
  if (!tooLarge || batch < 2) return null;
  const smaller = Math.floor(batch / 2);
  return (
    <Button
      size="compact-sm"
      variant="default"
      data-testid="smaller-batch"
      onClick={() => void session.startOver(setSettings({ batch: smaller }))}
    >
      Train with a batch of {smaller} in place of {batch}
    </Button>
  );
}

const part = ({ done, total, unit }: Preparing) =>
  unit ? amount(done, total, unit) : `${Math.min(done + 1, total)} of ${total}`;
