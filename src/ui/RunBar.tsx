/** Trains, pauses, steps and resets; shows the progress, what is going on, and what is slow with the way that helps. */

import { Button } from '@mantine/core';
import { ChevronsRight, MoveHorizontal, Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import type { ReactNode } from 'react';
import { setSettings } from '../experiment/edit';
import { type Run, totalSteps } from '../experiment/schema';
import { formatAmount } from '../format/bytes';
import { formatCount } from '../format/numbers';
import { formatDuration } from '../format/times';
import { isolated } from '../format/visible';
import { worded } from '../format/words';
import { t } from '../i18n/i18n';
import type { TrainState } from '../runtime/protocol';
import type { Preparing } from '../runtime/runReducer';
import { maxRoundsPerRead } from '../runtime/throughput';
import { useApp, useExperiment, useFrame, useRuns } from './AppContext';
import { usePageState } from './actions/action';
import { keyText } from './actions/keys';
import { extend, isTraining, reset, step as stepOnce, stretch, train } from './actions/trainingActions';
import { ActionButton } from './kit/ActionButton';
import { ProcessorMemory } from './ProcessorMemory';
import classes from './RunBar.module.css';
import { TimeEstimate } from './TimeEstimate';
import { ReplayLine } from './time/ReplayLine';
import { TimeSlider } from './time/TimeSlider';

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
          <StateLine />
          <ReplayLine />
          <SmallerBatch />
          <ProcessorMemory />
        </div>
      </div>
      {children}
    </section>
  );
}
/** A component of its own, as it is drawn anew with every step. */
function Numbers({ running }: { running: boolean }) {
  const progress = useRuns((r) => r.progress);
  const steps = useExperiment((e) => totalSteps(e.experiment));
  return (
    <p className={classes.numbers} data-testid="progress">
      <span>
        {t('runBar.numbers.step', { step: formatCount(progress?.step ?? 0), steps: formatCount(steps) })}
      </span>
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

const stateText = (state: TrainState) =>
  t(`runBar.state.${state}`, { keys: train.keys.map(keyText).join(', ') });

function StateLine() {
  const state = useRuns((r) => r.state);
  const message = useRuns((r) => r.message);
  const preparing = useRuns((r) => r.preparing);
  const catchUp = useCatchUp();
  const kept = useFrame((f) => f.kept);
  const recorded = useRuns((r) => r.recorded) ? t(kept ? 'embed.kept' : 'runBar.recorded') : null;
  const what =
    preparing && t('runBar.preparing.line', { what: worded(preparing.what), part: part(preparing) });
  return (
    <p className={message ? classes.error : classes.state} data-testid="message" aria-live="polite">
      {(message && worded(message)) ??
        what ??
        recorded ??
        ((state === 'training' && catchUp) || stateText(state))}
    </p>
  );
}

/** Says which runs train alone, after an edit, until they are where the others wait; null for none. */
function useCatchUp(): string | null {
  const runs = useExperiment((e) => e.experiment.runs);
  return useRuns(({ curves, failures }) => {
    const live = runs.filter(({ id }) => !failures[id]);
    const stepOf = ({ id }: Run) => curves[id]?.train.last?.step ?? 0;
    const furthest = Math.max(...live.map(stepOf));
    const behind = live.filter((run) => stepOf(run) + maxRoundsPerRead < furthest);
    if (behind.length === 0) return null;
    const names = behind.map(({ name }) => t('kit.quoted', { text: isolated(name) })).join(', ');
    return t('runBar.catchUp', { names, step: formatCount(furthest) });
  });
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
