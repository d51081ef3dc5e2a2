/** The chart of losses: a line for each run's training loss, markers for its validation loss, and the cursor's layer. */
import { useRef } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Run } from '../../experiment/schema';
import type { ChartSettings } from '../../store/viewStore';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import { CursorLayer } from './CursorLayer';
import classes from './charts.module.css';
import { type Drawing, inUnit } from './curves';

interface LossChartProps {
  runs: readonly Run[];
  drawing: Drawing;
  settings: ChartSettings;
  /** Loss of a uniform guess, nats per token; null while unknown. */
  uniformLoss: number | null;
}

export function LossChart({ runs, drawing, settings, uniformLoss }: LossChartProps) {
  const overlay = useRef<HTMLDivElement>(null);
  const dark = useDark();
  const { x, y, lines } = drawing;
  const uniform = uniformLoss === null ? null : inUnit(uniformLoss, settings);
  return (
    <div className={classes.chart}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart margin={{ top: 8, right: 16, bottom: 18, left: 12 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" strokeOpacity={0.7} />
          <XAxis
            dataKey="x"
            type="number"
            scale={settings.logSteps ? 'log' : 'linear'}
            domain={x.domain}
            ticks={x.ticks}
            tickFormatter={x.format}
            interval={0}
            allowDataOverflow
            allowDuplicatedCategory={false}
            stroke="var(--ink-2)"
            tick={axisText}
            label={{ value: 'Step', position: 'insideBottom', offset: -12, ...axisText }}
          />
          <YAxis
            domain={y.domain}
            ticks={y.ticks}
            tickFormatter={y.format}
            interval={0}
            width={64}
            stroke="var(--ink-2)"
            tick={axisText}
            label={{
              value: settings.perplexity ? 'Perplexity' : 'Loss (nats per token)',
              angle: -90,
              position: 'insideLeft',
              style: { textAnchor: 'middle' },
              offset: -2,
              ...axisText,
            }}
          />
          {uniform !== null && uniform <= y.domain[1] && uniform >= y.domain[0] && (
            <ReferenceLine
              y={uniform}
              stroke="var(--ink-2)"
              strokeDasharray="1 4"
              label={{ value: 'uniform guess', position: 'insideTopRight', ...axisText }}
            />
          )}
          {runs.flatMap((run, i) => {
            const own = lines.find((line) => line.runId === run.id);
            if (!own) return [];
            const { colour, dash, mark } = runStyle(i, dark);
            const common = { dataKey: 'y', stroke: colour, strokeDasharray: dash, isAnimationActive: false };
            const dot = ({ index, cx, cy }: { index: number; cx?: number; cy?: number }) => (
              <path
                key={index}
                d={mark}
                transform={`translate(${cx} ${cy}) scale(4.6)`}
                fill={colour}
                stroke="var(--surface)"
                strokeWidth={0.25}
              />
            );
            return [
              <Line
                key={`train-${run.id}`}
                {...common}
                data={own.train}
                strokeWidth={2.25}
                dot={false}
                activeDot={false}
              />,
              <Line
                key={`validation-${run.id}`}
                {...common}
                data={own.validation}
                strokeWidth={1}
                strokeOpacity={0.75}
                dot={dot}
                activeDot={false}
              />,
            ];
          })}
          <CursorLayer overlay={overlay} runs={runs} settings={settings} steps={x.domain} />
        </LineChart>
      </ResponsiveContainer>
      <div ref={overlay} />
    </div>
  );
}

const axisText = { fill: 'var(--ink-2)', fontSize: 13 };
