/** Draws a grid of a sweep's stacks for paper: the lower layers of a stack down and its upper layers across, or variants and placements. */
import { labelWidth } from '../../format/visible';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

/** What stands before a row or above a column: its layers, its names, or both. */
interface Head {
  /** A "0" or "1" for each layer's variant; empty for none. */
  strip: string;
  names: readonly string[];
}

interface SweepGridContent {
  name: string;
  title: string;
  subtitle: string;
  link: string;
  /** Names of what is hollow and of what is filled. */
  variants: readonly [string, string];
  /** What stands above the rows and above the columns: "Layers 1 to 4". */
  belowTitle: string;
  aboveTitle: string;
  /** One that spans has its first cell over all columns. */
  below: readonly (Head & { spans: boolean })[];
  above: readonly Head[];
  /** null where a stack has no value. */
  cell(row: number, column: number): Cell | null;
  /** The values at the ends of the scale. */
  worst: string;
  best: string;
}

interface Cell {
  text: string;
  /** From the worst, 0, to the best, 1. */
  goodness: number;
  isBest: boolean;
}

const margin = 16;
const cell = { width: 56, height: 28, gap: 3 };
const box = { width: 8, height: 11, step: 11 };
const leastWidth = 460;
const lineHeight = 15;
/** Of a letter of a name, about. */
const letter = 7;
/** From the worst to the best, two tenths each; what is written on the last two is white. */
const shades = ['#ffffff', '#d7e8f8', '#a9cfee', '#2f74b5', '#0b3a70'];

const shadeOf = (goodness: number) =>
  Math.min(shades.length - 1, Math.max(0, Math.floor(shades.length * goodness)));

export function sweepGridFigure(content: SweepGridContent): Figure {
  const { below, above, variants, belowTitle, aboveTitle, cell: cellAt, worst, best, ...sheet } = content;
  const longest = (heads: readonly Head[]) =>
    Math.max(0, ...heads.flatMap(({ names }) => names.map((name) => letter * labelWidth(name))));
  const strips = Math.max(0, ...below.map(({ strip: own }) => own.length * box.step));
  const nameWidth = Math.max(110, Math.max(strips, longest(below)) + 16);
  const cellWidth = Math.max(
    cell.width,
    longest(above) + 6,
    ...above.map((head) => head.strip.length * box.step),
  );
  const lines = Math.max(0, ...above.map(({ names }) => names.length));
  const left = (column: number) => nameWidth + column * (cellWidth + cell.gap);
  const top = (row: number) => 44 + lines * lineHeight + row * (cell.height + cell.gap);
  const heads = above.map(({ strip: own, names }, column) => {
    const middle = left(column) + cellWidth / 2;
    return (
      strip(own, middle - (own.length * box.step) / 2, 24) +
      names
        .map((name, i) => textElement(name, { x: middle, y: 49 + i * lineHeight, 'text-anchor': 'middle' }))
        .join('')
    );
  });
  const rows = below.map(({ strip: own, names, spans }, row) => {
    const shown = spans ? above.slice(0, 1) : above;
    const width = spans ? left(above.length) - cell.gap - nameWidth : cellWidth;
    return (
      strip(own, 0, top(row) + (cell.height - box.height) / 2) +
      textElement(names.join(', '), { y: top(row) + 18.5 }) +
      shown
        .map((_, column) => drawnCell(cellAt(row, column), { x: left(column), y: top(row), width }))
        .join('')
    );
  });
  const bottom = top(below.length) + 14;
  const width = Math.max(leastWidth, left(above.length) + 2 * margin);
  return figure(
    { ...sheet, width, height: bottom + 40 },
    element(
      'g',
      { transform: `translate(${margin} 0)` },
      textElement(belowTitle, { y: 34 + lines * lineHeight, fill: ink.quiet }),
      textElement(aboveTitle, { x: nameWidth, y: 14, fill: ink.quiet }),
      ...heads,
      ...rows,
      strip('0', 0, bottom),
      textElement(variants[0], { x: 16, y: bottom + 10 }),
      strip('1', 110, bottom),
      textElement(variants[1], { x: 126, y: bottom + 10 }),
      scale(worst, best, bottom + 20),
    ),
  );
}

/** Layers from the first to the last: hollow for the first variant, filled for the second. */
const strip = (half: string, x: number, y: number): string =>
  [...half]
    .map((layer, i) =>
      element('rect', {
        x: x + i * box.step,
        y,
        width: box.width,
        height: box.height,
        fill: layer === '0' ? 'none' : ink.text,
        stroke: ink.text,
      }),
    )
    .join('');

function drawnCell(value: Cell | null, at: { x: number; y: number; width: number }): string {
  const shade = value ? shadeOf(value.goodness) : 0;
  const isBest = value?.isBest ?? false;
  return (
    element('rect', {
      ...at,
      height: cell.height,
      fill: shades[shade],
      stroke: isBest ? ink.text : ink.line,
      'stroke-width': isBest ? 3 : 1,
    }) +
    textElement(value?.text ?? '–', {
      x: at.x + at.width / 2,
      y: at.y + 18.5,
      'text-anchor': 'middle',
      'font-weight': isBest ? 700 : undefined,
      fill: shade > 2 ? ink.paper : ink.text,
    })
  );
}

function scale(worst: string, best: string, y: number): string {
  const swatches = shades.map((fill, i) =>
    element('rect', { x: 70 + 24 * i, y, width: 24, height: 12, fill, stroke: ink.line }),
  );
  return (
    textElement(worst, { x: 62, y: y + 11, 'text-anchor': 'end' }) +
    swatches.join('') +
    textElement(best, { x: 78 + 24 * shades.length, y: y + 11 })
  );
}
