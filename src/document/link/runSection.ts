/** One run in a link: its layers, then its name. */

import { type Layer, layerSchema, optionsOf } from '../../attention/layers';
import { variant, variants } from '../../attention/variants';
import { characterCount } from '../../data/characters';
import { limits, type Run } from '../../experiment/schema';
import { inSentence, words } from '../../format/words';
import { type BitReader, BitWriter, UnreadableError } from './bits';
import { readText, singleLine, writeText } from './values';

const countWidth = 5;
const variantWidth = 3;
/** Stands before a code that does not fit. */
const farther = 2 ** variantWidth - 1;
const maxCode = 999;
/** A layer's options: each code before its value, a whole number, until the end. */
const optionWidth = 1;
const valueWidth = 3;
const endOfOptions = 0;
const maxOption = 1e6;

/** Writes a run. @param index from 0, of the run in the link */
export function writeRun({ layers, name }: Run, index: number): string {
  const to = new BitWriter().whole(layers.length, countWidth);
  for (const layer of layers) writeLayer(to, layer);
  writeText(to, linkName(name, index));
  return to.done();
}

/**
 * Reads a run.
 * @param index from 0, of the run in the link
 * @throws UnreadableError where a layer is unknown or out of bounds
 */
export function readRun(from: BitReader, index: number): Omit<Run, 'id'> {
  const count = from.whole(countWidth, 999);
  if (count < 1 || count > limits.layers)
    throw new UnreadableError(
      words('link.why.layers', 'it has {{layers}} layers, and a stack has 1 to {{most}}', {
        layers: count,
        most: limits.layers,
      }),
    );
  const layers = Array.from({ length: count }, () => readLayer(from));
  const name = linkName(readText(from, 2 * limits.nameLength), index);
  if (characterCount(name) > limits.nameLength)
    throw new UnreadableError(words('link.why.longText', 'a text is too long'));
  return { name, layers };
}

/** A variant's code; where the variant has options, those that differ from their defaults, by their codes. */
function writeLayer(to: BitWriter, layer: Layer): void {
  const { linkCode } = variant(layer.variant);
  to.bits(Math.min(linkCode, farther), variantWidth);
  if (linkCode >= farther) to.whole(linkCode - farther, variantWidth);
  const options = Object.entries(optionsOf(layer.variant));
  if (options.length === 0) return;
  const values = layer as Record<string, unknown>;
  const changed = options.filter(([name, option]) => values[name] !== option.default);
  for (const [name, option] of changed)
    to.whole(option.linkCode, optionWidth).whole(values[name] as number, valueWidth);
  to.whole(endOfOptions, optionWidth);
}

function readLayer(from: BitReader): Layer {
  const near = from.bits(variantWidth);
  const code = near < farther ? near : farther + from.whole(variantWidth, maxCode);
  const found = variants.find(({ linkCode }) => linkCode === code);
  if (!found)
    throw new UnreadableError(
      words('link.why.variant', 'it has a variant of attention that this version of the lab does not know'),
    );
  const options = Object.entries(optionsOf(found.id));
  const values = options.length > 0 ? readOptions(from) : new Map<number, number>();
  const given = options.flatMap(([name, { linkCode }]) => {
    const value = values.get(linkCode);
    return value === undefined ? [] : [[name, value]];
  });
  const layer = layerSchema.safeParse({ variant: found.id, ...Object.fromEntries(given) });
  if (layer.success) return layer.data;
  throw new UnreadableError(
    words('link.why.option', 'it has a {{variant}} layer with an option out of bounds', {
      variant: inSentence(found.name),
    }),
  );
}

function readOptions(from: BitReader): Map<number, number> {
  const values = new Map<number, number>();
  for (;;) {
    const code = from.whole(optionWidth, maxCode);
    if (code === endOfOptions) return values;
    values.set(code, from.whole(valueWidth, maxOption));
  }
}

const linkName = (name: string, index: number) => singleLine(name) || `Run ${index + 1}`;
