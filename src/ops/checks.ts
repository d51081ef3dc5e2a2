/** Throws an Error that names the op, what it needs and the shapes that it got. */
export function fail(op: string, needs: string, ...tensors: { shape: readonly number[] }[]): never {
  throw new Error(`${op}: ${needs}; got ${tensors.map((t) => `(${t.shape.join(', ')})`).join(' ')}.`);
}
