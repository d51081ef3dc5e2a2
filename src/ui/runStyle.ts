/** Styles of runs by their index: colour, dash and marker, so that no curve is told by colour alone. */

/**
 * Okabe and Ito's colours, darkened for a light page and lightened for a dark one until names in them have contrast AA. They keep
 * to a band of lightness between the fills of the principles' chips and what is written on those (src/attention/principles.ts), so
 * that no eye takes one palette for the other.
 */
const colours = [
  { light: '#0060a8', dark: '#6cb8f0' },
  { light: '#b84a00', dark: '#f0984a' },
  { light: '#00785a', dark: '#3fcf9f' },
  { light: '#9c3d78', dark: '#e59cc8' },
  { light: '#6b6200', dark: '#cfc03c' },
  { light: '#4b49c4', dark: '#a9a9ff' },
  { light: '#c43446', dark: '#ff8f8f' },
  { light: '#586470', dark: '#aeb8c2' },
] as const;

const dashes = [undefined, '7 3', '2 3', '10 3 2 3', '5 5', '1 4', '12 4', '8 2 2 2 2 2'];

/** Outlines of about the same area around the origin, to be scaled. */
const marks = [
  'M-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z',
  'M-.9 -.9H.9V.9H-.9z',
  'M0 -1.1L1.1 .9H-1.1z',
  'M0 -1.25L1.1 0L0 1.25L-1.1 0z',
  'M0 1.1L1.1 -.9H-1.1z',
  'M0 -1.3L.35 -.4L1.25 -.4L.55 .2L.8 1.1L0 .55L-.8 1.1L-.55 .2L-1.25 -.4L-.35 -.4z',
  'M-.4 -1.2H.4V-.4H1.2V.4H.4V1.2H-.4V.4H-1.2V-.4H-.4z',
  'M-1.1 -.7L-.7 -1.1L0 -.4L.7 -1.1L1.1 -.7L.4 0L1.1 .7L.7 1.1L0 .4L-.7 1.1L-1.1 .7L-.4 0z',
];

export interface RunStyle {
  colour: string;
  dash: string | undefined;
  /** SVG path of the marker, about two units wide around the origin. */
  mark: string;
}

/** Returns the style of a run. @param index of the run in the experiment, from 0; styles repeat after eight */
export function runStyle(index: number, dark: boolean): RunStyle {
  const n = index % colours.length;
  const colour = colours[n] as (typeof colours)[number];
  return { colour: dark ? colour.dark : colour.light, dash: dashes[n], mark: marks[n] as string };
}

/** Returns the style of a line that is no run's, as a variant's or a layer's; the second round of colours has a dash of its own. */
export function lineStyle(index: number, dark: boolean): RunStyle {
  const style = runStyle(index, dark);
  return index < colours.length ? style : { ...style, dash: '14 3 3 3 3 3' };
}
