/** Loud failures: an op names itself, what it needs and the shapes it got. */
export function fail(op: string, needs: string, ...tensors: { shape: readonly number[] }[]): never {
  throw new Error(`${op}: ${needs}; got ${tensors.map((t) => `(${t.shape.join(', ')})`).join(' ')}.`);
}
