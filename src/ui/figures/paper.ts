/** The sheet that every figure stands on: white in either theme, its title above, the page's address in a corner. */
import { sumBy } from 'es-toolkit';
import { visibleText } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { element, textElement, titleElement } from './svg';

/** A picture to be saved; sizes are in CSS pixels. */
export interface Figure {
  /** Name of its file, without an ending. */
  name: string;
  /** What it is of, as it stands above it. */
  title: string;
  width: number;
  height: number;
  /** A document of its own. */
  svg: string;
}

export const ink = { text: '#17202a', quiet: '#4a5560', line: '#cfd6dd', paper: '#ffffff' };

const margin = 16;
const titleHeight = 52;

/** The address in the corner, in at most so many lines; the rest of a longer one is in its href. */
const foot = { fontSize: 9, lineHeight: 12, characterWidth: 5.6, mostLines: 4, margin: 10 };

interface Sheet {
  name: string;
  title: string;
  /** What it is of, in smaller letters below the title. */
  subtitle: string;
  /** Opens the experiment. */
  link: string;
  width: number;
  /** Of the drawing between title and foot. */
  height: number;
}

/**
 * Puts a drawing on a white sheet with title, subtitle and the link that opens the experiment.
 * @param drawing SVG markup whose origin is the left edge of the sheet, below the titles
 */
export function figure(
  { name, title, subtitle, link, width: wanted, height: inner }: Sheet,
  drawing: string,
): Figure {
  // No word of them is cut.
  const width = Math.max(
    wanted,
    2 * margin + Math.max(roomFor(title, 17, letter.bold), roomFor(subtitle, 13, letter.plain)),
  );
  const lines = linesOf(t('figures.foot', { link }), Math.floor((width - 2 * margin) / foot.characterWidth));
  const footTop = titleHeight + inner + foot.margin;
  const height = footTop + lines.length * foot.lineHeight + foot.margin;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': 'system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif',
      'font-size': 13,
      fill: ink.text,
    },
    titleElement(title),
    element('rect', { width, height, fill: ink.paper }),
    textElement(title, { x: margin, y: 24, 'font-size': 17, 'font-weight': 600 }),
    textElement(subtitle, { x: margin, y: 43, fill: ink.quiet }),
    element('g', { transform: `translate(0 ${titleHeight})` }, drawing),
    element(
      'a',
      { href: link },
      ...lines.map((line, i) =>
        textElement(line, {
          x: margin,
          y: footTop + (i + 0.8) * foot.lineHeight,
          'font-size': foot.fontSize,
          fill: ink.quiet,
        }),
      ),
    ),
  );
  return { name, title, width, height, svg };
}

/** How wide a letter is against its height, on average, in the widest of usual fonts (DejaVu Sans, where a system has no other). */
const letter = { plain: 0.6, bold: 0.68 };

/** CSS pixels that a line of text takes at the most, about; a letter of Chinese is as wide as it is high. */
const roomFor = (text: string, fontSize: number, share: number): number =>
  Math.ceil(fontSize * sumBy([...visibleText(text, '\u2068\u2069')], (one) => (wide.test(one) ? 1 : share)));

const wide = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/u;

function linesOf(text: string, characters: number): string[] {
  const lines = text.match(new RegExp(`.{1,${characters}}`, 'gu')) ?? [];
  if (lines.length <= foot.mostLines) return lines;
  return [...lines.slice(0, foot.mostLines - 1), `${lines[foot.mostLines - 1]}…`];
}
