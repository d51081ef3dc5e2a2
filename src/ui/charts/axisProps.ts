/** Sizes of text that all charts on the page share, and the properties of those that recharts draws. */
import { numberWords } from '../../format/language';
import type { Axis } from './ticks';

/** Of ticks, labels and names on a chart, in CSS pixels: to be read on a projector. */
export const chartFontSize = 16;
/** Of a digit of that size, and more than most letters are wide. */
export const characterWidth = 9;

const labelText = { fill: 'var(--ink-2)', fontSize: chartFontSize };

/** Of `LineChart`: no keys of its own, as the charts have a cursor or a table. @param right room for names at the lines' ends */
export const chartProps = (right = 20) => ({
  margin: { top: 8, right, bottom: 2, left: 4 },
  accessibilityLayer: false,
});

export const gridProps = { stroke: 'var(--line)', strokeOpacity: 0.7 };

const shared = ({ domain, ticks, format }: Axis) => ({
  type: 'number' as const,
  domain,
  ticks,
  tickFormatter: format,
  // Lets recharts, which keeps ticks as they are, draw them anew in another language.
  name: numberWords().tag,
  interval: 0 as const,
  allowDataOverflow: true,
  stroke: 'var(--ink-2)',
  tick: labelText,
});

/** Returns the properties of `XAxis`: ticks, and its label in a line of its own below them. */
export const xAxisProps = (axis: Axis, label: string) => ({
  ...shared(axis),
  dataKey: 'x',
  height: 46,
  label: { value: label, position: 'insideBottom' as const, offset: 3, ...labelText },
});

/** Returns the properties of `YAxis`, as wide as its longest tick; its label stands above the chart. */
export const yAxisProps = (axis: Axis) => ({
  ...shared(axis),
  dataKey: 'y',
  width: 12 + characterWidth * Math.max(2, ...axis.ticks.map((tick) => axis.format(tick).length)),
});
