/** Properties that the charts on the page share, for recharts. */
import type { Axis } from './ticks';

/** Of labels and ticks. */
export const labelText = { fill: 'var(--ink-2)', fontSize: 13 };

/** Of `LineChart`: its margins, and no keys of its own, as the charts have a cursor or a table. */
export const chartProps = { margin: { top: 8, right: 28, bottom: 2, left: 4 }, accessibilityLayer: false };

export const gridProps = { stroke: 'var(--line)', strokeOpacity: 0.7 };

const shared = ({ domain, ticks, format }: Axis) => ({
  type: 'number' as const,
  domain,
  ticks,
  tickFormatter: format,
  interval: 0 as const,
  allowDataOverflow: true,
  stroke: 'var(--ink-2)',
  tick: labelText,
});

/** Returns the properties of `XAxis`. */
export const xAxisProps = (axis: Axis, label: string) => ({
  ...shared(axis),
  dataKey: 'x',
  height: 42,
  label: { value: label, position: 'insideBottom' as const, offset: 2, ...labelText },
});

/** Returns the properties of `YAxis`; its label is turned. */
export const yAxisProps = (axis: Axis, label: string) => ({
  ...shared(axis),
  dataKey: 'y',
  width: 64,
  label: {
    value: label,
    angle: -90,
    position: 'insideLeft' as const,
    style: { textAnchor: 'middle' as const },
    offset: -2,
    ...labelText,
  },
});
