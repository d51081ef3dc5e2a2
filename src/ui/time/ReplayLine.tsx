/** What is trained again to make captures anew, with a way to stop; or the offer to make those that are not held. */
import { Button } from '@mantine/core';
import { useStore } from 'zustand';
import type { ReplayState } from '../../app/session/replayState';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { useApp, useExperiment, useRuns } from '../AppContext';
import classes from './ReplayLine.module.css';
import { replaySentence } from './replaySentence';
import { useMoment, useProbeText } from './useMoment';

export function ReplayLine() {
  const { replays } = useApp().session;
  const progress = useStore(replays.state, (r) => r.progress);
  const note = useStore(replays.state, (r) => r.note);
  if (progress) return <Progress progress={progress} />;
  return (
    <>
      {note === 'stopped' && (
        <p className={classes.line} role="status">
          {t('time.replay.stopped')}
        </p>
      )}
      {note !== null && note !== 'stopped' && (
        <p className={classes.line} role="alert">
          {note.error}
        </p>
      )}
      <Offer />
    </>
  );
}

function Progress({ progress }: { progress: NonNullable<ReplayState['progress']> }) {
  const { replays } = useApp().session;
  const moment = useMoment();
  return (
    <p className={classes.line} data-testid="replay">
      {replaySentence(progress, moment)}
      <Button size="compact-xs" variant="default" onClick={() => replays.stop()}>
        {t('time.replay.stop')}
      </Button>
    </p>
  );
}

/**
 * Nothing while the runs train: they take the captures to come themselves. It stays while the moment moves, as it would else come and
 * go with each drag of the slider, and all below it with it.
 */
function Offer() {
  const { replays } = useApp().session;
  // What is missing depends on these.
  useProbeText();
  useExperiment((e) => e.experiment);
  useRuns((r) => r.captures);
  useRuns((r) => r.checkpoints);
  const isIdle = useRuns((r) => r.state === 'paused' || r.state === 'finished');
  const steps = isIdle ? replays.stepsOfAll : null;
  if (steps === null) return null;
  return (
    <p className={classes.line} data-testid="replay-offer">
      {t('time.replay.missing')}
      <Button size="compact-xs" variant="default" onClick={() => void replays.makeAll()}>
        {steps === 0
          ? t('time.replay.make')
          : t('time.replay.train', { count: steps, steps: formatCount(steps) })}
      </Button>
    </p>
  );
}
