/** Draws a bar for each of many things with its value for paper. */
import { round } from 'es-toolkit';
import { cutLabel, isolated, visibleText } from '../../format/visible';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

interface BarsContent {
  name: string;
  title: string;
  subtitle: string;
  link: string;
  bars: readonly FigureBar[];
}

interface FigureBar {
  name: string;
  /** Of the value, and of the ends of its error, along the longest bar: 0 to 1. */
  value: number;
  error: { low: number; high: number } | null;
  /** The value in words. */
  text: string;
}

const margin = 16;
const row = 22;
const bar = { left: 250, length: 280, height: 13 };
/** Signs of a name that stand beside its bar. */
const longestName = 34;
/** Room for a value in words. */
const textWidth = 190;
const fill = '#2f74b5';

/** @returns the figure, about 750 CSS pixels wide; its height grows with the bars */
export function barsFigure({ bars, ...sheet }: BarsContent): Figure {
  const at = (share: number) => round(bar.left + bar.length * share, 2);
  const rows = bars.map(({ name, value, error, text }, i) =>
    element(
      'g',
      { transform: `translate(${margin} ${i * row})` },
      textElement(isolated(cutLabel(visibleText(name), longestName)), { y: 15 }),
      element('rect', {
        x: bar.left,
        y: 4,
        width: Math.max(0, at(value) - bar.left),
        height: bar.height,
        fill,
        'fill-opacity': 0.8,
      }),
      error
        ? element('path', {
            d: `M${at(error.low)} 10.5H${at(error.high)}M${at(error.low)} 6v9M${at(error.high)} 6v9`,
            stroke: ink.text,
            'stroke-width': 1.5,
          })
        : '',
      textElement(text, { x: bar.left + bar.length + 12, y: 15 }),
    ),
  );
  const axis = element('path', {
    d: `M${margin + bar.left} 0V${bars.length * row}`,
    stroke: ink.quiet,
  });
  return figure(
    {
      ...sheet,
      width: 2 * margin + bar.left + bar.length + 12 + textWidth,
      height: bars.length * row + 4,
    },
    axis + rows.join(''),
  );
}
