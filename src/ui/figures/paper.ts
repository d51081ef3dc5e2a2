/** The sheet that every figure stands on: white in either theme, its title above, the page's address in a corner. */
import { element, escaped, textElement } from './svg';

/** A picture to be saved; sizes are in CSS pixels. */
export interface Figure {
  /** Name of its file, without an ending. */
  name: string;
  width: number;
  height: number;
  /** A document of its own. */
  svg: string;
}

export const ink = { text: '#17202a', quiet: '#4a5560', line: '#cfd6dd', paper: '#ffffff' };

const margin = 16;
export const titleHeight = 52;
export const footHeight = 30;

/** Most characters of an address that is printed: a longer one is cut, for the eye has no use for it. */
const longestLink = 90;

interface Sheet {
  name: string;
  title: string;
  /** What it is of, in smaller letters below the title. */
  subtitle: string;
  /** Address of the page with the experiment. */
  link: string;
  width: number;
  /** Of the drawing between title and foot. */
  height: number;
}

/** @param drawing markup whose origin is the left end of the title's foot */
export function figure(
  { name, title, subtitle, link, width, height: inner }: Sheet,
  drawing: string,
): Figure {
  const height = titleHeight + inner + footHeight;
  const shownLink = link.length > longestLink ? `${link.slice(0, longestLink - 1)}…` : link;
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
    element('title', {}, escaped(title)),
    element('rect', { width, height, fill: ink.paper }),
    textElement(title, { x: margin, y: 24, 'font-size': 17, 'font-weight': 600 }),
    textElement(subtitle, { x: margin, y: 43, fill: ink.quiet }),
    element('g', { transform: `translate(0 ${titleHeight})` }, drawing),
    element(
      'a',
      { href: link },
      textElement(`Attention Lab · ${shownLink}`, {
        x: width - margin,
        y: height - 11,
        'text-anchor': 'end',
        'font-size': 11,
        fill: ink.quiet,
      }),
    ),
  );
  return { name, width, height, svg };
}
