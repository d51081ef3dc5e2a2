/**
 * Styles of runs: colour, dash and marker, so that no curve is told by colour alone. Which one a run has, the experiment says
 * (src/experiment/runStyles.ts).
 *
 * The colours are Okabe and Ito's, darkened for a light page and lightened for a dark one until names in them have contrast AA.
 * They keep to a band of lightness between the fills of the principles' chips and what is written on those
 * (src/attention/principles.ts), so that no eye takes one palette for the other.
 */

import { looksOf } from '../experiment/runStyles';

/** In the order of their numbers, which experiments and links have: add at the end only. Marks have about the same area. */
const styles = [
  {
    id: 'blue',
    light: '#0060a8',
    dark: '#6cb8f0',
    dash: undefined,
    mark: 'M-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z',
  },
  { id: 'orange', light: '#b84a00', dark: '#f0984a', dash: '7 3', mark: 'M-.9 -.9H.9V.9H-.9z' },
  { id: 'green', light: '#00785a', dark: '#3fcf9f', dash: '2 3', mark: 'M0 -1.1L1.1 .9H-1.1z' },
  {
    id: 'magenta',
    light: '#9c3d78',
    dark: '#e59cc8',
    dash: '10 3 2 3',
    mark: 'M0 -1.25L1.1 0L0 1.25L-1.1 0z',
  },
  { id: 'olive', light: '#6b6200', dark: '#cfc03c', dash: '5 5', mark: 'M0 1.1L1.1 -.9H-1.1z' },
  {
    id: 'violet',
    light: '#4b49c4',
    dark: '#a9a9ff',
    dash: '1 4',
    mark: 'M0 -1.3L.35 -.4L1.25 -.4L.55 .2L.8 1.1L0 .55L-.8 1.1L-.55 .2L-1.25 -.4L-.35 -.4z',
  },
  {
    id: 'red',
    light: '#c43446',
    dark: '#ff8f8f',
    dash: '12 4',
    mark: 'M-.4 -1.2H.4V-.4H1.2V.4H.4V1.2H-.4V.4H-1.2V-.4H-.4z',
  },
  {
    id: 'grey',
    light: '#586470',
    dark: '#aeb8c2',
    dash: '8 2 2 2 2 2',
    mark: 'M-1.1 -.7L-.7 -1.1L0 -.4L.7 -1.1L1.1 -.7L.4 0L1.1 .7L.7 1.1L0 .4L-.7 1.1L-1.1 .7L-.4 0z',
  },
] as const;

/** What stands for each style in the catalogue (runs.styles), by its number. */
export const styleIds = styles.map(({ id }) => id);

export interface RunStyle {
  colour: string;
  dash: string | undefined;
  /** SVG path of the marker, about two units wide around the origin. */
  mark: string;
}

/** What a line has that is no run's, as of the ninth variant: an hourglass, in black or white. */
const beyond = {
  light: '#1c2229',
  dark: '#f1f4f7',
  dash: '14 3 3 3 3 3',
  mark: 'M-1.1 -1.1H1.1L-1.1 1.1H1.1z',
} as const;
/** Number of that style, after all that runs can have. */
export const styleBeyond = styles.length ** 2;

/**
 * Returns a style by its number, from 0: of lines, of their marks and of what stands before their names. Beyond those that a run of the
 * experiment can have, colours come back with another's dash and mark (looksOf), so that no two below `styleBeyond` are alike.
 */
export function runStyle(style: number, dark: boolean): RunStyle {
  const looks = looksOf(style);
  const [{ light, dark: onDark }, { dash, mark }] =
    style === styleBeyond
      ? [beyond, beyond]
      : [styles[looks.colour] as (typeof styles)[number], styles[looks.mark] as (typeof styles)[number]];
  return { colour: dark ? onDark : light, dash, mark };
}
