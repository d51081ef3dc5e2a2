/** The heads that are switched off, in a link: for each run how many, then each as layer and head. */
import { isOverrides } from '../../experiment/overrides';
import { limits, type Overrides, type Run } from '../../experiment/schema';
import { type BitReader, BitWriter, UnreadableError } from './bits';

type HeadsOff = NonNullable<Overrides['headsOff']>;

const width = 3;
/** More than any stack has. */
const maxHeads = limits.layers * 32;

/** Empty where no head of any run is switched off. */
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

/** Throws an UnreadableError where a layer or a head is beyond what there can be. @param count of the link's runs */
export function readHeadsOff(from: BitReader, count: number): HeadsOff[] {
  return Array.from({ length: count }, () => {
    const length = from.whole(width, maxHeads);
    const headsOff = Array.from({ length }, (): [number, number] => [
      from.whole(width, 999),
      from.whole(width, 999),
    ]);
    if (!isOverrides({ headsOff })) throw new UnreadableError('a head is not one that there can be');
    return headsOff;
  });
}
