/**
 * Renders a chart's frame: an SVG with the grid, the axes and whatever is drawn on their scales. The chart of losses is drawn with
 * the page and again with every read-back of losses; recharts, which the other charts stand on, measures and draws in several passes.
 */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { characterWidth, chartFontSize } from './axisProps';
import { pixel } from './pixel';
import { type PlaceScale, placeScale } from './placeScale';
import type { Axis } from './ticks';

/** The area between the axes, in CSS pixels of the chart, and where values stand in it. */
export interface Plot {
  x: number;
  y: number;
  width: number;
  height: number;
  horizontal: PlaceScale;
  vertical: PlaceScale;
}

const PlotContext = createContext<Plot | null>(null);

/** Returns the plot of the chart around it. @throws Error where there is none */
export function usePlot(): Plot {
  const plot = useContext(PlotContext);
  if (!plot) throw new Error('A part of a chart stands in no chart.');
  return plot;
}

interface PlotAxis extends Axis {
  log: boolean;
}

interface Props {
  /** Of the chart, in CSS pixels; 0 before it is known, and nothing is drawn. */
  width: number;
  height: number;
  x: PlotAxis;
  /** Below the ticks. */
  xLabel: string;
  /** Its label stands above the chart. */
  y: PlotAxis;
  /** Room beside the plot, for names at the lines' ends. */
  right: number;
  children: ReactNode;
}

const margin = { top: 8, left: 4, bottom: 2 };
/** Of ticks and their label below the plot. */
const xAxisHeight = 46;
const tickLength = 6;
/** From the axis to a tick's text. */
const tickGap = tickLength + 2;

export function PlotFrame({ width, height, x, xLabel, y, right, children }: Props) {
  // As wide as its longest tick.
  const yAxisWidth = 12 + characterWidth * Math.max(2, ...y.ticks.map((tick) => y.format(tick).length));
  const left = margin.left + yAxisWidth;
  const plot = useMemo((): Plot => {
    const area = {
      x: left,
      y: margin.top,
      width: Math.max(0, width - left - right),
      height: Math.max(0, height - margin.top - xAxisHeight - margin.bottom),
    };
    return {
      ...area,
      horizontal: placeScale(x.domain, x.log, [area.x, area.x + area.width]),
      vertical: placeScale(y.domain, y.log, [area.y + area.height, area.y]),
    };
  }, [width, height, left, right, x.domain, x.log, y.domain, y.log]);
  if (width === 0 || height === 0) return null;
  return (
    // What it shows is read out beside it, by a cursor or in a table.
    <svg width={width} height={height} style={{ display: 'block' }} aria-hidden="true">
      <PlotContext value={plot}>
        <Axes plot={plot} x={x} xLabel={xLabel} y={y} />
        {children}
      </PlotContext>
    </svg>
  );
}

type AxesProps = Pick<Props, 'x' | 'xLabel' | 'y'> & { plot: Plot };

function Axes({ plot, x, xLabel, y }: AxesProps) {
  const right = plot.x + plot.width;
  const bottom = plot.y + plot.height;
  const across = x.ticks.map((tick) => ({ tick, at: pixel(plot.horizontal.place(tick)) }));
  const down = y.ticks.map((tick) => ({ tick, at: pixel(plot.vertical.place(tick)) }));
  const verticals = across.map(({ at }) => `M${at} ${plot.y}V${bottom}`).join('');
  const horizontals = down.map(({ at }) => `M${plot.x} ${at}H${right}`).join('');
  const ticksBelow = across.map(({ at }) => `M${at} ${bottom}v${tickLength}`).join('');
  const ticksBeside = down.map(({ at }) => `M${plot.x} ${at}h-${tickLength}`).join('');
  return (
    <g fontSize={chartFontSize}>
      <path d={verticals + horizontals} stroke="var(--line)" strokeOpacity={0.7} />
      <path
        d={`M${plot.x} ${plot.y}V${bottom}H${right}${ticksBelow}${ticksBeside}`}
        fill="none"
        stroke="var(--ink-2)"
      />
      <g fill="var(--ink-2)" textAnchor="middle" data-testid="x-ticks">
        {across.map(({ tick, at }) => (
          <text key={tick} x={at} y={bottom + tickGap} dy="0.71em">
            {x.format(tick)}
          </text>
        ))}
      </g>
      <g fill="var(--ink-2)" textAnchor="end" data-testid="y-ticks">
        {down.map(({ tick, at }) => (
          <text key={tick} x={plot.x - tickGap} y={at} dy="0.355em">
            {y.format(tick)}
          </text>
        ))}
      </g>
      <text fill="var(--ink-2)" textAnchor="middle" x={plot.x + plot.width / 2} y={bottom + xAxisHeight - 3}>
        {xLabel}
      </text>
    </g>
  );
}
