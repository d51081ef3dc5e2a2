/** Keeps what was computed last, for what is asked for more often than it changes. */

/**
 * Makes a function that computes anew where one of what the result depends on is another than the last time.
 * @param inputs compared by identity @param compute is given nothing: it reads what the inputs are
 */
export function memoised<T>(inputs: () => readonly unknown[], compute: () => T): () => T {
  let last: { inputs: readonly unknown[]; result: T } | null = null;
  return () => {
    const now = inputs();
    if (!last?.inputs.every((input, i) => Object.is(input, now[i])))
      last = { inputs: now, result: compute() };
    return last.result;
  };
}
