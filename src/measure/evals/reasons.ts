/** Why an evaluation has no number: results keep it in English, the page says it in its reader's language. */
import { words } from '../../format/words';

export const reasons = {
  textOnly: 'only for a text',
  shortText: 'too little held-out text for four continuations',
  fewPassages: 'too few passages that fit the context',
  nothingToSkip: 'no layer to leave out',
} as const;

/** Says a reason in the reader's language. One that is not known, of a file of another version, stays as it is. */
export function reasonWords(reason: string): string {
  const known = Object.entries(reasons).find(([, text]) => text === reason);
  return known ? words(`reasons.${known[0]}`, reason) : reason;
}
