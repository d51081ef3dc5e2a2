// What a text has that a vocabulary lacks, in words: a model cannot be asked about it, and must not seem to be.

import { words } from '../../format/words';
import { textLabel } from './labels';

/** More than these are counted. */
const mostNamed = 12;

/** Halves of surrogate pairs, which are no characters and have no UTF-8. */
export const loneSurrogates = (text: string): string[] => [...new Set(text.match(/\p{Surrogate}/gu) ?? [])];

/** Says which characters were read as the unknown token; null where there are none. @param unknown each once */
export function unknownSentence(unknown: readonly string[]): string | null {
  if (unknown.length === 0) return null;
  const named = unknown.slice(0, mostNamed).map((symbol) => `“${textLabel(symbol)}”`);
  const more = unknown.length - named.length;
  const list =
    more > 0
      ? words('text.andMore', '{{list}} and {{more}} more', { list: named.join(', '), more })
      : named.join(', ');
  return unknown.length === 1
    ? words('text.lacksOne', 'The vocabulary lacks {{list}}: it was read as “�”, whatever stands there.', {
        list,
      })
    : words('text.lacksSome', 'The vocabulary lacks {{list}}: each was read as “�”, whatever stands there.', {
        list,
      });
}
