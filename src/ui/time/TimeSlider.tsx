/**
 * The progress bar that is a slider over time: filled up to the step that is trained, faintly from there to where other runs are, a mark for each capture, the thumb at the
 * moment that the page shows. With it Play, its pace, and the way back to live.
 */

import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { Pause, Play } from 'lucide-react';
import { type KeyboardEvent, memo, type PointerEvent } from 'react';
import { type Pace, type Playback, paces } from '../../app/time/playback';
import { totalSteps } from '../../experiment/schema';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { stepOf } from '../../runtime/raceStanding';
import { useApp, useExperiment, usePlayback, useRuns, useView } from '../AppContext';
import { live, play } from '../actions/timeActions';
import { Hint } from '../kit/Hint';
import { useAction } from '../kit/useAction';
import { useLanguage, useWorded } from '../useLanguage';
import { keptSentence } from './keptSentence';
import classes from './TimeSlider.module.css';
import { useCapturedSteps, useMoment, useProbeText } from './useMoment';

/** Captures that Page Up and Page Down go over. */
const page = 10;

export function TimeSlider() {
  return (
    <div className={classes.time} data-testid="time">
      <PlayButton />
      <Track />
      <PaceChoice />
      <LiveButton />
    </div>
  );
}

function Track() {
  const { playback } = useApp();
  const moment = useMoment();
  const steps = useCapturedSteps();
  const kept = useKept();
  const total = useExperiment((e) => totalSteps(e.experiment));
  const trained = useRuns((r) => r.progress?.step ?? 0);
  const furthest = Math.max(trained, useFurthestStep());
  // What is live is after every capture.
  const shown = moment ?? furthest;
  const percent = (step: number) => `${(100 * Math.min(step, total)) / total}%`;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !moveByKey(playback, event.key)) return;
    event.preventDefault();
    playback.pause();
  };
  const moveToPointer = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    if (width > 0) playback.moveTo(Math.max(0, ((clientX - left) / width) * total));
  };
  return (
    // What no form element can be: arrows go from capture to capture, and a drag ends at one.
    <div
      className={classes.track}
      role="slider"
      tabIndex={0}
      aria-label={t('time.slider.label')}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={shown}
      aria-valuetext={t(moment === null ? 'time.slider.live' : 'time.slider.moment', {
        step: formatCount(shown),
        total: formatCount(total),
      })}
      aria-disabled={steps.length === 0}
      title={kept}
      data-testid="time-slider"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        playback.pause();
        moveToPointer(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) moveToPointer(event);
      }}
    >
      <div className={classes.rail}>
        <div className={classes.furthest} style={{ width: percent(furthest) }} data-testid="furthest" />
        <div className={classes.trained} style={{ width: percent(trained) }} data-testid="trained" />
        <Marks steps={steps} total={total} />
      </div>
      <div
        className={classes.thumb}
        style={{ transform: `translateX(${percent(shown)})` }}
        data-live={moment === null}
      />
    </div>
  );
}

/** @returns whether the key moves anything */
function moveByKey(playback: Playback, key: string): boolean {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      playback.moveBy(-1);
      return true;
    case 'ArrowRight':
    case 'ArrowUp':
      playback.moveBy(1);
      return true;
    case 'PageDown':
      playback.moveBy(-page);
      return true;
    case 'PageUp':
      playback.moveBy(page);
      return true;
    case 'Home':
      playback.first();
      return true;
    case 'End':
      playback.live();
      return true;
    default:
      return false;
  }
}

/** A line for each capture. */
const Marks = memo(function Marks({ steps, total }: { steps: readonly number[]; total: number }) {
  useLanguage();
  return (
    <svg className={classes.marks} viewBox={`0 0 ${total} 1`} preserveAspectRatio="none" aria-hidden="true">
      <path d={steps.map((step) => `M${step} 0V1`).join('')} vectorEffect="non-scaling-stroke" />
    </svg>
  );
});

function PlayButton() {
  const playing = usePlayback((p) => p.playing);
  const label = t(playing ? 'time.player.pause' : 'time.player.play');
  const Icon = playing ? Pause : Play;
  return (
    <Hint label={t('time.player.hint', { name: label, key: 'K' })}>
      <ActionIcon {...useAction(play)} className={classes.button} variant="default" aria-label={label}>
        <Icon size={18} />
      </ActionIcon>
    </Hint>
  );
}

function PaceChoice() {
  const { playback } = useApp();
  const pace = usePlayback((p) => p.pace);
  return (
    <NativeSelect
      aria-label={t('time.pace')}
      classNames={{ input: classes.pace }}
      data={paces.map((own) => ({ value: String(own), label: `${own}×` }))}
      value={String(pace)}
      onChange={(event) => playback.setPace(Number(event.currentTarget.value) as Pace)}
    />
  );
}

/** Keeps its place where it is not shown, so that nothing moves. */
function LiveButton() {
  const isLive = useView((v) => v.moment === null);
  return (
    <Button
      {...useAction(live)}
      className={classes.live}
      variant="default"
      data-testid="live"
      data-shown={!isLive}
    >
      {t('time.live')}
    </Button>
  );
}

/** Returns the step that the run has reached that has gone furthest. */
function useFurthestStep(): number {
  const runs = useExperiment((e) => e.experiment.runs);
  return useRuns(({ curves, checkpoints }) =>
    Math.max(0, ...runs.map(({ id }) => stepOf(curves[id], checkpoints[id]))),
  );
}

function useKept(): string {
  const text = useProbeText();
  const captures = useRuns((r) => r.captures);
  const experiment = useExperiment((e) => e.experiment);
  return useWorded(() => keptSentence(captures, text, experiment), [captures, text, experiment]);
}
