// Cuts a text into pieces that no merge crosses: words with the space before them, numbers, signs, white space.

/**
 * Every character is in exactly one piece, so the pieces joined are the text. A piece has at most 32 characters
 * beside its space: one without end (a text in a script without spaces, say) would make each merge in it slow.
 */
const piece = / ?[\p{L}\p{M}]{1,32}| ?\p{N}{1,32}| ?[^\s\p{L}\p{M}\p{N}]{1,32}|\n{1,32}|[^\S\n]{1,32}/gu;

/** Splits a text into its pieces, each the match's first entry. */
export const piecesOf = (text: string): RegExpStringIterator<RegExpExecArray> => text.matchAll(piece);
