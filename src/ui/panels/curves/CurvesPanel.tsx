/** Shows training and validation loss of every run, live: the chart, its settings, and the numbers behind it. */

import { SegmentedControl, Slider } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { chosenTask } from '../../../data/tasks';
import { totalSteps } from '../../../experiment/schema';
import { formatFixed } from '../../../format/numbers';
import { useApp, useExperiment, useRuns, useView } from '../../AppContext';
import { BeyondScale } from '../../charts/BeyondScale';
import classes from '../../charts/charts.module.css';
import { draw, emptyDrawing } from '../../charts/drawing';
import { LossChart } from '../../charts/LossChart';
import { useReading } from '../../charts/units';
import { useEarlierRuns } from '../../charts/useEarlierRuns';
import { useLinkedCurves } from '../../charts/useLinkedCurves';
import { figureFacts } from '../../figures/facts';
import { lossFigure } from '../../figures/lossFigure';
import { SaveFigure } from '../../kit/SaveFigure';
import type { PanelProps } from '../panel';
import { LinkedCurvesLegend } from './LinkedCurvesLegend';

const untrained = 'The curves appear with the first step: press Train, or Step for a single one.';

export function CurvesPanel({ id, title }: PanelProps) {
  const app = useApp();
  const runs = useExperiment((e) => e.experiment.runs);
  const task = useExperiment((e) => e.experiment.task);
  const steps = useExperiment((e) => totalSteps(e.experiment));
  const settings = useView(useShallow(({ logSteps, smoothing }) => ({ logSteps, smoothing })));
  const hiddenRuns = useView((v) => v.hiddenRuns);
  const uniformLoss = useRuns((r) => r.info?.uniformLoss ?? null);
  const reading = useReading();
  const curves = useRuns((r) => r.curves);
  const linkedCurves = useLinkedCurves();
  const earlier = useEarlierRuns();
  const earlierCurves = useMemo(
    () => Object.fromEntries(earlier.map(({ run, curves }) => [run.id, curves])),
    [earlier],
  );
  const scale = useMemo(
    () => ({
      ...settings,
      isAccuracy: reading.unit.isAccuracy,
      value: reading.value,
      guess: uniformLoss === null ? null : reading.value(uniformLoss),
    }),
    [settings, reading, uniformLoss],
  );
  const drawing = useMemo(() => {
    const shown = runs.map((run) => run.id).filter((id) => !hiddenRuns.includes(id));
    return draw(shown, curves, scale, linkedCurves, earlierCurves);
  }, [runs, curves, scale, hiddenRuns, linkedCurves, earlierCurves]);
  const chance = task && chosenTask(task).chance;
  const uniform = uniformLoss && { name: 'uniform guess', value: reading.value(uniformLoss) };
  const guess = reading.unit.isAccuracy ? chance && { name: 'chance', value: chance } : uniform;
  const allHidden = runs.every((run) => hiddenRuns.includes(run.id));
  return (
    <section className="panel" aria-labelledby={`${id}-title`} data-testid={id}>
      <header>
        <h2 id={`${id}-title`}>
          {title}
          {task && ' and accuracy'}
        </h2>
        <ChartControls>
          {drawing && (
            <SaveFigure
              what="the chart"
              testId="save-chart"
              figure={() =>
                lossFigure({
                  runs,
                  drawing,
                  settings,
                  reading,
                  guess: guess || null,
                  facts: figureFacts(app),
                })
              }
            />
          )}
        </ChartControls>
      </header>
      <LossChart
        runs={runs}
        // The axes are drawn before there are curves, so that the first point need not wait for them.
        drawing={drawing ?? emptyDrawing(steps, scale)}
        settings={settings}
        reading={reading}
        linkedCurves={linkedCurves}
        guess={guess || null}
        emptyBecause={
          drawing
            ? null
            : allHidden
              ? 'Every run is hidden. Click a run’s name below to show its curves.'
              : untrained
        }
      />
      {drawing && (
        <BeyondScale
          names={runs.filter(({ id }) => drawing.beyond.includes(id)).map(({ name }) => name)}
          testId="beyond-scale"
        />
      )}
      <LinkedCurvesLegend />
    </section>
  );
}

function ChartControls({ children }: { children: ReactNode }) {
  const logSteps = useView((v) => v.logSteps);
  const smoothing = useView((v) => v.smoothing);
  const set = useView((v) => v.set);
  const { unit, offered } = useReading();
  return (
    <div className={classes.controls}>
      <SegmentedControl
        size="xs"
        aria-label="Reading"
        data={offered.map(({ id, name }) => ({ value: id, label: name }))}
        value={unit.id}
        onChange={(id) => set({ unit: id })}
      />
      <SegmentedControl
        size="xs"
        aria-label="Step axis"
        data={[
          { value: 'linear', label: 'Linear steps' },
          { value: 'log', label: 'Log steps' },
        ]}
        value={logSteps ? 'log' : 'linear'}
        onChange={(value) => set({ logSteps: value === 'log' })}
      />
      <div className={classes.smoothing}>
        <span>Smoothing</span>
        <Slider
          w={96}
          size="sm"
          min={0}
          max={0.98}
          step={0.02}
          label={null}
          thumbLabel="Smoothing"
          value={smoothing}
          onChange={(value) => set({ smoothing: value })}
        />
        <span>{formatFixed(smoothing, 2)}</span>
      </div>
      {children}
    </div>
  );
}
