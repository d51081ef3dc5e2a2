/** The registry of words that a student may not know, each with its meaning in a sentence or two. */
import { t } from '../../i18n/i18n';

export interface TermEntry {
  /** As it stands in the page's sentences, whatever its case. */
  word(): string;
  meaning(): string;
}

const ids = [
  'nats',
  'perplexity',
  'bitsPerByte',
  'logits',
  'softmax',
  'probe',
  'head',
  'heads',
  'heldOut',
  'bigram',
] as const;

export const terms: readonly TermEntry[] = ids.map((id) => ({
  word: () => t(`kit.terms.${id}.word`),
  meaning: () => t(`kit.terms.${id}.meaning`),
}));
