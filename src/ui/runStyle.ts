/** How each run looks, by its place: colour, dash and marker, so that no curve is told by colour alone. */

/** Okabe and Ito's colours, darkened for a light page and lightened for a dark one until lines have contrast 3:1. */
const colours = [
  { light: '#0060a8', dark: '#6cb8f0' },
  { light: '#b84a00', dark: '#f0984a' },
  { light: '#00785a', dark: '#3fcf9f' },
  { light: '#9c3d78', dark: '#e59cc8' },
  { light: '#6b6200', dark: '#e8dc5a' },
  { light: '#3f3fae', dark: '#a9a9ff' },
  { light: '#8a1c1c', dark: '#ff8f8f' },
  { light: '#444c55', dark: '#c3ccd5' },
];

const dashes = [undefined, '7 3', '2 3', '10 3 2 3', '5 5', '1 4', '12 4', '8 2 2 2 2 2'];
const marks = ['●', '■', '▲', '◆', '▼', '★', '✚', '○'];

export interface RunStyle {
  colour: string;
  dash: string | undefined;
  mark: string;
}

export function runStyle(index: number, dark: boolean): RunStyle {
  const n = index % colours.length;
  const colour = colours[n] as (typeof colours)[number];
  return { colour: dark ? colour.dark : colour.light, dash: dashes[n], mark: marks[n] as string };
}
