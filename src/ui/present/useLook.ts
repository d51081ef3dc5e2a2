/** Tells the presenter's window what the hall sees: the claim, the curves as the chart has them, and what stands beside. */
import { clamp, round } from 'es-toolkit';
import { useEffect } from 'react';
import { openStep } from '../../app/lessons/lessonState';
import type { Picture } from '../../app/present/messages';
import { t } from '../../i18n/i18n';
import { useApp, useLesson } from '../AppContext';
import { usePageState } from '../actions/action';
import type { Drawing } from '../charts/drawing';
import { type CurvesDrawing, useDrawing } from '../panels/curves/useDrawing';
import { besidePanel } from './besidePanel';

/** The ticks do not matter here, and nothing else depends on the size. */
const noSize = { width: 0, height: 0 };

export function useLook(claim: string): void {
  const { present } = useApp();
  const drawing = useDrawing(noSize);
  const step = useLesson(openStep);
  const panel = usePageState(besidePanel);
  const beside = step?.question
    ? t('present.question')
    : step?.exercise
      ? t('present.exercise')
      : (panel?.title() ?? null);
  const picture = drawing.isEmpty ? [] : pictureOf(drawing);
  useEffect(() => present.draw({ claim, beside, picture }));
}

/** Scales the lines of the chart to its axes. */
function pictureOf({ drawing: { lines, x, y }, runs, scale, reading }: CurvesDrawing): Picture {
  const across = shareOf(x.domain, scale.logSteps);
  const up = shareOf(y.domain, y.log);
  return lines.flatMap(({ runId, train, validation }) => {
    const style = runs.find(({ id }) => id === runId)?.style;
    const line = reading.unit.isAccuracy ? validation : train;
    return style === undefined
      ? []
      : [{ runId, style, points: line.map((point) => [across(point.x), up(point.y)] as [number, number]) }];
  });
}

function shareOf([from, to]: Drawing['x']['domain'], log: boolean): (value: number) => number {
  const place = log ? Math.log : (value: number) => value;
  return (value) => round(clamp((place(value) - place(from)) / (place(to) - place(from)), 0, 1), 4);
}
