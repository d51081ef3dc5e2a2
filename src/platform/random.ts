/** Randomness of the browser, for ids and secrets. `crypto.randomUUID` is of secure contexts alone. */

/** Draws words of 32 bits that no one can guess; where there is no `crypto`, by `Math.random`. */
export function randomWords(count: number): Uint32Array {
  const words = new Uint32Array(count);
  try {
    return crypto.getRandomValues(words);
  } catch {
    // biome-ignore lint/plugin: an id is not to be drawn again.
    return words.map(() => Math.floor(2 ** 32 * Math.random()));
  }
}

/** Draws an id that no other has: a UUID of version 4. */
export function uniqueId(): string {
  const [a, b, c, d] = [...randomWords(4)].map((word) => word.toString(16).padStart(8, '0')) as [
    string,
    string,
    string,
    string,
  ];
  const variant = '89ab'[Number.parseInt(c[0] as string, 16) % 4];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
