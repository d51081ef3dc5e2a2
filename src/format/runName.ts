/** Where the name of a run is cut: in its middle, as a branch, a seed and a copy are told from their origin by their names' ends. */
import { cutLabel, labelWidth } from './visible';

/** ", from step 200", ", 1, 3 seeds", " copy 2", the file of a run of elsewhere, else the last word. */
const ending =
  /(?:(?=.{3,24}$)(?:[,，]\s?[^,，]+){1,3}|, [^,]{1,24}| copy(?: \d+)?| \([^()]{1,40}\)| \S{1,16})$/u;

/** Splits a name into what may be cut and the end that tells it from others; the end of a single word is empty. */
export function nameParts(name: string): { start: string; end: string } {
  const end = ending.exec(name)?.[0] ?? '';
  return { start: name.slice(0, name.length - end.length), end };
}

/** Cuts a visible name to at most so many characters, for places that show plain text alone; its end stays. */
export function cutName(name: string, most: number): string {
  if (labelWidth(name) <= most) return name;
  const { start, end } = nameParts(name);
  return cutLabel(start, Math.max(2, most - labelWidth(end))) + end;
}
