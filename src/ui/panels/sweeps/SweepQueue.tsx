/** Trains, pauses and stops a sweep, or has it wait for its turn, and says how far it is. */
import { Button, Progress } from '@mantine/core';
import { numberedName } from '../../../app/document/sweepsStore';
import type { Sweep } from '../../../document/sweepsSchema';
import { sweepName } from '../../../experiment/sweeps/choice';
import { formatCount } from '../../../format/numbers';
import { formatDuration } from '../../../format/times';
import { isolated } from '../../../format/visible';
import { worded } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useApp, useSweeps, useSweepTraining } from '../../AppContext';
import classes from './SweepsPanel.module.css';

export function SweepQueue({ sweep }: { sweep: Sweep }) {
  const { session } = useApp();
  const state = useSweepTraining();
  const trains = state.id === sweep.id;
  const place = state.waiting.indexOf(sweep.id);
  const waits = place >= 0;
  const left = session.sweeps.remaining(sweep).length;
  const done = sweep.results.length;
  const total = done + left;
  const paused = state.progress?.waits === 'paused';
  return (
    <div className={classes.queue}>
      <h2 className={classes.title}>{sweepName(sweep.choice.sweep)}</h2>
      <div className={classes.row}>
        {trains ? (
          <>
            <Button
              size="xs"
              variant="default"
              data-testid="pause-sweep"
              // What is being prepared has no step to stand at yet.
              disabled={!state.progress}
              onClick={() => void (paused ? session.sweeps.resume() : session.sweeps.pause())}
            >
              {t(paused ? 'sweeps.resume' : 'sweeps.pause')}
            </Button>
            <Button
              size="xs"
              variant="default"
              data-testid="stop-sweep"
              onClick={() => void session.sweeps.leave(sweep.id)}
            >
              {t('sweeps.stop')}
            </Button>
          </>
        ) : waits ? (
          <Button
            size="xs"
            variant="default"
            data-testid="leave-queue"
            onClick={() => void session.sweeps.leave(sweep.id)}
          >
            {t('sweeps.leaveQueue')}
          </Button>
        ) : (
          left > 0 && (
            <Button size="xs" data-testid="start-sweep" onClick={() => void session.sweeps.start(sweep.id)}>
              {t(done > 0 ? 'sweeps.goOn' : 'sweeps.start')}
            </Button>
          )
        )}
        <Button
          size="xs"
          variant="default"
          data-testid="remove-sweep"
          onClick={() => session.sweepEdits.remove(sweep.id)}
        >
          {t('sweeps.remove')}
        </Button>
        <span className="muted" role="status" data-testid="sweep-progress">
          {t('sweeps.progress', { done: formatCount(done), total: formatCount(total) })}{' '}
          {trains && <Meanwhile sweep={sweep} />}
          {waits && <WaitsFor before={place + 1} />}
        </span>
      </div>
      <Progress
        value={(100 * done) / Math.max(1, total)}
        aria-label={t('sweeps.progress', { done: formatCount(done), total: formatCount(total) })}
      />
      {trains && state.goesOn && <p className="muted">{t('sweeps.goesOn')}</p>}
      {trains && <RunningNow sweep={sweep} />}
      {state.errors[sweep.id] && (
        <p className="error" role="alert">
          {state.errors[sweep.id]}
        </p>
      )}
    </div>
  );
}

/** What the queue does now, or waits for. */
function Meanwhile({ sweep }: { sweep: Sweep }) {
  const { session } = useApp();
  const { preparing, progress } = useSweepTraining();
  if (!progress) return t('sweeps.preparing', { what: preparing ? worded(preparing) : '…' });
  if (progress.waits === 'race') return t('sweeps.waitsForRace');
  if (progress.waits === 'paused') return t('sweeps.paused');
  // As it was told before until runs have shown their pace.
  const secondsLeft = progress.secondsLeft ?? session.sweeps.secondsLeft(sweep);
  return secondsLeft === null ? '' : t('sweeps.timeLeft', { time: formatDuration(secondsLeft) });
}

/** Which sweep trains before. @param before how many sweeps train before this one, with that */
function WaitsFor({ before }: { before: number }) {
  const sweeps = useSweeps((s) => s.sweeps);
  const { id, progress } = useSweepTraining();
  const place = sweeps.findIndex((one) => one.id === id);
  const first = sweeps[place];
  if (!first) return null;
  return (
    <>
      {t('sweeps.waitsFor', {
        count: before,
        sweeps: formatCount(before),
        sweep: isolated(numberedName(place, first)),
      })}{' '}
      {progress?.waits === 'paused' && t('sweeps.waitsForPaused')}
    </>
  );
}

function RunningNow({ sweep }: { sweep: Sweep }) {
  const { session } = useApp();
  const running = useSweepTraining((s) => s.progress?.running);
  if (!running || running.length === 0) return null;
  const names = new Map(session.sweeps.remaining(sweep).map(({ run }) => [run.id, run.name]));
  return (
    <ul className={classes.running}>
      {running.map(({ runId, step }) => (
        <li key={runId}>
          {t('sweeps.running', { run: isolated(names.get(runId) ?? ''), step: formatCount(step) })}{' '}
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={t('sweeps.skipRun', { run: isolated(names.get(runId) ?? '') })}
            onClick={() => void session.sweeps.skip(runId)}
          >
            {t('sweeps.skip')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
