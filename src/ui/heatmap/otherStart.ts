/** Gives a text another beginning of its own words: a map that the text decides is then another in every row. */

/**
 * Exchanges the first word with the next one that differs, or in a text of one word its first letter with the next other one, so that no
 * letter is new to the vocabulary. Where the first two differ, doing it again brings the text back.
 * @returns null where all words, or letters, are the same
 */
export function otherStart(text: string): string | null {
  const words = text.match(/\S+|\s+/gu) ?? [];
  return exchanged(words, (part) => /\S/u.test(part)) ?? exchanged([...text], (part) => /\S/u.test(part));
}

function exchanged(parts: readonly string[], counts: (part: string) => boolean): string | null {
  const first = parts.findIndex(counts);
  const other = parts.findIndex((part, place) => place > first && counts(part) && part !== parts[first]);
  if (first === -1 || other === -1) return null;
  return parts
    .with(first, parts[other] as string)
    .with(other, parts[first] as string)
    .join('');
}
