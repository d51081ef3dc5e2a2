/** Draws every order of two variants as a grid for paper: the lower layers of a stack down, its upper layers across. */
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

interface OrderGridContent {
  name: string;
  title: string;
  subtitle: string;
  link: string;
  /** Short names of the two variants. */
  variants: readonly [string, string];
  /** What stands above the rows and above the columns: "Layers 1 to 4". */
  belowTitle: string;
  aboveTitle: string;
  /** Halves of stacks, a "0" or "1" for each layer's variant. */
  below: readonly string[];
  above: readonly string[];
  /** null where a stack has no value. */
  cell(key: string): { text: string /** From the worst, 0, to the best, 1. */; goodness: number } | null;
  bestKey: string;
  /** The values at the ends of the scale. */
  worst: string;
  best: string;
}

const margin = 16;
const cell = { width: 56, height: 28, gap: 3 };
const box = { width: 8, height: 11, step: 11 };
const leastWidth = 460;
/** From the worst to the best, two tenths each; what is written on the last two is white. */
const shades = ['#ffffff', '#d7e8f8', '#a9cfee', '#2f74b5', '#0b3a70'];

const shadeOf = (goodness: number) =>
  Math.min(shades.length - 1, Math.max(0, Math.floor(shades.length * goodness)));

export function orderGridFigure(content: OrderGridContent): Figure {
  const { below, above, variants, belowTitle, aboveTitle, worst, best, ...sheet } = content;
  const lower = below[0]?.length ?? 0;
  const nameWidth = Math.max(110, lower * box.step + 16);
  const left = (column: number) => nameWidth + column * (cell.width + cell.gap);
  const top = (row: number) => 44 + row * (cell.height + cell.gap);
  const upper = above[0]?.length ?? 0;
  const heads = above.map((half, column) =>
    strip(half, left(column) + (cell.width - upper * box.step) / 2, 24),
  );
  const rows = below.map(
    (half, row) =>
      strip(half, 0, top(row) + (cell.height - box.height) / 2) +
      above.map((other, column) => cellOf(content, half + other, left(column), top(row))).join(''),
  );
  const bottom = top(below.length) + 14;
  const width = Math.max(leastWidth, left(above.length) + 2 * margin);
  return figure(
    { ...sheet, width, height: bottom + 40 },
    element(
      'g',
      { transform: `translate(${margin} 0)` },
      textElement(belowTitle, { y: 34, fill: ink.quiet }),
      textElement(upper > 0 ? aboveTitle : '', { x: nameWidth, y: 14, fill: ink.quiet }),
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

function cellOf(content: OrderGridContent, key: string, x: number, y: number): string {
  const value = content.cell(key);
  const shade = value ? shadeOf(value.goodness) : 0;
  const isBest = key === content.bestKey;
  return (
    element('rect', {
      x,
      y,
      width: cell.width,
      height: cell.height,
      fill: shades[shade],
      stroke: isBest ? ink.text : ink.line,
      'stroke-width': isBest ? 3 : 1,
    }) +
    textElement(value?.text ?? '–', {
      x: x + cell.width / 2,
      y: y + 18.5,
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
