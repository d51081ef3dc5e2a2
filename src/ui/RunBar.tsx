/** Trains, pauses, steps and resets; shows the progress, what is going on, and what is slow with the way that helps. */

import { Button } from '@mantine/core';
import { ChevronsRight, MoveHorizontal, Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { setSettings } from '../experiment/edit';
import { totalSteps } from '../experiment/schema';
import { formatAmount } from '../format/bytes';
import { formatCount } from '../format/numbers';
import { formatDuration } from '../format/times';
import { isolated } from '../format/visible';
import { worded } from '../format/words';
import { t } from '../i18n/i18n';
import type { TrainState } from '../runtime/protocol';
import type { Preparing } from '../runtime/runReducer';
import { useApp, useExperiment, useFrame, useRuns } from './AppContext';
import { usePageState } from './actions/action';
import { keyText } from './actions/keys';
import {
  extend,
  isTraining,
  newToTrain,
  reset,
  step as stepOnce,
  stretch,
  train,
} from './actions/trainingActions';
import { ActionButton } from './kit/ActionButton';
import { ProcessorMemory } from './ProcessorMemory';
import classes from './RunBar.module.css';
import { TimeEstimate } from './TimeEstimate';
import { ReplayLine } from './time/ReplayLine';
import { TimeSlider } from './time/TimeSlider';
import { useMoment } from './time/useMoment';
import { useRaceStanding } from './useRaceStanding';

/** @param compact for a frame in another page: as low as it can be @param children stand at its end */
export function RunBar({ compact, children }: { compact?: boolean; children?: ReactNode }) {
  const running = usePageState(isTraining);
  const finished = usePageState(extend.enabled);
  return (
    <section className={classes.bar} data-compact={compact} aria-label={t('runBar.label')}>
      <div className={classes.buttons}>
        {finished ? (
          <ActionButton action={extend} icon={ChevronsRight} />
        ) : (
          <ActionButton action={train} icon={running ? Pause : Play} testId={running ? 'pause' : 'train'} />
        )}
        <ActionButton action={stepOnce} icon={StepForward} variant="default" />
        <ActionButton action={reset} icon={RotateCcw} variant="default" />
      </div>
      <div className={classes.progress}>
        <TimeSlider />
        <div className={classes.words}>
          <Numbers running={running} />
          <TimeEstimate />
          {finished && (
            <ActionButton
              action={stretch}
              icon={MoveHorizontal}
              iconSize={14}
              size="compact-xs"
              variant="default"
            />
          )}
          <div className={classes.told}>
            <StateLine />
            <ReplayLine />
            <SmallerBatch />
            <ProcessorMemory />
          </div>
        </div>
      </div>
      {children}
    </section>
  );
}

/** What the page shows stands first, in bold. A component of its own, as it is drawn anew with every step. */
function Numbers({ running }: { running: boolean }) {
  const moment = useMoment();
  const progress = useRuns((r) => r.progress);
  const steps = useExperiment((e) => totalSteps(e.experiment));
  return (
    <p className={classes.numbers} data-testid="progress">
      {moment !== null && <span>{t('runBar.numbers.shown', { step: formatCount(moment) })}</span>}
      <Steps told={progress?.step ?? null} steps={steps} />
      {progress && running && (
        <>
          {progress.secondsLeft !== null && (
            <span>{t('runBar.numbers.left', { time: formatDuration(progress.secondsLeft) })}</span>
          )}
          <span>
            {t('runBar.numbers.rate', { tokens: formatCount(Math.round(progress.tokensPerSecond)) })}
          </span>
        </>
      )}
    </p>
  );
}

/**
 * Says the step, or, where the runs stand at different ones, how many are done and where the others are.
 * @param told the step as the race tells it; null before there is one
 */
function Steps({ told, steps }: { told: number | null; steps: number }) {
  const { done, next, waiting, step } = useRaceStanding();
  const ofAll = formatCount(steps);
  if (told === null || next.length === 0 || done.length + waiting.length === 0)
    return <span>{t('runBar.numbers.step', { step: formatCount(told ?? 0), steps: ofAll })}</span>;
  const reached = waiting.map((placed) => placed.step);
  const [from, to] = [Math.min(...reached), Math.max(...reached)].map(formatCount) as [string, string];
  return (
    <>
      {done.length > 0 && (
        <span>{t('runBar.numbers.done', { count: done.length, runs: formatCount(done.length) })}</span>
      )}
      <span>
        {t('runBar.numbers.next', {
          count: next.length,
          runs: formatCount(next.length),
          step: formatCount(step),
          steps: ofAll,
        })}
      </span>
      {waiting.length > 0 && (
        <span>
          {t(from === to ? 'runBar.numbers.waiting' : 'runBar.numbers.waitingBetween', {
            count: waiting.length,
            runs: formatCount(waiting.length),
            from,
            to,
          })}
        </span>
      )}
    </>
  );
}

const stateText = (state: TrainState, newRuns: number) =>
  newRuns > 0
    ? t('runBar.newRuns')
    : t(`runBar.state.${state}`, { keys: train.keys.map(keyText).join(', ') });

function StateLine() {
  const state = useRuns((r) => r.state);
  const message = useRuns((r) => r.message);
  const preparing = useRuns((r) => r.preparing);
  const catchUp = useCatchUp();
  const newRuns = usePageState(newToTrain);
  const kept = useFrame((f) => f.kept);
  const recorded = useRuns((r) => r.recorded) ? t(kept ? 'embed.kept' : 'runBar.recorded') : null;
  const replays = useStore(useApp().session.replays.state, (r) => r.progress !== null);
  // The line of what is trained again stands in its place: a third line would push all below it down.
  if (replays && !message && !preparing) return null;
  const what =
    preparing && t('runBar.preparing.line', { what: worded(preparing.what), part: part(preparing) });
  const text =
    (message && worded(message)) ??
    what ??
    recorded ??
    ((state === 'training' && catchUp) || stateText(state, newRuns));
  return (
    <p
      className={message ? classes.error : classes.state}
      // Beside an offer it may be cut.
      title={text}
      data-testid="message"
      aria-live="polite"
    >
      {text}
    </p>
  );
}

/** Says which runs train alone, after an edit, until they are where the others wait, or done as the others are; null for none. */
function useCatchUp(): string | null {
  const { done, next, waiting } = useRaceStanding();
  if (next.length === 0 || done.length + waiting.length === 0) return null;
  const names = next.map(({ run }) => t('kit.quoted', { text: isolated(run.name) })).join(', ');
  if (waiting.length === 0) return t('runBar.alone', { names, count: done.length });
  const step = Math.min(...waiting.map((placed) => placed.step));
  return t('runBar.catchUp', { names, step: formatCount(step) });
}

/** Offers half the batch where an experiment does not fit the device's memory. */
function SmallerBatch() {
  const { session } = useApp();
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
      {t('runBar.smallerBatch', { smaller, batch })}
    </Button>
  );
}

const part = ({ done, total, unit }: Preparing) =>
  unit
    ? formatAmount(done, total, unit)
    : t('runBar.preparing.part', { done: Math.min(done + 1, total), total });
