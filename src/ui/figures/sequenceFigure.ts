/** Maps one after the other on one sheet, each under its name: such as heads of many layers by their strength. */
import type { Colouring } from '../heatmap/colouring';
import { colourScale } from './colourScale';
import { squarePicture } from './gridFigure';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

interface SequenceContent {
  name: string;
  title: string;
  subtitle: string;
  link: string;
  colouring: Colouring;
  cells: readonly Cell[];
}

interface Cell {
  title: string;
  /** A value, say, below the title. */
  name: string;
  /** A square picture, as a data URL. */
  picture: string;
}

const margin = 16;
const gap = 14;
/** CSS pixels above the first row, for the scale, and above each map, for its name. */
const above = { scale: 30, map: 36 };
const side = 131;
const inRow = 6;

/** Draws them from left to right, six in a row. @returns the figure, 900 CSS pixels wide */
export function sequenceFigure({ cells, colouring, ...sheet }: SequenceContent): Figure {
  const width = 2 * margin + inRow * (side + gap) - gap;
  const rows = Math.ceil(cells.length / inRow);
  const drawn = cells.map(({ title, name, picture }, i) => {
    const x = margin + (i % inRow) * (side + gap);
    const y = above.scale + Math.floor(i / inRow) * (above.map + side + gap);
    return element(
      'g',
      { transform: `translate(${x} ${y})` },
      textElement(title, { y: 13, 'font-weight': 600 }),
      textElement(name, { y: 29, fill: ink.quiet }),
      squarePicture(picture, { x: 0, y: above.map, width: side, height: side }),
    );
  });
  const height = above.scale + rows * (above.map + side + gap) - gap;
  return figure({ ...sheet, width, height }, colourScale(colouring, width - margin, 0) + drawn.join(''));
}
