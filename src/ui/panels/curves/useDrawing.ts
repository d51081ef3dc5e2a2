/** Draws the runs' curves as the view has them: the scale, the drawing it gives, and what the axes and reference lines say. */

import { clamp } from 'es-toolkit';
import { useDeferredValue, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { chosenTask } from '../../../data/tasks';
import { referenceRun } from '../../../document/view';
import { type Run, totalSteps } from '../../../experiment/schema';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { BandKind } from '../../../measure/bands';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { type ChartRun, type ChartRuns, chartRuns, lineOfRun, seedBands } from '../../charts/chartRuns';
import type { ChartScale } from '../../charts/chartScale';
import { type Drawing, draw, emptyDrawing } from '../../charts/drawing';
import { namesRoom } from '../../charts/EndLabels';
import { type Learning, type LearningMark, placeMarks } from '../../charts/learningMarks';
import type { Level } from '../../charts/levels';
import { useReadOnlyLines } from '../../charts/readOnlyLines';
import { type Reading, useReading } from '../../charts/units';
import { useHiddenRuns } from '../../charts/useHiddenRuns';
import { useLearning } from '../../charts/useLearning';
import { useLinkedCurves } from '../../charts/useLinkedCurves';
import { useRunsBehind } from '../../charts/useRunsBehind';
import { useZoom, type Zoom } from '../../charts/useZoom';
import { placedRun, type XScale, xScales } from '../../charts/xScales';

export interface CurvesDrawing extends Pick<ChartRuns, 'runs' | 'curves' | 'groups'> {
  /** What the bands span; null where no line has one. */
  band: BandKind | null;
  /** The axes alone where there is no curve. */
  drawing: Drawing;
  isEmpty: boolean;
  scale: ChartScale;
  reading: Reading;
  /** What the vertical axis shows. */
  title: string;
  levels: readonly Level[];
  linkedCurves: ReturnType<typeof useLinkedCurves>;
  /** What the runs have learned, and where that is on their lines. */
  learned: readonly Learning[];
  marks: readonly LearningMark[];
  /** Room for the runs' names beside the plot, in CSS pixels. */
  room: number;
  zoom: Zoom;
}

/** Pixels from tick to tick, about. */
const tickWidth = 80;
const tickHeight = 46;
/** What stands left of the plot, and above and below it with the controls. */
const beside = { width: 60, height: 130 };

/** Returns what a drawing is of: the same object until any of it changes. */
function useDrawn() {
  const experiment = useExperiment((e) => e.experiment);
  const view = useView(
    useShallow(({ logSteps, logValues, smoothing, xAxis, against, pinnedRun, seedDrawing }) => ({
      logSteps,
      logValues,
      smoothing,
      xAxis,
      against,
      pinnedRun,
      seedDrawing,
    })),
  );
  const hiddenRuns = useHiddenRuns();
  const info = useRuns((r) => r.info);
  const own = useRuns((r) => r.curves);
  const reading = useReading();
  const linkedCurves = useLinkedCurves();
  const earlier = useRunsBehind();
  const learned = useLearning();
  const readOnly = useReadOnlyLines();
  return useMemo(
    () => ({
      experiment,
      view,
      hiddenRuns,
      info,
      own,
      reading,
      linkedCurves,
      earlier,
      learned,
      readOnly,
    }),
    [experiment, view, hiddenRuns, info, own, reading, linkedCurves, earlier, learned, readOnly],
  );
}

/** @param size of the pane, in CSS pixels; 0 before it is known */
export function useDrawing(size: { width: number; height: number }): CurvesDrawing {
  // To draw takes longer than all else that follows an input or a read-back of losses: the page answers first.
  const { experiment, view, hiddenRuns, info, own, reading, linkedCurves, earlier, learned, readOnly } =
    useDeferredValue(useDrawn());
  const { task } = experiment;
  const x = xScales.find(({ id }) => id === view.xAxis) as XScale;
  const zoom = useZoom(x.id, view.logSteps);
  const lines = useMemo(
    () => chartRuns(experiment, own, hiddenRuns, view.seedDrawing !== 'each'),
    [experiment, own, hiddenRuns, view.seedDrawing],
  );
  const runs = useMemo(() => [...lines.runs, ...readOnly.map(({ run }) => run)], [lines, readOnly]);
  const curves = useMemo(
    () => ({ ...lines.curves, ...Object.fromEntries(readOnly.map((one) => [one.run.id, one.curves])) }),
    [lines, readOnly],
  );
  const reference = (view.against && lineOfRun(lines, referenceRun(experiment.runs, view).id)) || null;
  const vocab = info?.vocab ?? null;
  const shown = useMemo(() => runs.filter(({ id }) => !hiddenRuns.includes(id)), [runs, hiddenRuns]);
  const room = namesRoom(
    shown.flatMap(({ name, readOnly: elsewhere }) => (elsewhere ? [] : [name])),
    { width: size.width, height: size.height - beside.height },
  );
  const across = size.width - beside.width - room;
  const ticksX = size.width > 0 ? clamp(Math.round(across / tickWidth), 2, 10) : 8;
  const ticksY = size.height > 0 ? clamp(Math.round((size.height - beside.height) / tickHeight), 2, 7) : 6;
  const scale = useMemo((): ChartScale => {
    const placed = (own: readonly Run[], of: (run: Run) => (typeof curves)[string] | undefined) =>
      Object.fromEntries(own.map((run) => [run.id, placedRun(experiment, run, vocab, of(run)?.seconds)]));
    return {
      logSteps: view.logSteps,
      logValues: view.logValues,
      smoothing: view.smoothing,
      isAccuracy: reading.unit.isAccuracy,
      value: reading.value,
      guess: info ? reading.value(info.uniformLoss) : null,
      x,
      seeds:
        view.seedDrawing === 'each'
          ? undefined
          : seedBands(experiment, lines, own, reference, view.seedDrawing),
      placed: {
        ...placed(experiment.runs, (run) => curves[run.id]),
        ...Object.fromEntries(readOnly.map((one) => [one.run.id, one.placed])),
      },
      placedEarlier: placed(
        earlier.map(({ run }) => ({ ...run, name: '' })),
        ({ id }) => earlier.find(({ run }) => run.id === id)?.curves,
      ),
      reference: reference && (curves[reference.id] ?? null),
      window: zoom.range,
      ticks: { x: ticksX, y: ticksY },
    };
  }, [
    view,
    reading,
    info,
    x,
    experiment,
    vocab,
    lines,
    own,
    readOnly,
    curves,
    earlier,
    reference,
    zoom.range,
    ticksX,
    ticksY,
  ]);
  const drawn = useMemo(() => {
    const earlierCurves = Object.fromEntries(earlier.map(({ run, curves: own }) => [run.id, own]));
    const ids = shown.map(({ id }) => id);
    return draw(ids, curves, scale, linkedCurves, earlierCurves);
  }, [shown, curves, scale, linkedCurves, earlier]);
  // The axes are drawn before there are curves, so that the first point need not wait for them.
  const drawing = useMemo(() => {
    if (drawn) return drawn;
    const first = runs[0] && scale.placed[runs[0].id];
    const end = first && x.place([totalSteps(experiment)], first)?.[0];
    return emptyDrawing(end ?? null, scale);
  }, [drawn, runs, scale, x, experiment]);
  const levels = useMemo(
    () => (scale.reference ? [] : levelsOf(reading, info, task && chosenTask(task).chance)),
    [scale, reading, info, task],
  );
  const marks = useMemo(
    () => (drawn ? placeMarks(learned, drawn, scale, lines) : []),
    [learned, drawn, scale, lines],
  );
  const hasBands = drawing.lines.some(({ band }) => band);
  return {
    runs,
    groups: lines.groups,
    curves,
    band: hasBands && view.seedDrawing !== 'each' ? view.seedDrawing : null,
    drawing,
    isEmpty: drawn === null,
    scale,
    reading,
    title: scale.reference && reference ? differenceTitle(reference, reading) : reading.unit.axis(),
    levels,
    linkedCurves,
    learned,
    marks,
    room,
    zoom,
  };
}

const differenceTitle = ({ name }: ChartRun, { unit }: Reading) =>
  t('curves.difference', {
    run: isolated(name),
    unit: unit.isAccuracy ? t('charts.units.accuracy.difference') : unit.axis(),
  });

/** @param chance of a right answer; null on a text */
function levelsOf(
  { unit, value }: Reading,
  info: { uniformLoss: number; bigram?: { loss: number; accuracy: number | null } | undefined } | null,
  chance: number | null,
): Level[] {
  const levels: (Level | null | undefined)[] = unit.isAccuracy
    ? [
        chance === null ? null : { name: t('curves.levels.chance'), value: chance },
        typeof info?.bigram?.accuracy === 'number'
          ? { name: t('curves.levels.bigram'), value: info.bigram.accuracy }
          : null,
      ]
    : [
        info && { name: t('curves.levels.uniform'), value: value(info.uniformLoss) },
        info?.bigram && { name: t('curves.levels.bigram'), value: value(info.bigram.loss) },
      ];
  return levels.filter((level) => level !== null && level !== undefined);
}
