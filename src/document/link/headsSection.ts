/** The heads that are switched off, in a link: for each run how many, then each as layer and head. */
import { isOverrides } from '../../experiment/overrides';
import { limits, type Overrides, type Run } from '../../experiment/schema';
import { words } from '../../format/words';
import { type BitReader, BitWriter, UnreadableError } from './bits';

type HeadsOff = NonNullable<Overrides['headsOff']>;

const width = 3;
/** Layers by heads, the most there can be. */
const maxHeads = limits.layers * 32;

/** Writes the heads that are switched off; empty where there are none. */
export function writeHeadsOff(runs: readonly Run[]): string {
  if (runs.every(({ overrides }) => (overrides?.headsOff ?? []).length === 0)) return '';
  const to = new BitWriter();
  for (const { overrides } of runs) {
    const off = overrides?.headsOff ?? [];
    to.whole(off.length, width);
    for (const [layer, head] of off) to.whole(layer, width).whole(head, width);
  }
  return to.done();
}

/**
 * Reads them, by run.
 * @param count of the link's runs
 * @throws UnreadableError where a layer or a head is out of bounds
 */
export function readHeadsOff(from: BitReader, count: number): HeadsOff[] {
  return Array.from({ length: count }, () => {
    const length = from.whole(width, maxHeads);
    const headsOff = Array.from({ length }, (): [number, number] => [
      from.whole(width, 999),
      from.whole(width, 999),
    ]);
    if (!isOverrides({ headsOff }))
      throw new UnreadableError(words('link.why.head', 'a head is not one that there can be'));
    return headsOff;
  });
}
