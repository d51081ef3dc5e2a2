// Holds out the end of a text for validation.
import { words } from '../format/words';

/** The share of the tokens, at the end, that is held out. */
const validationFraction = 0.1;

/** Counts the fewest tokens that can be split for a context: a window and its next token in each part. */
export const smallestText = (context: number): number => 2 * (context + 1);

/** The parts, or why there are none. */
export type Split =
  | { ok: true; train: Int32Array; validation: Int32Array }
  | { ok: false /** A sentence for the user. */; message: string };

/**
 * Splits by position: the last tenth is for validation, or a little more of a short text, since each part must
 * hold one window and its next token (context + 1 tokens). The parts are views of `tokens`, not copies.
 */
export function splitTokens(tokens: Int32Array, context: number): Split {
  const smallest = context + 1;
  if (tokens.length < smallestText(context)) {
    return {
      ok: false,
      message: words(
        'text.tooShortToSplit',
        'The text has {{tokens}} tokens, but a context of {{context}} needs at least {{needed}}: {{part}} to train on and {{part}} to validate on. Use a longer text or a shorter context.',
        { tokens: tokens.length, context, needed: smallestText(context), part: smallest },
      ),
    };
  }
  const heldOut = Math.max(smallest, Math.floor(tokens.length * validationFraction));
  const border = tokens.length - heldOut;
  return { ok: true, train: tokens.subarray(0, border), validation: tokens.subarray(border) };
}
