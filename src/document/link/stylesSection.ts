/** The runs' styles in a link, where one of them is not the run's place. */
import { stylesOf } from '../../experiment/runStyles';
import { limits, type Run } from '../../experiment/schema';
import { type BitReader, BitWriter } from './bits';

const width = 3;

/** Writes the style of each run; empty where each has that of its place. */
export function writeStyles(runs: readonly Run[]): string {
  const styles = stylesOf(runs);
  if (styles.every((style, place) => style === place)) return '';
  const to = new BitWriter();
  for (const style of styles) to.whole(style, width);
  return to.done();
}

/** Reads the styles, by run. @param count of the link's runs @throws UnreadableError where there is no such style */
export const readStyles = (from: BitReader, count: number): number[] =>
  Array.from({ length: count }, () => from.whole(width, limits.styles - 1));
