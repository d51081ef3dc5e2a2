/** The view in a link: the numbers of the fields that are not at their defaults, by their codes, then its text. */
import { wholeSlice } from '../../data/characters';
import { words } from '../../format/words';
import { defaultView, type View, viewEntries, viewFields } from '../view';
import { type BitReader, BitWriter } from './bits';
import { readCodedNumbers, readText, singleLine, writeCodedNumbers, writeText } from './values';

/** UTF-16 units of the probe text in a link. A longer one is cut: 1,024 tokens, the longest context, are hardly more. */
const maxProbe = 6000;

/** Writes the view; empty where every field is at its default. @param runs ids of the link's runs, in their order */
export function writeView(view: View, runs: readonly string[]): string {
  const numbers = new Map<number, number>();
  for (const [id, { link, default: start }] of viewEntries) {
    if (link === null || link === 'text') continue;
    if ('codes' in link) {
      for (const [i, number] of link.encode(view[id]).entries())
        if (number !== 0) numbers.set(link.codes[i] as number, number);
      continue;
    }
    const number = link.encode(view[id], runs);
    if (number !== link.encode(start, runs)) numbers.set(link.code, number);
  }
  const probe = singleLine(wholeSlice(view.probe, maxProbe));
  if (numbers.size === 0 && probe === defaultView.probe) return '';
  const to = new BitWriter();
  writeCodedNumbers(to, numbers);
  if (probe === defaultView.probe) to.bits(0, 1);
  else writeText(to.bits(1, 1), probe);
  return to.done();
}

/**
 * Reads the view. A field whose number is unknown or out of bounds is at its default, which `warnings` says.
 * @param runs ids of the link's runs in their order, null for one that could not be read
 */
export function readView(from: BitReader, runs: readonly (string | null)[], warnings: string[]): View {
  const numbers = new Map(readCodedNumbers(from));
  const read: Partial<Record<keyof View, unknown>> = {};
  let strange = false;
  for (const [id, { link, schema }] of viewEntries) {
    if (link === null || link === 'text') continue;
    const codes = 'codes' in link ? link.codes : [link.code];
    const own = codes.map((code) => numbers.get(code) ?? 0);
    const isThere = codes.filter((code) => numbers.delete(code)).length > 0;
    if (!isThere) continue;
    const value = schema.safeParse('codes' in link ? link.decode(own) : link.decode(own[0] as number, runs));
    if (value.success) read[id] = value.data;
    else strange = true;
  }
  if (strange || numbers.size > 0)
    warnings.push(
      words(
        'link.strangeView',
        'A part of the link’s view means nothing here, and is as the lab begins with it.',
      ),
    );
  if (from.bits(1) === 1) read.probe = viewFields.probe.schema.parse(singleLine(readText(from, maxProbe)));
  return { ...defaultView, ...(read as Partial<View>) };
}
