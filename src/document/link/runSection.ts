/** One run in a link: its layers, then its name. */

import { type VariantId, variant, variants } from '../../attention/variants';
import { limits, type Run } from '../../experiment/schema';
import { type BitReader, BitWriter, UnreadableError } from './bits';
import { readText, singleLine, writeText } from './values';

const countWidth = 5;
const variantWidth = 3;
/** Stands before a code that does not fit. */
const farther = 2 ** variantWidth - 1;
const maxCode = 999;

export function writeRun({ layers, name }: Run, index: number): string {
  const to = new BitWriter().whole(layers.length, countWidth);
  for (const id of layers) {
    const { linkCode } = variant(id);
    to.bits(Math.min(linkCode, farther), variantWidth);
    if (linkCode >= farther) to.whole(linkCode - farther, variantWidth);
  }
  writeText(to, linkName(name, index));
  return to.done();
}

/** Throws an UnreadableError that says what it cannot take. @param index from 0, of the run in the link */
export function readRun(from: BitReader, index: number): Omit<Run, 'id'> {
  const count = from.whole(countWidth, 999);
  if (count < 1 || count > limits.layers)
    throw new UnreadableError(`it has ${count} layers, and a stack has 1 to ${limits.layers}`);
  const layers = Array.from({ length: count }, () => readVariant(from));
  const name = linkName(readText(from, limits.nameLength), index);
  return { name, layers };
}

function readVariant(from: BitReader): VariantId {
  const near = from.bits(variantWidth);
  const code = near < farther ? near : farther + from.whole(variantWidth, maxCode);
  const found = variants.find(({ linkCode }) => linkCode === code);
  if (!found)
    throw new UnreadableError('it has a variant of attention that this version of the lab does not know');
  return found.id;
}

const linkName = (name: string, index: number) => singleLine(name) || `Run ${index + 1}`;
