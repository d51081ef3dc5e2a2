// Cuts a text into pieces that no merge crosses: words with the space before them, numbers, signs, white space.

const word = String.raw`\p{L}\p{M}`;
const number = String.raw`\p{N}`;

/** Patterns of one character of each kind. All others are signs, but for the line feed, which is a kind of its own. */
export const characterKinds = {
  word: `[${word}]`,
  number: `[${number}]`,
  blank: String.raw`[^\S\n]`,
} as const;

/**
 * Every character is in exactly one piece, so the pieces joined are the text. A piece has at most 32 characters
 * beside its space: one without end (a text in a script without spaces, say) would make each merge in it slow.
 */
const piece = new RegExp(
  [
    ` ?${characterKinds.word}{1,32}`,
    ` ?${characterKinds.number}{1,32}`,
    String.raw` ?[^\s${word}${number}]{1,32}`,
    String.raw`\n{1,32}`,
    `${characterKinds.blank}{1,32}`,
  ].join('|'),
  'gu',
);

/** Splits a text into its pieces, each the match's first entry. */
export const piecesOf = (text: string): RegExpStringIterator<RegExpExecArray> => text.matchAll(piece);
